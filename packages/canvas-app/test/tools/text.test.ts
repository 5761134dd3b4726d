import { boxOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const id = (name: string): string => name.padEnd(12, '-');
const rect = { kind: 'rect', id: id('box'), x: 100, y: 100, width: 200, height: 100 } as const;

describe('the text tool', () => {
  test('begins a text that grows up to 480 pixels of the screen', () => {
    const t = board().tool('text').click(300, 200);
    expect(t.editor.newText.value).toMatchObject({ x: 300, most: 480 });
    expect(t.editor.newText.value?.width).toBeUndefined();
    t.editor.setEditing(undefined);
    t.editor.setCamera({ x: 0, y: 0, zoom: 2 });
    expect(t.tool('text').click(700, 600).editor.newText.value?.most).toBe(240);
  });

  test('dragged, begins a column', () => {
    const t = board().tool('text').press(500, 300).move(260, 420);
    expect(t.editor.marquee.value).toEqual({ x: 260, y: 300, w: 240, h: 120 });
    t.release();
    expect(t.editor.marquee.value).toBeUndefined();
    expect(t.editor.newText.value).toMatchObject({ x: 260, y: 300, width: 240 });
  });

  test('taken back while it is dragged, begins nothing', () => {
    const t = board().tool('text').press(500, 300).move(260, 420).key('escape');
    expect(t.editor.marquee.value).toBeUndefined();
    expect(t.editor.newText.value).toBeUndefined();
  });

  test('writes the label of what it is pressed on: a shape, also a see-through one, a note, an arrow', () => {
    const line = {
      kind: 'arrow',
      id: id('arrow'),
      x: 400,
      y: 100,
      points: { xy: Float32Array.from([0, 0, 200, 200]) },
    };
    const note = { kind: 'sticky', id: id('note'), x: 700, y: 100 } as const;
    const t = board(rect, note, line as never);
    for (const [x, y, name] of [
      [200, 150, 'box'],
      [800, 200, 'note'],
      [500, 200, 'arrow'],
    ] as const) {
      t.editor.setEditing(undefined);
      expect(t.tool('text').click(x, y).editor.editing.value).toBe(id(name));
    }
  });

  test('beside a slanted arrow writes on the paper, and over a locked shape a text of its own', () => {
    const line = {
      kind: 'arrow',
      id: id('arrow'),
      x: 400,
      y: 100,
      points: { xy: Float32Array.from([0, 0, 200, 200]) },
    };
    const t = board({ ...rect, locked: true }, line as never);
    expect(t.tool('text').click(420, 280).editor.newText.value).toBeDefined();
    t.editor.setEditing(undefined);
    expect(t.tool('text').click(200, 150).editor.newText.value?.id).toBe(t.editor.editing.value);
  });
});

test('a text pulled at its side gets a width and keeps its letters', () => {
  const t = board({ kind: 'text', id: id('text'), x: 300, y: 300, text: 'several words in one line', most: 480 });
  t.tool('select').editor.select([id('text')]);
  const { x, y, w, h } = boxOf(t.only());
  t.press(x + w + 5, y + h / 2)
    .move(x + w - 55, y + h / 2)
    .release();
  expect(t.only()).toMatchObject({ size: 20, x: 300 });
  expect(t.only()).toHaveProperty('width', expect.closeTo(w - 60, 0));
  expect(boxOf(t.only()).h).toBeGreaterThan(h);
});
