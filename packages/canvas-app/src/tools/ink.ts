import { inkWidth } from '@gesso/drawing';
import { Eraser, Pencil } from 'lucide';
import { drawStroke } from '../gestures/draw-stroke.ts';
import { erase } from '../gestures/erase.ts';
import { erasePart } from '../gestures/erase-part.ts';
import { eraserRadius } from '../gestures/eraser-gesture.ts';
import type { Tool } from './tool.ts';

/** Ink narrower than this (CSS px) is shown by a cross, wider by a ring of its size. */
const leastRing = 8;

export const pen: Tool = {
  icon: Pencil,
  group: 'ink',
  keys: ['p', 'd', '7'],
  makes: 'stroke',
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawStroke(editor, pointer),
  ring(editor) {
    const wide = inkWidth(editor.styleFor('stroke')) * editor.camera.peek().zoom;
    return wide >= leastRing ? wide / 2 : undefined;
  },
};

export const eraser: Tool = {
  icon: Eraser,
  group: 'ink',
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
