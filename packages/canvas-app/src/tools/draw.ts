import { inkWidth } from '@gesso/drawing';
import type { BoxKind } from '../editor/create-element.ts';
import { drawBox } from '../gestures/draw-box.ts';
import { drawLine } from '../gestures/draw-line.ts';
import { drawStroke } from '../gestures/draw-stroke.ts';
import { erase } from '../gestures/erase.ts';
import { erasePart } from '../gestures/erase-part.ts';
import { eraserRadius } from '../gestures/eraser-gesture.ts';
import type { Tool } from './tool.ts';

/** Ink narrower than this (CSS px) is shown by a cross, wider by a ring of its size. */
const leastRing = 8;

export const pen: Tool = {
  id: 'pen',
  label: 'Pen',
  keys: ['p', 'd', '7'],
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawStroke(editor, pointer),
  ring(editor) {
    const wide = inkWidth(editor.style.peek()) * editor.camera.peek().zoom;
    return wide >= leastRing ? wide / 2 : undefined;
  },
};

export const eraser: Tool = {
  id: 'eraser',
  label: 'Eraser',
  keys: ['e', '0'],
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) =>
    editor.eraserMode.peek() === 'part' ? erasePart(editor, pointer) : erase(editor, pointer),
  again(editor) {
    editor.setPreference('eraserMode', editor.eraserMode.peek() === 'part' ? 'whole' : 'part');
  },
  ring: () => eraserRadius,
};

const box = (id: BoxKind, label: string, keys: readonly string[]): Tool => ({
  id,
  label,
  keys,
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawBox(editor, pointer, id),
});

export const rect = box('rect', 'Rectangle', ['r', '2']);
export const ellipse = box('ellipse', 'Ellipse', ['o', '4']);
export const diamond = box('diamond', 'Diamond', ['3']);
export const sticky = box('sticky', 'Sticky note', ['n', 's']);

const twoEnded = (id: 'line' | 'arrow', label: string, keys: readonly string[]): Tool => ({
  id,
  label,
  keys,
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawLine(editor, pointer, id),
});

export const line = twoEnded('line', 'Line', ['l', '6']);
export const arrow = twoEnded('arrow', 'Arrow', ['a', '5']);
