import { limits, summaryOf, unbounded } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createHeap } from '../../quotas/heap.ts';
import { createReplica } from '../replica/replica.ts';
import { createCapacity } from './capacity.ts';

const MiB = 1024 * 1024;
const boardFull = expect.objectContaining({ code: 'BOARD_FULL' });
/** What one edit brings: its bytes and its structs. */
const edit = (): readonly [bytes: number, structs: number] => {
  const doc = new Y.Doc();
  doc.getMap('ov').set('a:x', 1);
  const update = Y.encodeStateAsUpdate(doc);
  return [update.length, summaryOf(update, unbounded).structs];
};

const board = (has: number) => {
  const board = { structs: has, counted: 0 };
  const replica = {
    ...createReplica(),
    structs: () => {
      board.counted++;
      return board.structs;
    },
  };
  const heap = createHeap({ statistics: () => ({ used_heap_size: MiB, heap_size_limit: 100_000 * MiB }) });
  return { board, capacity: createCapacity(replica, { admit: () => {}, grew: () => {} }, heap) };
};

test('a board of as many structs as it may have takes nothing that adds, and everything that deletes', () => {
  const { board: has, capacity } = board(limits.boardStructs);
  expect(() => capacity.check(...edit(), true)).toThrow(boardFull);
  expect(() => capacity.checkWhole(1)).toThrow(boardFull);
  expect(() => capacity.check(...edit(), false)).not.toThrow();
  expect(() => capacity.checkWhole(0)).not.toThrow();
  has.structs -= 10;
  expect(() => capacity.check(...edit(), true)).not.toThrow();
  expect(() => capacity.checkWhole(10)).not.toThrow();
});

test('structs are not counted again for each edit', () => {
  const { board: has, capacity } = board(1_000);
  for (let i = 0; i < 1_000; i++) {
    capacity.check(...edit(), true);
    capacity.grew(30, false);
  }
  expect(has.counted).toBe(1);
});

test('the last of the room is found by counting, not by bytes', () => {
  const { capacity } = board(limits.boardStructs - 1);
  for (let i = 0; i < 3; i++) expect(() => capacity.check(...edit(), true)).not.toThrow();
});
