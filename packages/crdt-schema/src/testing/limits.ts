import type { NewElement, Points } from '../elements/elements.ts';
import type { FailureCode } from '../failure.ts';
import { limits } from '../limits.ts';
import { encodePoints } from '../points/points.ts';
import { seededRandom } from './random.ts';

/** An element at exactly a limit, and one just beyond it, which is refused with the code. */
export interface AtLimit {
  readonly name: string;
  readonly at: NewElement;
  readonly over: NewElement;
  readonly refusal: FailureCode;
}

const zigzag = (count: number): Points => ({
  xy: Float32Array.from({ length: 2 * count }, (_, i) => (i % 4) * 2),
});

/** Points that jump so far that each takes as many bytes as it can. */
const jumps = (count: number): Points => {
  const random = seededRandom(5);
  return { xy: Float32Array.from({ length: 2 * count }, () => Math.round((random() - 0.5) * 2e6)) };
};

const fits = (count: number): boolean => {
  try {
    return encodePoints(jumps(count)).length <= limits.strokeBytes;
  } catch {
    return false;
  }
};

/** As many jumps as fit into the bytes of one stroke. */
const mostJumps = (): number => {
  let low = 1;
  let high: number = limits.strokePoints;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

const rect = { kind: 'rect', x: 0, y: 0 } as const;
const stroke = { kind: 'stroke', x: 0, y: 0, color: '#112233' } as const;
const far = (x: number): Points => ({ xy: Float32Array.of(0, 0, x, 0) });

/** One element for each limit of a single element. */
export const elementsAtLimits = (): readonly AtLimit[] => {
  const most = mostJumps();
  const link = (length: number): string => `https://example.org/${'x'.repeat(length - 20)}`;
  const groups = (count: number): string[] => Array.from({ length: count }, (_, i) => `group-${i}`);
  return [
    {
      name: 'points of a stroke',
      at: { ...stroke, points: zigzag(limits.strokePoints) },
      over: { ...stroke, points: zigzag(limits.strokePoints + 1) },
      refusal: 'TOO_LARGE',
    },
    {
      name: 'bytes of a stroke',
      at: { ...stroke, points: jumps(most) },
      over: { ...stroke, points: jumps(most + 1) },
      refusal: 'TOO_LARGE',
    },
    {
      name: 'reach of a stroke',
      at: { ...stroke, points: far(limits.strokeSteps) },
      over: { ...stroke, points: far(2 * limits.strokeSteps) },
      refusal: 'TOO_LARGE',
    },
    {
      name: 'characters of a text',
      at: { kind: 'text', x: 0, y: 0, text: 'word '.repeat(limits.textLength / 5) },
      over: { kind: 'text', x: 0, y: 0, text: `${'word '.repeat(limits.textLength / 5)}x` },
      refusal: 'TOO_LARGE',
    },
    {
      name: 'characters of a label',
      at: { ...rect, text: 'x'.repeat(limits.textLength) },
      over: { ...rect, text: 'x'.repeat(limits.textLength + 1) },
      refusal: 'TOO_LARGE',
    },
    {
      name: 'place on the board',
      at: { ...rect, x: limits.coordinate, y: -limits.coordinate },
      over: { ...rect, x: limits.coordinate + 1 },
      refusal: 'MALFORMED',
    },
    {
      name: 'width and height',
      at: { ...rect, width: limits.coordinate, height: limits.coordinate },
      over: { ...rect, width: limits.coordinate + 1 },
      refusal: 'MALFORMED',
    },
    {
      name: 'groups around an element',
      at: { ...rect, groups: groups(limits.groups) },
      over: { ...rect, groups: groups(limits.groups + 1) },
      refusal: 'MALFORMED',
    },
    {
      name: 'characters of a link',
      at: { ...rect, link: link(limits.linkLength) },
      over: { ...rect, link: link(limits.linkLength + 1) },
      refusal: 'MALFORMED',
    },
    {
      name: 'characters of an order key',
      at: { ...rect, z: `a0${'V'.repeat(limits.orderKeyLength - 2)}` },
      over: { ...rect, z: `a0${'V'.repeat(limits.orderKeyLength - 1)}` },
      refusal: 'MALFORMED',
    },
  ];
};
