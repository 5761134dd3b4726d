import { type Element, type ElementOf, limits } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundsOf,
  containsBox,
  containsPoint,
  expand,
  hitTest,
  type Paint2D,
  paintElement,
  textLayout,
  type Vec,
} from '../src/index.ts';
import { recorder } from './recorder.ts';
import { pointsOf, samples } from './samples.ts';

type Pairs = readonly (readonly [number, number])[];

const arrow = (text: string, points: Pairs, more: Partial<ElementOf<'arrow'>> = {}): Element => ({
  ...samples.arrow,
  points: pointsOf(points),
  heads: ['none', 'arrow'],
  text,
  ...more,
});

const across = (length: number): Pairs => [
  [0, 0],
  [length, 0],
];
const down = (length: number): Pairs => [
  [0, 0],
  [0, length],
];

const boxOfLabel = (element: Element) => textLayout(element)?.box ?? expect.fail('there is no label');

/** What is put on paper for the line and its heads: the name of each call, and where it ends. */
const penOf = (element: Element) => {
  const calls: { readonly name: string; readonly to: Vec }[] = [];
  const { g } = recorder();
  const heard = new Proxy(g, {
    get: (of, name: keyof Paint2D) =>
      name === 'moveTo' || name === 'lineTo' || name === 'bezierCurveTo'
        ? (...numbers: number[]) => {
            const [x = 0, y = 0] = numbers.slice(-2);
            calls.push({ name, to: { x, y } });
          }
        : of[name],
  });
  paintElement(heard, element, { theme: 'light', scale: 1, withoutText: true });
  return calls;
};

const pensDown = (element: Element): number => penOf(element).filter(({ name }) => name === 'moveTo').length;

describe('the label of an arrow', () => {
  test('stands in a gap of a line that has room for it and its head', () => {
    const long = arrow('approved', across(200));
    const { x, y, w, h } = boxOfLabel(long);
    expect([x + w / 2, y + h / 2]).toEqual([100, 0]);
    expect(pensDown(long)).toBe(3);
  });

  test('stands in its gap also where the line is long, the label short, and the middle of the line no middle of a segment', () => {
    for (const route of ['straight', 'elbow'] as const)
      for (const length of [705, 1_430, 6_010]) {
        const bent = arrow('no', [...across(length), [length, 300]], { route });
        expect(pensDown(bent)).toBe(3);
      }
  });

  test.each(['approved', 'sent', 'then'])('stands above a short line, which is whole: %s', (text) => {
    const short = arrow(text, across(68));
    const { x, y, w, h } = boxOfLabel(short);
    expect(x + w / 2).toBeCloseTo(34);
    expect(y + h).toBeLessThan(-2);
    expect(y + h).toBeGreaterThan(-14);
    expect(pensDown(short)).toBe(2);
  });

  test('stands to the right of a short line that leads up or down', () => {
    for (const points of [down(48), down(48).map(([x, y]) => [x, -y] as const)]) {
      const { x, y, h } = boxOfLabel(arrow('then', points));
      expect(x).toBeGreaterThan(2);
      expect(x).toBeLessThan(14);
      expect(Math.abs(y + h / 2)).toBeCloseTo(24);
    }
  });

  test('is found, and painted, where it stands beside the line', () => {
    const short = arrow('approved', across(68));
    const { x, y, w, h } = boxOfLabel(short);
    expect(hitTest(short, { x: x + 3, y: y + 3 }, 0)).toBe(true);
    expect(hitTest(short, { x: x + w / 2, y: -y }, 0)).toBe(false);
    expect(containsBox(boundsOf(short), { x, y, w, h })).toBe(true);
  });

  test('does not jump while the line is pulled by less than a pixel, but once', () => {
    const at = Array.from({ length: 401 }, (_, i) => boxOfLabel(arrow('then', across(50 + i / 4))).y);
    const jumps = at.filter((y, i) => Math.abs(y - (at[i - 1] ?? y)) > 0.5);
    expect(jumps).toHaveLength(1);
  });

  const coordinate = fc.integer({ min: -90, max: 90 });
  const walk = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 5 });
  const end = fc.constantFrom('none', 'arrow', 'triangle', 'crow', 'dot', 'circle', 'bar', 'diamond');

  test('never lies over a whole line, nor over its heads', () => {
    fc.assert(
      fc.property(walk, fc.constantFrom('straight', 'curved', 'elbow'), end, end, (points, route, from, to) => {
        const element = arrow('approved', points, { route, heads: [from, to] });
        const box = boxOfLabel(element);
        for (const { to } of penOf(element)) expect(containsPoint(expand(box, -0.01), to)).toBe(false);
      }),
    );
  });
});

test('a curve of as many points as a line may have finds a place for its label beside it', () => {
  const many = Array.from({ length: limits.strokePoints }, (_, i): [number, number] => [
    Math.sin(i) * 20,
    Math.cos(i) * 20,
  ]);
  const element = arrow('label', many, { route: 'curved' });
  expect(containsBox(boundsOf(element), boxOfLabel(element))).toBe(true);
});
