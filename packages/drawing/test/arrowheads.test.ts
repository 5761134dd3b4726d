import type { Element, Head } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { exportSvg } from '../src/index.ts';
import { pointsOf, samples } from './samples.ts';

/** The head of a line from the left to the right, 400 board units long, as it is written: its numbers, and whether it is filled. */
const headOf = (head: Head, strokeWidth: number) => {
  const points = pointsOf([
    [0, 0],
    [400, 0],
  ]);
  const line = { points, strokeWidth, heads: ['none', head], edge: 'clean', text: '' } as const;
  const arrow: Element = { ...samples.arrow, x: 0, y: 0, ...line };
  const svg = exportSvg({ background: 'none', theme: 'light', padding: 0, elements: [arrow] });
  const paths = [...svg.matchAll(/<path d="([^"]+)"([^>]*)\/>/g)];
  const [, d = '', attributes = ''] = paths.at(-1) ?? [];
  const numbers = [...d.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
  const xs = numbers.filter((_, i) => i % 2 === 0);
  return {
    length: Math.max(...xs) - Math.min(...xs),
    isClosed: d.endsWith('Z'),
    isFilled: paths.some(([, , more = '']) => /fill="#/.test(more)),
    isRound: attributes.includes('stroke-linejoin="round"'),
  };
};

test.each([
  [2, 9],
  [3, 13.5],
  [5, 22.5],
  [8, 36],
])('a head of a line %d wide is %d long, and its corners are round', (strokeWidth, length) => {
  for (const head of ['arrow', 'triangle', 'hollow'] as const) {
    expect(headOf(head, strokeWidth).length).toBeCloseTo(length, 1);
    expect(headOf(head, strokeWidth).isRound).toBe(true);
  }
});

test('a hairline has a head that can be seen', () => {
  expect(headOf('arrow', 0.5).length).toBeCloseTo(9, 1);
});

test('the open head is closed and filled from a width of 5, where its two strokes would run into each other', () => {
  for (const width of [2, 3, 4.9]) expect(headOf('arrow', width)).toMatchObject({ isClosed: false, isFilled: false });
  for (const width of [5, 8]) expect(headOf('arrow', width)).toMatchObject({ isClosed: true, isFilled: true });
  expect(headOf('hollow', 8)).toMatchObject({ isClosed: true, isFilled: false });
});
