import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { atBoard, stubBrowser } from './helpers/at-board.ts';

beforeEach(stubBrowser);
afterEach(() => vi.unstubAllGlobals());

describe('what a mouse points at', () => {
  const rest = { buttons: 0 } as const;
  /** A board with one shape that the mouse points at. */
  const pointing = () => {
    const at = atBoard();
    const { editor } = at.t.tool('select');
    const [shape = ''] = editor.board.edit((writer) => [
      writer.add({ kind: 'rect', x: 100, y: 100, width: 100, height: 100, fill: '#dbe1fd' }),
    ]);
    at.mouse.move(150, 150, rest);
    expect(editor.hover.value).toBe(shape);
    return { ...at, editor, shape };
  };

  test('is forgotten when it leaves, also while a finger takes over', () => {
    const { mouse, finger, editor } = pointing();
    mouse.leave();
    expect(editor.hover.value).toBeUndefined();
    mouse.move(150, 150, rest);
    finger.down(600, 600);
    expect(editor.hover.value).toBeUndefined();
    finger.up(600, 600);
    finger.down(150, 150);
    finger.up(150, 150);
    expect(editor.hover.value).toBeUndefined();
  });

  test('is forgotten when another tool is taken by key, and found when the old one is taken again', async () => {
    const { t, editor, shape } = pointing();
    t.key('p');
    await Promise.resolve();
    expect(editor.hover.value).toBeUndefined();
    t.key('v');
    await Promise.resolve();
    expect(editor.hover.value).toBe(shape);
  });

  test('is what lies there after the paper was moved, and after others moved and deleted it', async () => {
    const { editor, shape } = pointing();
    editor.setCamera({ x: 500, y: 0, zoom: 1 });
    await Promise.resolve();
    expect(editor.hover.value).toBeUndefined();
    editor.setCamera({ x: 0, y: 0, zoom: 1 });
    await Promise.resolve();
    expect(editor.hover.value).toBe(shape);
    editor.board.edit((writer) => writer.patch(shape, { x: 600 }));
    await Promise.resolve();
    expect(editor.hover.value).toBeUndefined();
    editor.board.edit((writer) => writer.patch(shape, { x: 100 }));
    await Promise.resolve();
    expect(editor.hover.value).toBe(shape);
    editor.board.edit((writer) => writer.remove(shape));
    expect(editor.hover.value).toBeUndefined();
  });

  test('is not looked for once it has left', async () => {
    const { mouse, editor } = pointing();
    editor.setCamera({ x: 500, y: 0, zoom: 1 });
    mouse.leave();
    editor.setCamera({ x: 0, y: 0, zoom: 1 });
    await Promise.resolve();
    expect(editor.hover.value).toBeUndefined();
  });
});
