import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buffersOf, bundled, unbundled } from './bundles.ts';

const parts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4_090, max: 4_100 }).map((length) => new Uint8Array(length).fill(7)) },
  ),
  { maxLength: 40 },
);

test('parts are the same in the same order after they were put together', () => {
  fc.assert(
    fc.property(parts, (all) => {
      expect(unbundled(structuredClone(bundled(all)))).toEqual(all);
    }),
  );
});

test('ten thousand updates behind a snapshot are handed over as two buffers, and the snapshot is not copied', () => {
  const snapshot = new Uint8Array(100_000);
  const bundles = bundled([snapshot, ...Array.from({ length: 10_000 }, () => new Uint8Array(130))]);
  expect(buffersOf(bundles.map(({ data }) => data))).toHaveLength(2);
  expect(bundles[0]?.data).toBe(snapshot);
});
