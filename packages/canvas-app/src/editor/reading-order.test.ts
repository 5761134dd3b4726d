import type { Element } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import { readingOrder } from '@gesso/drawing';
import { expect, test } from 'vitest';
import { neighbor } from './reading-order.ts';

const order = (boxes: Readonly<Record<string, Box>>): readonly string[] =>
  readingOrder(
    Object.keys(boxes).map((id) => ({ id }) as Element),
    (id) => boxes[id],
  );
const at = (x: number, y: number, h = 20): Box => ({ x, y, w: 50, h });

test('elements are read line by line, also when a line is not quite straight', () => {
  expect(order({ d: at(0, 102), b: at(200, 4), c: at(400, -3), a: at(0, 0), e: at(90, 98) })).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ]);
});

test('a tall element does not take all that is beside it into one line', () => {
  expect(order({ tall: at(0, 0, 500), first: at(100, 0), second: at(100, 100), last: at(100, 480) })).toEqual([
    'first',
    'second',
    'tall',
    'last',
  ]);
});

test('after the last comes the first, and before the first the last', () => {
  const all = ['a', 'b', 'c'];
  expect([neighbor(all, 'c', 1), neighbor(all, 'a', -1), neighbor(all, 'a', 1)]).toEqual(['a', 'c', 'b']);
  expect([neighbor(all, undefined, 1), neighbor(all, undefined, -1), neighbor(all, 'gone', 1)]).toEqual([
    'a',
    'c',
    'a',
  ]);
  expect(neighbor([], undefined, 1)).toBeUndefined();
});
