import type { Element } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxOf, containsBox, edgeOf, expand, resizeElement, selectionCorners, textLayout } from '../src/index.ts';
import { samples } from './samples.ts';

const shape = (own: object) => ({ ...samples.rect, x: 100, y: 100, width: 120, height: 60, ...own }) as Element;
const words = 'a label of so many words that they take several lines in a box of this width';

const anyShape = fc
  .record({
    kind: fc.constantFrom('rect', 'ellipse', 'diamond'),
    width: fc.double({ min: 1, max: 300, noNaN: true }),
    height: fc.double({ min: 1, max: 300, noNaN: true }),
    size: fc.constantFrom(8, 20, 56),
    text: fc.string({ unit: 'grapheme', maxLength: 60 }),
  })
  .map((own) => shape(own));

describe('a shape with a label', () => {
  test('is as tall as it was made where the label fits', () => {
    for (const kind of ['rect', 'ellipse', 'diamond'] as const)
      for (const text of ['', 'a'])
        expect(boxOf(shape({ kind, text, width: 200, height: 100 }))).toEqual({ x: 100, y: 100, w: 200, h: 100 });
  });

  test('grows downwards until the label fits, and so does its edge, at which arrows stop', () => {
    for (const kind of ['rect', 'ellipse', 'diamond'] as const) {
      const { x, y, w, h } = boxOf(shape({ kind, text: words }));
      expect([x, y, w]).toEqual([100, 100, 120]);
      expect(h).toBeGreaterThan(100);
      expect(Math.max(...edgeOf(shape({ kind, text: words })).map((p) => p.y))).toBeCloseTo(y + h);
    }
  });

  test('paints no letter outside of its box', () => {
    fc.assert(
      fc.property(anyShape, (element) => {
        const layout = textLayout(element);
        if (layout === undefined) throw new Error('A shape has a label.');
        const wide = Math.max(...layout.lines.map((line) => line.width));
        expect(wide).toBeLessThanOrEqual(layout.box.w + 0.01);
        if ('text' in element && element.text !== '')
          expect(containsBox(expand(boxOf(element), 0.1), layout.box)).toBe(true);
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });

  test('has no box to grow where it has no size', () => {
    expect(boxOf(shape({ width: 0, height: 60, text: words })).h).toBe(60);
    expect(boxOf(shape({ width: 60, height: 0, text: words })).h).toBe(0);
  });

  test('that is turned keeps its upper side where it is', () => {
    const turned = shape({ rotation: 0.7 });
    const grown = shape({ rotation: 0.7, text: words });
    for (const corner of [0, 1]) {
      expect(selectionCorners(grown)[corner]?.x).toBeCloseTo(selectionCorners(turned)[corner]?.x ?? Number.NaN);
      expect(selectionCorners(grown)[corner]?.y).toBeCloseTo(selectionCorners(turned)[corner]?.y ?? Number.NaN);
    }
  });

  test('grows as it is made narrower, and is as tall as before when it is wide again', () => {
    for (const rotation of [0, 0.7]) {
      const element = shape({ rotation, text: 'two or three words', width: 240 });
      const before = boxOf(element);
      const pulled = (from: Element, w: number) => {
        const { x, y, h } = boxOf(from);
        return { ...from, ...resizeElement(from, { x, y, w, h }) } as Element;
      };
      const narrow = pulled(element, 60);
      expect(boxOf(narrow).h).toBeGreaterThan(before.h);
      expect(boxOf(pulled(narrow, 240)).h).toBeCloseTo(before.h);
    }
  });
});
