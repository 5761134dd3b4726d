import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element } from '../elements/elements.ts';
import { inPaintingOrder, sortedElements } from './painting-order.ts';

const element = (id: string, z: string): Element => ({
  id,
  kind: 'unknown',
  x: 0,
  y: 0,
  z,
  rotation: 0,
  opacity: 100,
  locked: false,
  groups: [],
  width: 1,
  height: 1,
});

test('stays in painting order through any changes, few at a time or many', () => {
  const change = fc.record({ id: fc.nat(60), z: fc.option(fc.nat(20)) });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 80, size: 'max' }), { maxLength: 12 }), (batches) => {
      const now = new Map<string, Element>();
      const sorted = sortedElements([]);
      for (const batch of batches) {
        for (const { id, z } of batch) {
          const before = now.get(String(id));
          const after = z === null ? undefined : element(String(id), `a${z}`);
          sorted.replace(before, after);
          if (after === undefined) now.delete(String(id));
          else now.set(String(id), after);
        }
        expect(sorted.list()).toEqual([...now.values()].sort(inPaintingOrder));
      }
    }),
  );
});

test('gives the same list until something changes', () => {
  const sorted = sortedElements([element('a', 'a0')]);
  const list = sorted.list();
  expect(sorted.list()).toBe(list);
  sorted.replace(undefined, element('b', 'a0'));
  expect(sorted.list()).not.toBe(list);
  expect(list).toHaveLength(1);
});
