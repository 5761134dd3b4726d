import type * as zlib from 'node:zlib';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { HistoryAges } from '../src/stores/history.ts';
import { pastState, pastStateInThread } from '../src/stores/past-state.ts';
import { checksum } from '../src/stores/rows.ts';
import { openedPiece, packedPiece } from '../src/stores/segments.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteHistory } from '../src/stores/sqlite/history.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { quarantineWriter } from '../src/stores/sqlite/quarantine.ts';
import { createSnapshots } from '../src/stores/sqlite/snapshots.ts';
import { updateRows } from '../src/stores/sqlite/update-rows.ts';
import { allOf, appendTo } from './support/history-contract.ts';
import { afterThis } from './support/server.ts';
import { updatesOf } from './support/store-contract.ts';

/** How many streams of zlib are open, and were at most since that was set to 0. */
const streams = vi.hoisted(() => ({ open: 0, most: 0 }));
vi.mock('node:zlib', async (load) => {
  const real = await load<typeof zlib>();
  type Work = (data: Uint8Array, options: object, done: (...answer: unknown[]) => void) => void;
  const counted =
    (work: Work): Work =>
    (data, options, done) => {
      streams.most = Math.max(streams.most, ++streams.open);
      work(data, options, (...answer) => {
        streams.open--;
        done(...answer);
      });
    };
  const names = ['zstdCompress', 'zstdDecompress', 'deflateRaw', 'inflateRaw'] as const;
  return { ...real, ...Object.fromEntries(names.map((name) => [name, counted(real[name] as Work)])) };
});

const dayMs = 24 * 60 * 60_000;

/** A store to which some updates were appended ten at a time, compacted after each, so much time (ms) apart. */
const compacted = async (count: number, apart = 0) => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  const clock = { now: 1_000 * dayMs };
  const now = () => clock.now;
  const store = sqliteStore(database, now);
  const updates = updatesOf(count);
  for (let from = 0; from < count; from += 10) {
    await appendTo(store, 'b', updates.slice(from, from + 10));
    await store.compact('b');
    clock.now += apart;
  }
  return { database, store, clock, now };
};

const numbersTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const numbersOf = async (store: ReturnType<typeof sqliteStore>) => (await allOf(store, 'b')).map(({ seq }) => seq);

const sweepAll = async ({ sweep }: Pick<ReturnType<typeof sqliteStore>['history'], 'sweep'>, ages: HistoryAges) => {
  for await (const _ of sweep(ages));
};

test('nothing is forgotten while too many ask what the board was', async () => {
  const { store, clock } = await compacted(110, dayMs);
  const ages = { now: clock.now, before: clock.now - 4.5 * dayMs, bytes: 1e9 };
  const asked = Array.from({ length: 20 }, () => store.history.stateAt('b', 15));
  const answers = Promise.allSettled(asked);
  await sweepAll(store.history, ages);
  expect((await answers).map(({ status }) => status)).toContain('rejected');
  expect(await numbersOf(store)).toEqual(numbersTo(110));
  await sweepAll(store.history, ages);
  expect((await numbersOf(store))[0]).toBe(71);
});

test('a piece that grows while it is to be forgotten stays until the next time', async () => {
  const { database, store, now } = await compacted(40);
  database.exec("CREATE TRIGGER refuse BEFORE DELETE ON updates BEGIN SELECT RAISE(ABORT, 'cut') ; END");
  await appendTo(store, 'b', updatesOf(10, 'm'));
  // The snapshot behind the newest piece is gone now, and the piece is what it was.
  await expect(store.compact('b')).rejects.toThrow('cut');
  database.exec('DROP TRIGGER refuse');
  const parts = {
    snapshots: createSnapshots(database, now),
    updates: updateRows(database),
    quarantine: quarantineWriter(database, now),
  };
  const history = sqliteHistory({
    ...parts,
    database,
    now,
    async make(made) {
      await history.take('b', 40);
      return pastState(made);
    },
  });
  const ages = { now: now(), before: now() + 2 * dayMs, bytes: 1e9 };
  await sweepAll(history.past, ages);
  expect(await numbersOf(store)).toEqual(numbersTo(50));
  await sweepAll(history.past, ages);
  expect(await numbersOf(store)).toEqual([41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
});

test('a piece that is not read as it was written is not kept', async () => {
  const [one = new Uint8Array(), two = new Uint8Array()] = updatesOf(2);
  const falling = [
    { seq: 5, update: one, by: 'ann', at: 1 },
    { seq: 3, update: two, by: 'ann', at: 2 },
  ];
  await expect(packedPiece(falling)).rejects.toThrow('cannot be read');
});

test('a piece that cannot be opened is set aside, and what comes next begins a new one', async () => {
  const { database, store } = await compacted(30);
  const none = Uint8Array.of(2, 1, 1);
  database.prepare('UPDATE history_segments SET data = ?, sum = ?').run(none, checksum(none));
  await appendTo(store, 'b', updatesOf(10, 'm'));
  await store.compact('b');
  const { updates, damaged } = await store.history.read('b', 0);
  expect([updates[0]?.seq, damaged]).toEqual([21, 1]);
  expect(await numbersOf(store)).toEqual(numbersTo(40).slice(20));
});

/** An update with a long text under each of many keys, all of which have columns of their own. */
const withManyKeys = (): readonly Uint8Array[] => {
  const doc = new Y.Doc();
  const text = (i: number) => Array.from({ length: 300 }, (_, n) => `${i}-${n * 7919}`).join();
  doc.getMap('el').set('e', Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, text(i)])));
  return [Y.encodeStateAsUpdate(doc)];
};

const numbered = (updates: readonly Uint8Array[]) =>
  updates.map((update, i) => ({ seq: i + 1, update, by: 'ann', at: 1_000 + i }));

test('a few columns of a piece are worked on at a time', async () => {
  const updates = numbered(withManyKeys());
  streams.most = 0;
  const piece = await packedPiece(updates);
  // Each is compressed in two ways.
  expect([streams.most > 2, streams.most <= 16]).toEqual([true, true]);
  streams.most = 0;
  expect(await openedPiece(piece)).toEqual(updates);
  expect([streams.most > 1, streams.most <= 8]).toEqual([true, true]);
});

test('what a few bytes of a piece become is made in a thread', async () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < 8; i++) doc.getMap('el').set(`k${i}`, new Uint8Array(64 * 1_024));
  const segment = await packedPiece(numbered(updates));
  expect(segment.length).toBeLessThan(16 * 1_024);
  const raw = updates.reduce((sum, { length }) => sum + length, 0);
  const state = await pastStateInThread({
    start: undefined,
    segments: [segment],
    raw,
    tail: [],
    upto: 8,
    unchecked: 0,
  });
  const made = new Y.Doc();
  Y.applyUpdate(made, state);
  expect(made.getMap('el').size).toBe(8);
  // Given to the thread.
  expect(segment.length).toBe(0);
});

test('a piece has so many updates at most, however small they are', async () => {
  const { database, store } = await compacted(0);
  const updates = updatesOf(3_000);
  for (let from = 0; from < updates.length; from += 500) {
    await appendTo(store, 'b', updates.slice(from, from + 500));
    await store.compact('b');
  }
  const pieces = database.prepare('SELECT first, last FROM history_segments ORDER BY first').all();
  expect(pieces.map(({ first, last }) => [first, last])).toEqual([
    [1, 2_000],
    [2_001, 2_500],
  ]);
});
