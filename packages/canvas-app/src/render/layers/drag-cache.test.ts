import { expect, test } from 'vitest';
import { square } from '../../../test/helpers/elements.ts';
import type { Live } from './active-elements.ts';
import { commonShift } from './drag-cache.ts';

const live = (element: Live['element'], alpha = 1): Live => ({ element, alpha, withoutText: false });
const a = square('a', 0, 0);
const b = square('b', 50, 0);

test('elements that moved together have a common shift', () => {
  expect(commonShift([live(a), live(b)], [live({ ...a, x: 3, y: 4 }), live({ ...b, x: 53, y: 4 })])).toEqual({
    x: 3,
    y: 4,
  });
  expect(commonShift([live(a)], [live(a)])).toEqual({ x: 0, y: 0 });
});

test('elements that changed in any other way have none', () => {
  const moved = { ...b, x: 53 };
  for (const other of [
    [live({ ...a, x: 3 })],
    [live({ ...a, x: 3 }), live({ ...b, x: 54 })],
    [live({ ...a, x: 3 }), live({ ...moved, rotation: 1 })],
    [live({ ...a, x: 3 }), live({ ...moved, link: 'https://example.org' })],
    [live({ ...a, x: 3 }), live(moved, 0.25)],
    [live(moved), live({ ...a, x: 3 })],
  ]) {
    expect(commonShift([live(a), live(b)], other)).toBeUndefined();
  }
});
