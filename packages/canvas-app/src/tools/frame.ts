import { Frame } from 'lucide';
import { drawBox } from '../gestures/draw-box.ts';
import type { Tool } from './tool.ts';

/** Drags out a part of the board with a title; what lies in it belongs to it from then on. */
export const frame: Tool = {
  icon: Frame,
  group: 'words',
  keys: ['f'],
  makes: 'frame',
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawBox(editor, pointer, { makes: 'frame', clickSize: { w: 640, h: 400 }, below: true }),
};
