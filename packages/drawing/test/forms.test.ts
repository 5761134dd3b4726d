import { type Element, forms } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeForms } from '../src/forms/registry.ts';
import { flatten } from '../src/geometry/curve.ts';
import { distanceToEdge, insidePolygon } from '../src/geometry/polygon.ts';
import {
  type Box,
  boxAround,
  containsBox,
  corners,
  edgeOf,
  expand,
  followBindings,
  formLines,
  hitTest,
  isRound,
  textLayout,
  verticesOf,
} from '../src/index.ts';
import { pointsOf, samples } from './samples.ts';

const boxes = fc.record({
  x: fc.double({ min: -200, max: 200, noNaN: true }),
  y: fc.double({ min: -200, max: 200, noNaN: true }),
  w: fc.double({ min: 1, max: 400, noNaN: true }),
  h: fc.double({ min: 1, max: 400, noNaN: true }),
});
const radii = fc.constantFrom(0, 12, 1_000);
const shapeOf = (form: (typeof forms)[number], more: Partial<Element> = {}): Element =>
  ({ ...samples.rect, form, width: 120, height: 90, radius: 0, ...more }) as Element;

describe.each(forms)('a shape of the form %s', (form) => {
  test('has one closed edge, clockwise, that fills its box', () => {
    fc.assert(
      fc.property(boxes, radii, (box: Box, radius) => {
        const [ring = []] = formLines(form, box, radius);
        ring.forEach((c, i) => {
          const next = ring[(i + 1) % ring.length];
          expect(Math.hypot((next?.from.x ?? 0) - c.to.x, (next?.from.y ?? 0) - c.to.y)).toBeLessThan(1e-6);
        });
        const around = boxAround(flatten(ring));
        expect(around && containsBox(expand(box, 0.01), around)).toBe(true);
      }),
      { numRuns: 100 },
    );
    const [ring = []] = formLines(form, { x: 0, y: 0, w: 100, h: 80 }, 0);
    const line = flatten(ring, 32);
    const around = boxAround(line);
    expect(around?.w).toBeCloseTo(100, 0);
    expect(around?.h).toBeCloseTo(80, 0);
    const area = line.reduce((sum, p, i) => {
      const next = line[(i + 1) % line.length] ?? p;
      return sum + p.x * next.y - next.x * p.y;
    }, 0);
    expect(area).toBeGreaterThan(0);
  });

  test('has its label inside the edge', () => {
    fc.assert(
      fc.property(boxes, (box: Box) => {
        const [ring = []] = formLines(form, box, 0);
        const edge = flatten(ring, 16);
        const room = expand(shapeForms[form].room(box), -Math.min(box.w, box.h) * 0.01);
        for (const corner of corners(room)) expect(insidePolygon(corner, edge)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('is hit inside when it is filled, on its edge always, and not in a corner it does not reach', () => {
    const middle = { x: 60, y: 55 };
    expect(hitTest(shapeOf(form, { fill: '#dbe1fd' }), middle, 2)).toBe(true);
    expect(hitTest(shapeOf(form), middle, 2)).toBe(false);
    const [first] = edgeOf(shapeOf(form));
    expect(first && hitTest(shapeOf(form), first, 2)).toBe(true);
    expect(hitTest(shapeOf(form, { fill: '#dbe1fd' }), { x: 124, y: 94 }, 2)).toBe(false);
  });

  test('stops an arrow a little before its edge', () => {
    const at = [0.5, 0.5] as const;
    const target = shapeOf(form, { id: 'target' });
    const arrow: Element = {
      ...samples.arrow,
      points: pointsOf([
        [400, 300],
        [0, 0],
      ]),
      end: { element: 'target', at },
    };
    const tied = { ...arrow, ...followBindings(arrow, () => target) } as Element;
    const tip = verticesOf(tied)?.[1] ?? { x: 0, y: 0 };
    expect(insidePolygon(tip, edgeOf(target))).toBe(false);
    expect(distanceToEdge(tip, edgeOf(target))).toBeGreaterThan(1);
    expect(distanceToEdge(tip, edgeOf(target))).toBeLessThan(6.1);
  });
});

test('a round form is known to be one', () => {
  expect(isRound('ellipse')).toBe(true);
  expect(isRound('triangle')).toBe(false);
});

test('a label stands at the top, in the middle or at the bottom of its room, and a shape grows for what does not fit', () => {
  const top = (valign: string, text = 'a', height = 200): number =>
    textLayout(shapeOf('rect', { valign, text, height, size: 20 } as Partial<Element>))?.box.y ?? Number.NaN;
  expect(top('top')).toBe(8);
  expect(top('middle')).toBe(100 - 12.5);
  expect(top('bottom')).toBe(200 - 8 - 25);
  const long = 'a\nb\nc\nd';
  for (const valign of ['top', 'middle', 'bottom']) expect(top(valign, long, 50)).toBe(6);
});
