import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';
import { newRect as rect } from '../helpers/elements.ts';

const a = 'a'.padEnd(12, '-');

describe('a selection rectangle', () => {
  const dragged = (element: NewElement, from: readonly [number, number], to: readonly [number, number]) =>
    board(element)
      .tool('select')
      .press(...from)
      .move(...to)
      .release().editor.selection.value.size;
  /** How many it takes by touching: dragged to the left. */
  const taken = (element: NewElement, leftTop: readonly [number, number], rightBottom: readonly [number, number]) =>
    dragged(element, rightBottom, leftTop);

  test('dragged to the right takes what lies inside, to the left what it touches as well', () => {
    const corners = [
      [80, 80],
      [150, 200],
    ] as const;
    expect(dragged(rect('a', 100, 100), ...corners)).toBe(0);
    expect(taken(rect('a', 100, 100), ...corners)).toBe(1);
    expect(dragged(rect('a', 100, 100), [80, 80], [230, 200])).toBe(1);
    // Up or down makes no difference.
    expect(dragged(rect('a', 100, 100), [80, 200], [150, 80])).toBe(0);
    expect(dragged(rect('a', 100, 100), [150, 80], [80, 200])).toBe(1);
  });

  test('says which of the two it is while it is dragged', () => {
    const t = board().tool('select').press(300, 300).move(400, 400);
    expect(t.editor.marquee.value).toMatchObject({ x: 300, w: 100, touches: false });
    t.move(200, 400);
    expect(t.editor.marquee.value).toMatchObject({ x: 200, w: 100, touches: true });
    t.release();
    expect(t.editor.marquee.value).toBeUndefined();
  });

  const points = (...xy: number[]) => ({ xy: new Float32Array(xy) });

  test('takes a long arrow and a stroke of two points by their middle', () => {
    expect(taken({ kind: 'arrow', x: 50, y: 300, points: points(0, 0, 700, 0) }, [350, 250], [420, 340])).toBe(1);
    expect(taken({ kind: 'stroke', x: 50, y: 300, points: points(0, 0, 700, 0) }, [350, 250], [420, 340])).toBe(1);
    expect(taken({ kind: 'arrow', x: 50, y: 300, points: points(0, 0, 700, 0) }, [350, 200], [420, 280])).toBe(0);
  });

  test('takes what is turned where it is seen, not where it was before', () => {
    const upright = { kind: 'line', x: 50, y: 300, points: points(0, 0, 700, 0), rotation: Math.PI / 2 } as const;
    expect(taken(upright, [380, 500], [420, 560])).toBe(1);
    expect(taken(upright, [80, 280], [120, 320])).toBe(0);
  });

  test('leaves an ellipse alone in the empty corner of its box', () => {
    const ellipse = { kind: 'ellipse', x: 100, y: 100, width: 400, height: 400 } as const;
    expect(taken(ellipse, [80, 80], [140, 140])).toBe(0);
    expect(taken(ellipse, [80, 80], [240, 240])).toBe(1);
  });

  test('leaves ink alone where it was erased', () => {
    const stroke = {
      kind: 'stroke',
      id: a,
      x: 100,
      y: 300,
      points: points(0, 0, 100, 0, 200, 0, 300, 0, 400, 0),
    } as const;
    const cuts = [1, 3];
    expect(taken(stroke, [280, 280], [320, 320])).toBe(1);
    expect(taken({ ...stroke, cuts }, [280, 280], [320, 320])).toBe(0);
  });
});

describe('a see-through shape', () => {
  const hollow = (id: string, x: number, y: number, side: number, more: object = {}) =>
    rect(id, x, y, { fill: 'none', width: side, height: side, ...more });
  const selected = (t: ReturnType<typeof board>) => [...t.editor.selection.value].map((id) => id[0]).sort();

  test('is selected by a click in its inside, the smallest of several, and Shift adds and takes away', () => {
    const t = board(hollow('a', 100, 100, 400), hollow('b', 150, 150, 100)).tool('select');
    expect(selected(t.click(400, 400))).toEqual(['a']);
    expect(selected(t.click(200, 200))).toEqual(['b']);
    expect(selected(t.click(400, 400, { shift: true }))).toEqual(['a', 'b']);
    expect(selected(t.click(200, 200, { shift: true }))).toEqual(['a']);
    expect(selected(t.click(700, 700))).toEqual([]);
  });

  test('gives way to what lies in it, painted below it as well', () => {
    const t = board(rect('b', 200, 200), hollow('a', 100, 100, 400)).tool('select');
    expect(selected(t.click(250, 230))).toEqual(['b']);
  });

  test('lets a rectangle be dragged in it, and moves by its inside once it is selected', () => {
    const t = board(hollow('a', 100, 100, 400), rect('b', 200, 200)).tool('select');
    expect(selected(t.press(150, 150).move(350, 300).release())).toEqual(['b']);
    t.click(450, 450).press(450, 450).move(460, 450).release();
    expect(t.all()[0]).toMatchObject({ x: 110 });
  });

  test('is paper where it is locked, or around all of the view', () => {
    const t = board(hollow('a', -500, -500, 5_000), hollow('b', 100, 100, 400, { locked: true })).tool('select');
    expect(selected(t.click(300, 300))).toEqual([]);
    expect(selected(t.click(700, 700))).toEqual([]);
    t.editor.select([a]);
    t.press(700, 700).move(750, 750).release();
    expect(t.all()[0]).toMatchObject({ x: -500 });
  });

  test('is selected by one who may only look as well', () => {
    const t = board(hollow('a', 100, 100, 400));
    t.editor.setRole('viewer');
    expect(selected(t.tool('select').click(300, 300))).toEqual(['a']);
  });
});
