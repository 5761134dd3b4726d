import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../../test/helpers/board.ts';
import { encloses, lasso, withPoint } from './lasso.ts';

const box = (x: number, y: number, more: object = {}): NewElement => ({
  ...{ kind: 'rect', x, y, width: 100, height: 60 },
  ...more,
});

const at = (x: number, y: number) => ({ x, y });

/** A lasso through points, as it is drawn by moves. */
const drawn = (t: ReturnType<typeof board>, ...points: readonly (readonly [number, number])[]) => {
  const [first = [0, 0], ...rest] = points;
  let line = lasso(t.editor, [at(...first)], at(...first));
  for (const point of rest) line = lasso(t.editor, line.outline, at(...point));
  return line.ids.map((id) => t.all().findIndex((element) => element.id === id)).sort();
};

const around = [
  [50, 50],
  [300, 40],
  [310, 250],
  [40, 260],
] as const;

describe('a lasso', () => {
  test('takes what it encloses, and neither what it crosses nor what is locked', () => {
    const t = board(box(100, 100), box(260, 100), box(100, 180, { locked: true }), box(500, 100));
    expect(drawn(t, ...around)).toEqual([0]);
  });

  test('takes a line that lies aslant in it, of which the box does not', () => {
    const line: NewElement = { kind: 'line', x: 60, y: 60, points: { xy: new Float32Array([0, 0, 180, 180]) } };
    const along = [
      [40, 60],
      [60, 40],
      [260, 240],
      [240, 260],
    ] as const;
    expect(drawn(board(line), ...along)).toEqual([0]);
    expect(drawn(board(box(100, 120)), ...along)).toEqual([]);
  });

  test('does not take what sticks out of it between two of its corners', () => {
    // A notch comes down into the middle of the box.
    const notched = [
      [50, 50],
      [140, 50],
      [150, 150],
      [160, 50],
      [300, 50],
      [300, 250],
      [50, 250],
    ] as const;
    expect(drawn(board(box(100, 100)), ...notched)).toEqual([]);
  });

  test('takes what is turned where it is seen', () => {
    const upright = box(150, 120, { rotation: Math.PI / 2 });
    const narrow = [
      [160, 90],
      [240, 90],
      [240, 210],
      [160, 210],
    ] as const;
    expect(drawn(board(upright), ...narrow)).toEqual([0]);
    expect(drawn(board(box(150, 120)), ...narrow)).toEqual([]);
  });

  test('stays within the group that is entered', () => {
    const t = board(box(100, 100, { groups: ['g'] }), box(100, 180, { groups: ['g'] }), box(200, 180));
    const [member] = t.all();
    t.editor.select([member?.id ?? ''], ['g']);
    expect(drawn(t, ...around)).toEqual([0, 1]);
  });

  test('is no longer than a frame can look at, however long the hand draws, and closed where it was', () => {
    let outline: readonly { x: number; y: number }[] = [at(0, 0)];
    for (let i = 1; i <= 20_000; i++) {
      const turn = (i / 20_000) * 2 * Math.PI;
      outline = withPoint(outline, at(500 * Math.sin(turn), 500 - 500 * Math.cos(turn)), 3);
      expect(outline.length).toBeLessThanOrEqual(256);
    }
    const [inside, outside] = board(box(450, 470), box(480, 940)).all();
    expect(inside && encloses(outline, { ...inside, x: -50 })).toBe(true);
    expect(outside && encloses(outline, outside)).toBe(false);
  });
});
