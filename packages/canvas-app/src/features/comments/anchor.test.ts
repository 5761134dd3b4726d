import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { tools } from '../../tools/registry.ts';
import { anchorFor } from './anchor.ts';

const id = 'rect--------';
const rect = { id, kind: 'rect', x: 100, y: 100, width: 200, height: 100 };

describe('where a comment is pinned', () => {
  test('is the element at its place, also inside a see-through one, or the paper', () => {
    const { editor } = board(rect);
    editor.setViewport({ width: 800, height: 600 });
    expect(anchorFor(editor, { at: { x: 150, y: 120 } })).toEqual({ x: 150, y: 120, element: id, dx: 50, dy: 20 });
    expect(anchorFor(editor, { at: { x: 500, y: 500 } })).toEqual({ x: 500, y: 500 });
  });

  test('without a place is what is selected, where one points at it or at its corner', () => {
    const { editor } = board(rect);
    editor.setViewport({ width: 800, height: 600 });
    editor.select([id]);
    const corner = anchorFor(editor, {});
    expect(corner).toMatchObject({ element: id });
    expect(Math.hypot(corner.x - 300, corner.y - 100)).toBeLessThan(6);
    editor.setPointer({ x: 110, y: 130 });
    expect(anchorFor(editor, {})).toEqual({ x: 110, y: 130, element: id, dx: 10, dy: 30 });
  });

  test('is where one points when nothing is selected, else the middle of the view', () => {
    const { editor } = board(rect);
    editor.setViewport({ width: 800, height: 800 });
    expect(anchorFor(editor, {})).toEqual({ x: 400, y: 400 });
    editor.setPointer({ x: 700, y: 20 });
    expect(anchorFor(editor, {})).toEqual({ x: 700, y: 20 });
    editor.setPointer({ x: 9_000, y: 20 });
    expect(anchorFor(editor, {})).toEqual({ x: 400, y: 400 });
  });

  test('is asked for by the tool, by Enter as well, which is put down then', () => {
    const { editor } = board(rect);
    editor.setTool('comment');
    tools.comment.byKeys?.(editor, { x: 1, y: 0 });
    expect(editor.commenting.peek()).toBeUndefined();
    expect(editor.camera.peek().x).toBeGreaterThan(0);
    tools.comment.byKeys?.(editor);
    expect(editor.commenting.peek()).toEqual({});
    expect(editor.tool.peek()).toBe('select');
  });
});
