import { expect, test } from 'vitest';
import type { History, LoggedUpdate } from '../stores/history.ts';
import { systemTimers } from '../timers.ts';
import { versionAuthors } from './version-authors.ts';

/** A board of which each update is a piece of its own, by the person its number names. */
const storeOf = (count: number, by: (seq: number) => string) => {
  const reads: number[] = [];
  const read: History['read'] = async (_board, after) => {
    reads.push(after);
    const update: LoggedUpdate = { seq: after + 1, at: 0, by: by(after + 1), update: new Uint8Array() };
    return { updates: after < count ? [update] : [], damaged: after === 3 ? 1 : 0 };
  };
  return { reads, store: { history: { read } } as unknown as Parameters<typeof versionAuthors>[0]['store'] };
};

const finder = ({ store }: ReturnType<typeof storeOf>, damaged: (board: string, records: number) => void = () => {}) =>
  versionAuthors({ store, timers: systemTimers, damaged });

test('what is too much for one list is found out list by list, and never read twice', async () => {
  const board = storeOf(60, (seq) => (seq > 50 ? 'late' : 'early'));
  const find = finder(board);
  const first = find('b');
  expect(await first({ after: 50, upto: 60 })).toEqual(['late']);
  expect(await first({ after: 0, upto: 50 })).toBeUndefined();
  expect(board.reads).toHaveLength(24);
  expect(await first({ after: 50, upto: 60 })).toEqual(['late']);
  expect(board.reads).toHaveLength(24);
  await find('b')({ after: 0, upto: 50 });
  expect(await find('b')({ after: 0, upto: 50 })).toEqual(['early']);
  expect(new Set(board.reads).size).toBe(board.reads.length);
});

test('nobody is read for who is not named any more, and what is gone is passed over', async () => {
  const many = storeOf(1_000, (seq) => `p${seq}`);
  expect(await finder(many)('b')({ after: 0, upto: 20 })).toHaveLength(20);
  const told: unknown[] = [];
  const short = storeOf(4, () => 'ann');
  expect(await finder(short, (...args) => told.push(args))('b')({ after: 2, upto: 9 })).toEqual(['ann']);
  expect(told).toEqual([['b', 1]]);
});
