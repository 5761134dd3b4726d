import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { integer } from '../src/stores/rows.ts';
import { type Database, openDatabase, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { inspect, isSound } from '../src/stores/sqlite/inspect.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { longestTurn } from './support/longest-turn.ts';
import { afterThis, newFolder } from './support/server.ts';
import { stored, updatesOf } from './support/store-contract.ts';

const MiB = 1024 * 1024;

/** A board of so many MiB, made of points. */
const large = (mib: number): Uint8Array => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < mib * 16; i++) {
      doc.getMap('el').set(`el-${i}`, i);
      doc.getMap('ov').set(`el-${i}:p`, new Uint8Array(MiB / 16).fill(i));
    }
  });
  return Y.encodeStateAsUpdate(doc);
};

const opened = (): Database => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  return database;
};
const count = (database: Database, table: string): number =>
  integer(database.prepare(`SELECT count(*) AS n FROM ${table}`).get() ?? {}, 'n');
const append = (store: ReturnType<typeof sqliteStore>, updates: readonly Uint8Array[]) =>
  store.append(updates.map((update) => ({ board: 'b', update, by: 'ann' })));

describe('a large board', () => {
  test('is copied, loaded and compacted in turns that keep nobody waiting', async () => {
    const { database, close } = openDatabase(newFolder());
    afterThis(close);
    const store = sqliteStore(database);
    const state = large(32);
    const turns = {
      begin: await longestTurn(() => store.begin('b', { whole: state }, 'ann')),
      load: 0,
      compact: 0,
    };
    let parts: readonly Uint8Array[] = [];
    turns.load = await longestTurn(async () => {
      ({ parts } = await store.load('b'));
    });
    expect(Buffer.compare(parts[0] ?? new Uint8Array(), state)).toBe(0);
    await append(store, updatesOf(3));
    turns.compact = await longestTurn(() => store.compact('b'));
    expect(turns.begin).toBeLessThan(50);
    expect(turns.load).toBeLessThan(50);
    expect(turns.compact).toBeLessThan(50);
    expect(await store.size('b')).toBeGreaterThan(32 * MiB);
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(32 * 16 + 3);
  }, 60_000);

  test('has a past that is moved, read and made again in turns that keep nobody waiting', async () => {
    const { database, close } = openDatabase(newFolder());
    afterThis(close);
    const store = sqliteStore(database);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let i = 0; i < 2_000; i++) doc.getMap('ov').set(`el-${i}:p`, new Uint8Array(randomBytes(2_048)));
    for (const from of [0, 1_000]) {
      await append(store, updates.slice(from, from + 1_000));
      await store.compact('b');
    }
    await append(store, updatesOf(3));
    const turns = {
      compact: await longestTurn(() => store.compact('b')),
      read: await longestTurn(async () => {
        for (let after = 0; after < 2_000; )
          after = (await store.history.read('b', after)).updates.at(-1)?.seq ?? 2_000;
      }),
      moments: await longestTurn(() => store.history.moments('b')),
      state: 0,
      keep: 0,
    };
    let state: Uint8Array | undefined;
    turns.state = await longestTurn(async () => {
      state = await store.history.stateAt('b', 1_500);
    });
    const version = { id: 'v', name: 'v', seq: 1_500, at: 1, by: 'ann' };
    turns.keep = await longestTurn(() =>
      store.history.keep('b', version, state ?? new Uint8Array(), { versions: 1, bytes: 1e9 }),
    );
    for (const turn of Object.values(turns)) expect(turn).toBeLessThan(50);
  }, 60_000);

  test('is compacted again and again without leaving anything behind, and is sound for whoever verifies it', async () => {
    const database = opened();
    const store = sqliteStore(database);
    await store.begin('b', { whole: large(3) }, 'ann');
    for (const round of ['a', 'b', 'c', 'd']) {
      await append(store, updatesOf(3, round));
      expect(await store.compact('b')).toBe(true);
    }
    expect([count(database, 'snapshots'), count(database, 'snapshot_parts')]).toEqual([2, 8]);
    const report = inspect(database);
    expect(isSound(report)).toBe(true);
    expect(report.boards[0]?.bytes).toBeGreaterThan(6 * MiB);
    expect((await store.load('b')).vector).toBeDefined();
    await store.remove('b');
    expect([count(database, 'snapshots'), count(database, 'snapshot_parts')]).toEqual([0, 0]);
  });

  test.each([
    [
      'changed',
      'UPDATE snapshot_parts SET data = zeroblob(length(data)) WHERE part = 1 AND upto = (SELECT max(upto) FROM snapshots)',
    ],
    ['missing', 'DELETE FROM snapshot_parts WHERE part = 1 AND upto = (SELECT max(upto) FROM snapshots)'],
  ])('of which a part is %s is what it was, from the snapshot before and the updates since', async (_what, damage) => {
    const database = opened();
    const store = sqliteStore(database);
    await store.begin('b', { whole: large(3) }, 'ann');
    await append(store, updatesOf(5));
    await store.compact('b');
    const before = await stored(store, 'b');
    database.exec(damage);
    expect(isSound(inspect(database))).toBe(false);
    expect((await store.load('b')).damaged).toBe(1);
    expect(await stored(store, 'b')).toEqual(before);
    expect([count(database, 'quarantine'), count(database, 'snapshot_parts')]).toEqual([1, 4]);
  });

  test('that is read while it is compacted twice is read whole', async () => {
    const store = sqliteStore(opened());
    await store.begin('b', { whole: large(8) }, 'ann');
    const readings: Promise<Record<string, unknown>>[] = [];
    for (const round of ['a', 'b', 'c']) {
      await append(store, updatesOf(2, round));
      readings.push(stored(store, 'b'));
      await Promise.all([store.compact('b'), store.compact('b')]);
    }
    const keys = (await Promise.all(readings)).map((board) => Object.keys(board).length - 8 * 16);
    for (const [i, more] of keys.entries()) expect(more).toBeGreaterThanOrEqual(2 * (i + 1));
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(8 * 16 + 6);
  });

  test('loses nothing that is stored while its parts are written, and stays removed when it is removed then', async () => {
    const database = opened();
    const store = sqliteStore(database);
    await store.begin('b', { whole: large(6) }, 'ann');
    await append(store, updatesOf(2, 'a'));
    const compaction = store.compact('b');
    const isWritten = (): boolean => count(database, 'snapshot_parts') > 8;
    while (!isWritten()) await new Promise((resolve) => setImmediate(resolve));
    await append(store, updatesOf(2, 'b'));
    expect(await compaction).toBe(true);
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(6 * 16 + 4);

    await append(store, updatesOf(2, 'c'));
    const again = store.compact('b');
    const parts = count(database, 'snapshot_parts');
    while (count(database, 'snapshot_parts') === parts) await new Promise((resolve) => setImmediate(resolve));
    await store.remove('b');
    expect(await again).toBe(false);
    expect((await store.load('b')).parts).toEqual([]);
    expect(count(database, 'snapshot_parts')).toBe(0);
  });

  test('whose parts were being written when the process ended leaves nothing of them', async () => {
    const folder = newFolder();
    const first = openDatabase(folder);
    const store = sqliteStore(first.database);
    await store.begin('b', { whole: large(3) }, 'ann');
    await append(store, updatesOf(2));
    first.database.exec(
      'INSERT INTO snapshot_parts (board, upto, part, data) SELECT board, upto + 2, part, data FROM snapshot_parts',
    );
    first.close();
    const second = openDatabase(folder);
    afterThis(second.close);
    expect(count(second.database, 'snapshot_parts')).toBe(4);
    expect(Object.keys(await stored(sqliteStore(second.database), 'b'))).toHaveLength(3 * 16 + 2);
  });
});
