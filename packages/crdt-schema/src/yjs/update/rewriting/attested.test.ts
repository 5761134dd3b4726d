import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CommentWrite } from '../reading/comment-writes.ts';
import type { Reading } from '../reading/reading.ts';
import { withoutComments } from './attested.ts';

const deleting = (ranges: readonly (readonly [client: number, clock: number, len: number])[]): Reading => {
  const deletes = new Map<number, { clock: number; len: number }[]>();
  for (const [client, clock, len] of ranges) deletes.set(client, [...(deletes.get(client) ?? []), { clock, len }]);
  return { structs: [], deletes } as unknown as Reading;
};

const kept = (client: number, clock: number, length: number): CommentWrite =>
  ({ kind: 'delete', key: 'k', client, clock, length }) as unknown as CommentWrite;

const rangesOf = (update: Uint8Array) => {
  const { ds } = Y.decodeUpdate(update);
  return [...ds.clients].flatMap(([client, all]) => all.map(({ clock, len }) => [client, clock, len]));
};

test('what is deleted of others stays, and the rest of a range goes', () => {
  const { update } = withoutComments(
    deleting([
      [1, 0, 10],
      [1, 5, 10],
      [2, 0, 3],
    ]),
    [kept(1, 4, 2), kept(1, 14, 3), kept(3, 0, 9)],
  );
  expect(rangesOf(update).sort()).toEqual([
    [1, 0, 4],
    [1, 6, 8],
    [2, 0, 3],
  ]);
});

test('many ranges and many comments cost what they are, not one times the other', () => {
  const ranges = [[7, 0, 40_000] as const, ...Array.from({ length: 16_000 }, (_, i) => [9, 2 * i, 1] as const)];
  const writes = Array.from({ length: 20_000 }, (_, i) => kept(i % 2 === 0 ? 7 : 9, 2 * i + 1, 1));
  const reading = deleting([]);
  (reading.deletes as Map<number, unknown>).set(7, [{ clock: 0, len: 40_000 }]);
  (reading.deletes as Map<number, unknown>).set(
    9,
    ranges.slice(1).map(([, clock, len]) => ({ clock, len })),
  );
  const begun = process.threadCpuUsage();
  withoutComments(reading, writes);
  const { user, system } = process.threadCpuUsage(begun);
  // One times the other is 320 million steps: seconds.
  expect((user + system) / 1_000).toBeLessThan(400);
});
