import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpatialIndex } from '../src/editor/spatial-index.ts';
import { fakeBoard, square } from './helpers/elements.ts';

describe('the index of places', () => {
  test('knows what was on the board before it', () => {
    const { board } = fakeBoard(square('a', 0, 0), square('b', 100, 50));
    const index = createSpatialIndex(board);
    expect(index.inside({ x: -5, y: -5, w: 20, h: 20 })).toEqual(['a']);
    expect(index.all()).toEqual({ x: 0, y: 0, w: 110, h: 60 });
  });

  test('has nothing to say about an empty board', () => {
    const index = createSpatialIndex(fakeBoard().board);
    expect(index.all()).toBeUndefined();
    expect(index.at({ x: 0, y: 0 }, 100)).toBeUndefined();
  });

  test('finds the top-most of what is under a point, and under that what is accepted', () => {
    const { board } = fakeBoard(square('low', 0, 0, 'a1'), square('high', 5, 5, 'a2'), square('alike', 5, 5, 'a2'));
    const index = createSpatialIndex(board);
    expect(index.at({ x: 7, y: 7 }, 0)?.id).toBe('high');
    expect(index.at({ x: 2, y: 2 }, 0)?.id).toBe('low');
    expect(index.at({ x: 7, y: 7 }, 0, ({ z }) => z === 'a1')?.id).toBe('low');
    expect(index.at({ x: 18, y: 7 }, 2)).toBeUndefined();
    expect(index.at({ x: 16, y: 7 }, 2)?.id).toBe('high');
  });

  test('tells where the board no longer looks as it did', () => {
    const { board, put, remove } = fakeBoard(square('a', 0, 0));
    const index = createSpatialIndex(board);
    const damage: unknown[] = [];
    const stop = index.onChange((news) => damage.push(...news.damage));
    const at = (x: number) => ({ x, y: 0, w: 10, h: 10 });
    put(square('a', 50, 0));
    expect(damage).toEqual([at(0), at(50)]);
    remove('a', 'never');
    expect(damage).toEqual([at(0), at(50), at(50)]);
    stop();
    put(square('b', 0, 0));
    expect(damage).toHaveLength(3);
  });

  test('after any changes it finds what looking at every element finds', () => {
    const where = fc.integer({ min: 0, max: 300 });
    const id = fc.integer({ min: 0, max: 120 }).map((n) => `e${n}`);
    const step = fc.oneof(
      fc.array(fc.tuple(id, where, where), { minLength: 1, maxLength: 90 }),
      fc.array(id, { minLength: 1, maxLength: 90 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), where, where, (steps, x, y) => {
        const { board, put, remove } = fakeBoard();
        const index = createSpatialIndex(board);
        for (const items of steps) {
          for (const item of items) if (typeof item === 'string') remove(item);
          const squares = items.flatMap((item) =>
            typeof item === 'string' ? [] : [square(item[0], item[1], item[2])],
          );
          const unique = new Map(squares.map((element) => [element.id, element]));
          put(...unique.values());
        }
        const box = { x, y, w: 60, h: 60 };
        const expected = board
          .all()
          .filter((e) => e.x <= x + 60 && e.x + 10 >= x && e.y <= y + 60 && e.y + 10 >= y)
          .map((e) => e.id);
        expect(index.inside(box).sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });
});
