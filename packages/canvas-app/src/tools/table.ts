import { Table } from 'lucide';
import { drawBox } from '../gestures/draw-box.ts';
import type { Tool } from './tool.ts';

/** A click makes a table of three rows and columns, a drag as many as its size has room for; its first cell is open then. */
export const table: Tool = {
  icon: Table,
  group: 'shapes',
  keys: ['shift+t'],
  makes: 'table',
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) =>
    drawBox(editor, pointer, { makes: 'table', clickSize: { w: 420, h: 120 }, thenType: true }),
};
