import { expect, test } from 'vitest';
import { float, floats, mostFloats, sink } from './floats.ts';

test('of a crowd that reacts as many float as a screen has room for, the newest', () => {
  for (let x = 0; x < 3 * mostFloats; x++) float(1, { x, y: 0 });
  expect(floats.value).toHaveLength(mostFloats);
  expect(floats.value.at(-1)?.x).toBe(3 * mostFloats - 1);
  for (const { id } of floats.value) sink(id);
  expect(floats.value).toEqual([]);
});
