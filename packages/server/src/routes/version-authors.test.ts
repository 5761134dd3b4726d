import { expect, test } from 'vitest';
import type { History, LoggedUpdate } from '../stores/history.ts';
import { systemTimers } from '../timers.ts';
import { versionAuthors } from './version-authors.ts';

/** A board whose updates come so many in a piece, by the person each number names. */
const storeOf = (count: number, by: (seq: number) => string, inPiece = 1) => {
  const reads: number[] = [];
  const read: History['read'] = async (_board, after) => {
    reads.push(after);
    const last = Math.min(count, (Math.floor(after / inPiece) + 1) * inPiece);
    const updates = Array.from({ length: Math.max(0, last - after) }, (_, i): LoggedUpdate => {
      const seq = after + 1 + i;
      return { seq, at: 0, by: by(seq), update: new Uint8Array() };
    });
    return { updates, damaged: after === 3 ? 1 : 0 };
  };
  return { reads, store: { history: { read } } as unknown as Parameters<typeof versionAuthors>[0]['store'] };
};

const finder = ({ store }: ReturnType<typeof storeOf>, damaged: (board: string, records: number) => void = () => {}) =>
  versionAuthors({ store, timers: systemTimers, damaged });

test('what is too much for one list is found out list by list, and never read twice', async () => {
  const board = storeOf(60, (seq) => (seq > 50 ? 'late' : 'early'));
  const find = finder(board);
  // More spans than are gone through at once: those that are newest are known first.
  const newest = Array.from({ length: 16 }, (_, i) => ({ after: 59 - i, upto: 60 - i }));
  const spans = [...newest, { after: 0, upto: 44 }];
  const first = await find('b', spans);
  expect(first.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => ['late']));
  expect(first.at(-1)).toBeUndefined();
  expect(board.reads).toHaveLength(24);
  await find('b', spans);
  expect((await find('b', spans)).at(-1)).toEqual(['early']);
  expect(new Set(board.reads).size).toBe(board.reads.length);
});

test('a piece is read once for all versions in it, also for two of one moment', async () => {
  const board = storeOf(100, (seq) => (seq % 20 === 0 ? 'ben' : 'ann'), 100);
  const spans = Array.from({ length: 10 }, (_, i) => ({ after: 90 - 10 * i, upto: 100 - 10 * i }));
  const all = await finder(board)('b', [...spans.slice(0, 1), ...spans]);
  expect(all.slice(0, 3)).toEqual([['ann', 'ben'], ['ann', 'ben'], ['ann']]);
  expect(board.reads).toEqual([0]);
});

test('nobody is named who is too much for a row, and what is gone is passed over', async () => {
  const many = storeOf(1_000, (seq) => `p${seq}`, 100);
  expect((await finder(many)('b', [{ after: 0, upto: 400 }]))[0]).toHaveLength(32);
  const told: unknown[] = [];
  const short = storeOf(4, () => 'ann');
  expect(await finder(short, (...args) => told.push(args))('b', [{ after: 2, upto: 9 }])).toEqual([['ann']]);
  expect(told).toEqual([['b', 1]]);
  expect(await finder(short)('b', [])).toEqual([]);
});
