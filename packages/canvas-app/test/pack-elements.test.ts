import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { newElementArbitrary } from '@gesso/crdt-schema/testing';
import { boundsOf, createSvgContext, paintElement } from '@gesso/drawing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packChange, unpackChange } from '../src/workers/pack-elements.ts';

test('what is sent to the worker is painted there as it is here, cuts and all', () => {
  fc.assert(
    fc.property(fc.array(newElementArbitrary, { minLength: 1, maxLength: 8 }), (made) => {
      const board = openBoard(createBoardDoc());
      board.edit((writer) => writer.addAll(made));
      const elements = board.all();
      const sent = new Map(
        [...unpackChange(structuredClone(packChange(elements, [])))].map((one) => [one.element.id, one]),
      );
      expect(sent.size).toBe(elements.length);
      for (const element of elements) {
        const there = sent.get(element.id);
        if (there === undefined) throw new Error('an element did not arrive');
        const picture = (one: typeof element): string => {
          const svg = createSvgContext();
          paintElement(svg.g, one, { scale: 1, theme: 'light' });
          return svg.body();
        };
        expect(picture(there.element)).toBe(picture(element));
        const { x, y, w, h } = boundsOf(element);
        expect([there.left, there.top, there.right, there.bottom]).toEqual([x, y, x + w, y + h]);
      }
    }),
    { numRuns: 60 },
  );
});
