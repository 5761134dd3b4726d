import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { seededInk } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type LoggedUpdate, type Moment, momentMs, thinned } from '../src/stores/history.ts';
import { dueUpTo } from '../src/stores/history-pieces.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { openedPiece, openedPieceNow, packedPiece } from '../src/stores/segments.ts';
import { openDatabase, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { inspect, isSound } from '../src/stores/sqlite/inspect.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteOperations } from '../src/stores/sqlite/operations.ts';
import { faultyStore } from './support/faulty.ts';
import { allOf, appendTo, historyContract, leadingTo } from './support/history-contract.ts';
import { memoryStore } from './support/memory-store.ts';
import { newDatabase } from './support/postgres.ts';
import { afterThis, newFolder } from './support/server.ts';
import { stored, updatesOf } from './support/store-contract.ts';

const temporary = () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  return database;
};

historyContract('memory', memoryStore);
historyContract('SQLite', () => sqliteStore(temporary()));
historyContract('PostgreSQL', async () => postgresStore(await newDatabase()));
historyContract('faulty (while it works)', () => faultyStore(memoryStore()).store);

const dayMs = 24 * 60 * 60_000;
const plenty = { versions: 10, bytes: 1e9 };

/** A store with some history, of so many pieces of ten updates, a day apart, and what was written. */
const withPieces = async (pieces: number, database = temporary()) => {
  const clock = { now: 1_000 * dayMs };
  const store = sqliteStore(database, () => clock.now);
  const updates = updatesOf((pieces + 1) * 10);
  for (let from = 0; from < updates.length; from += 10) {
    await appendTo(store, 'b', updates.slice(from, from + 10));
    await store.compact('b');
    clock.now += dayMs;
  }
  const count = (table: string): unknown => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
  return { database, store, updates, clock, count };
};

const sweepAll = async (store: ReturnType<typeof sqliteStore>, ages: Parameters<typeof store.history.sweep>[0]) => {
  const boards: string[] = [];
  for await (const board of store.history.sweep(ages)) boards.push(board);
  return boards;
};

describe('history in SQLite', () => {
  test('leaves the log as short as it was', async () => {
    const { count } = await withPieces(4);
    expect([count('snapshots'), count('updates'), count('history_segments')]).toEqual([2, 10, 4]);
  });

  test('loses nothing where moving it fails in between, and moves it the next time', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    const updates = updatesOf(40);
    await appendTo(store, 'b', updates.slice(0, 10));
    await store.compact('b');
    await appendTo(store, 'b', updates.slice(10, 20));
    database.exec("CREATE TRIGGER refuse BEFORE DELETE ON updates BEGIN SELECT RAISE(ABORT, 'cut') ; END");
    await expect(store.compact('b')).rejects.toThrow('cut');
    expect(leadingTo((await allOf(store, 'b')).map(({ update }) => update))).toEqual(await stored(store, 'b'));
    expect(database.prepare('SELECT count(*) AS n FROM history_segments').get()).toEqual({ n: 0 });
    database.exec('DROP TRIGGER refuse');
    await appendTo(store, 'b', updates.slice(20, 30));
    await store.compact('b');
    await appendTo(store, 'b', updates.slice(30));
    expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1));
    expect(database.prepare('SELECT min(seq) AS seq FROM updates').get()).toEqual({ seq: 21 });
  });

  test('is there after the file is closed and opened again, and what was never finished is gone', async () => {
    const folder = newFolder();
    const first = openDatabase(folder);
    const { updates } = await withPieces(3, first.database);
    first.database.exec("INSERT INTO kept_state_parts (board, id, part, data) VALUES ('b', 'torn', 0, x'00')");
    first.close();
    const second = openDatabase(folder);
    afterThis(second.close);
    expect(await allOf(sqliteStore(second.database), 'b')).toHaveLength(updates.length);
    expect(second.database.prepare('SELECT count(*) AS n FROM kept_state_parts').get()).toEqual({ n: 0 });
  });

  test('sets a damaged piece aside, tells of it, and goes on behind it', async () => {
    const { database, store } = await withPieces(4);
    database.exec('UPDATE history_segments SET data = zeroblob(length(data)) WHERE first = 11');
    expect(isSound(inspect(database))).toBe(false);
    expect((await store.history.read('b', 0)).updates.at(-1)?.seq).toBe(10);
    const { updates, damaged } = await store.history.read('b', 10);
    expect([updates[0]?.seq, damaged]).toEqual([21, 1]);
    expect((await store.history.read('b', 10)).damaged).toBe(0);
    expect(await sqliteOperations(database).quarantined('b')).toMatchObject([
      { kind: 'history', reason: 'damaged', seq: 11 },
    ]);
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(50);
    expect(isSound(inspect(database))).toBe(true);
  });

  test('is looked at by those who verify, named versions too', async () => {
    const { database, store, updates } = await withPieces(2);
    const version = { id: 'x', name: 'x', seq: 15, at: 1, by: 'ann' };
    await store.history.keep('b', version, Y.mergeUpdates(updates.slice(0, 15)), plenty);
    expect(inspect(database)).toMatchObject({ history: { segments: 2, versions: 1, damaged: [] } });
    database.exec('UPDATE kept_state_parts SET data = zeroblob(length(data))');
    expect(isSound(inspect(database))).toBe(false);
    expect(await store.history.stateOf('b', 'x')).toBeUndefined();
  });

  test('forgets what is too old, goes on from what the board was then, and leaves named versions', async () => {
    const { store, updates, clock, count } = await withPieces(10);
    const early = (await store.history.stateAt('b', 15)) ?? new Uint8Array();
    await store.history.keep('b', { id: 'x', name: 'x', seq: 15, at: 1, by: 'ann' }, early, plenty);
    const ages = { now: clock.now, before: clock.now - 4.5 * dayMs, bytes: 1e9 };
    expect(await sweepAll(store, ages)).toEqual(['b']);
    const { first, head } = await store.history.span('b');
    expect([first, head, count('history_segments')]).toEqual([71, 110, 3]);
    const base = (await store.history.stateAt('b', 70)) ?? new Uint8Array();
    expect(leadingTo([base])).toEqual(leadingTo(updates.slice(0, 70)));
    const all = await allOf(store, 'b');
    expect(leadingTo([base, ...all.map(({ update }) => update)])).toEqual(await stored(store, 'b'));
    // What is in between is gone, and not made up.
    expect(await store.history.stateAt('b', 40)).toBeUndefined();
    expect(leadingTo([(await store.history.stateOf('b', 'x')) ?? new Uint8Array()])).toEqual(
      leadingTo(updates.slice(0, 15)),
    );
    expect((await store.history.moments('b')).map(({ seq }) => seq)).toEqual([80, 90, 100, 110]);
    // The next time there is one base again, and nothing to do before it is due.
    expect(await sweepAll(store, ages)).toEqual(['b']);
    expect(count('kept_states WHERE name IS NULL')).toBe(1);
    await sweepAll(store, { ...ages, before: clock.now + 9 * dayMs });
    expect([count('history_segments'), count('kept_states WHERE name IS NULL')]).toEqual([0, 0]);
    const rest = await store.history.span('b');
    const begin = (await store.history.stateAt('b', rest.first - 1)) ?? new Uint8Array();
    expect(leadingTo([begin, ...(await allOf(store, 'b')).map(({ update }) => update)])).toEqual(
      await stored(store, 'b'),
    );
  });

  test('forgets the oldest of what is too much', async () => {
    const { database, store, clock } = await withPieces(8);
    const size = Number(database.prepare('SELECT sum(size) AS n FROM history_segments').get()?.['n']);
    await sweepAll(store, { now: clock.now, before: 0, bytes: Math.floor(size / 2) });
    const left = Number(database.prepare('SELECT sum(size) AS n FROM history_segments').get()?.['n']);
    expect(left).toBeLessThanOrEqual(size / 2);
    expect(left).toBeGreaterThan(0);
    const { first } = await store.history.span('b');
    const base = (await store.history.stateAt('b', first - 1)) ?? new Uint8Array();
    expect(leadingTo([base, ...(await allOf(store, 'b')).map(({ update }) => update)])).toEqual(
      await stored(store, 'b'),
    );
  });

  test('of a board an older version kept begins where that left off', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    const updates = updatesOf(60);
    await appendTo(store, 'b', updates.slice(0, 20));
    await store.compact('b');
    await appendTo(store, 'b', updates.slice(20, 30));
    // What the step to the fifth version writes.
    database.exec("DELETE FROM updates WHERE seq <= 20; INSERT INTO unchecked (board, upto) VALUES ('b', 30)");
    expect(await store.history.span('b')).toEqual({ first: 31, head: 30 });
    for (let from = 30; from < 60; from += 10) {
      await appendTo(store, 'b', updates.slice(from, from + 10));
      await store.compact('b');
      const base = (await store.history.stateAt('b', 30)) ?? new Uint8Array();
      expect(leadingTo([base])).toEqual(leadingTo(updates.slice(0, 30)));
      const all = await allOf(store, 'b');
      expect(all[0]?.seq).toBe(31);
      expect(leadingTo([base, ...all.map(({ update }) => update)])).toEqual(await stored(store, 'b'));
    }
  });

  test('does not bring a board back that was removed while a version of it was kept', async () => {
    const { store, count } = await withPieces(2);
    const state = (await store.history.stateAt('b', 15)) ?? new Uint8Array();
    const keeping = store.history.keep('b', { id: 'x', name: 'x', seq: 15, at: 1, by: 'ann' }, state, plenty);
    await store.remove('b');
    expect(await keeping).toBeUndefined();
    expect([count('kept_states'), count('kept_state_parts'), count('history_segments')]).toEqual([0, 0, 0]);
  });

  test('takes less than a third of what was drawn', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    const doc = createBoardDoc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const board = openBoard(doc);
    for (const { x, y, points } of seededInk(7, 2_000))
      board.edit((edit) => edit.add({ kind: 'stroke', x, y, points }));
    for (let from = 0; from < updates.length; from += 250) {
      await appendTo(store, 'b', updates.slice(from, from + 250));
      await store.compact('b');
    }
    await appendTo(store, 'b', updatesOf(1));
    await store.compact('b');
    const size = Number(database.prepare('SELECT sum(size) AS n FROM history_segments').get()?.['n']);
    expect(size / Y.encodeStateAsUpdate(doc).length).toBeLessThan(1 / 3);
    // Eight times a little was moved.
    expect(database.prepare('SELECT count(*) AS n, sum(raw) AS raw FROM history_segments').get()).toEqual({
      n: 1,
      raw: updates.reduce((sum, { length }) => sum + length, 0),
    });
    expect((await allOf(store, 'b')).map(({ update }) => [...update]).slice(0, -1)).toEqual(
      updates.map((update) => [...update]),
    );
  });

  test('small pieces become one unless they are far apart or damaged', async () => {
    const { database, store, clock, count } = await withPieces(2);
    const more = updatesOf(40, 'm');
    for (let from = 0; from < more.length; from += 10) {
      await appendTo(store, 'b', more.slice(from, from + 10));
      await store.compact('b');
      clock.now += 60_000;
    }
    // A day lies between each of the first three; the last ten are still in the log.
    expect(count('history_segments')).toBe(4);
    const [damaged] = database.prepare('SELECT max(first) AS first FROM history_segments').all();
    database.exec(
      `UPDATE history_segments SET data = zeroblob(length(data)) WHERE first = ${Number(damaged?.['first'])}`,
    );
    await appendTo(store, 'b', updatesOf(1, 'n'));
    await store.compact('b');
    expect(count('history_segments')).toBe(5);
    expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual([
      ...Array.from({ length: 30 }, (_, i) => i + 1),
      ...Array.from({ length: 11 }, (_, i) => i + 61),
    ]);
  });
});

describe('moments', () => {
  const moment = (seq: number, at: number): Moment => ({ seq, at, by: 'ann' });
  const now = 1_000 * dayMs + dayMs / 2;

  test('are all there for an hour, hourly for a day and daily before that, each the last of its time', () => {
    const moments = Array.from({ length: 4_000 }, (_, i) => moment(i + 1, now - (3_999 - i) * momentMs));
    const kept = thinned(moments, now);
    expect(kept.at(-1)).toEqual(moments.at(-1));
    expect(kept.map(({ seq }) => seq)).toEqual([...kept.map(({ seq }) => seq)].sort((a, b) => a - b));
    const agesOf = (least: number, most: number) =>
      kept.filter(({ at }) => now - at >= least && now - at < most).length;
    expect([agesOf(0, 60 * 60_000), agesOf(60 * 60_000, dayMs), agesOf(dayMs, 20 * dayMs)]).toEqual([12, 24, 14]);
    expect(thinned(kept, now)).toEqual(kept);
  });

  test('that are the only one of their day stay', () => {
    const days = [moment(1, now - 80 * dayMs), moment(2, now - 30 * dayMs), moment(3, now - 1)];
    expect(thinned(days, now)).toEqual(days);
  });
});

test('pieces are due when they are too old or too much, some at a time', () => {
  const size = (last: number, ended: number, bytes = 10) => ({ last, ended, raw: bytes * 2, size: bytes });
  const sizes = [size(10, 1 * dayMs), size(20, 2 * dayMs), size(30, 3 * dayMs)];
  const ages = { now: 0, before: 0, bytes: 1_000 };
  expect(dueUpTo([], ages)).toBeUndefined();
  expect(dueUpTo(sizes, ages)).toBeUndefined();
  expect(dueUpTo(sizes, { ...ages, before: 2 * dayMs })).toBeUndefined();
  expect(dueUpTo(sizes, { ...ages, before: 2.5 * dayMs })).toBe(20);
  expect(dueUpTo(sizes, { ...ages, bytes: 25 })).toBe(10);
  // What is packed very tightly counts by what it becomes.
  expect(
    dueUpTo(
      sizes.map((one) => ({ ...one, raw: 1_000 })),
      { ...ages, bytes: 700 },
    ),
  ).toBe(10);
});

const written = (updates: readonly Uint8Array[]) =>
  updates.map((update, i) => ({ seq: i * 3 + 1, update, by: i % 2 ? 'ann' : 'bob', at: 1_000 - i }));

test('a piece is read as it was written', async () => {
  for (const updates of [updatesOf(5), [...updatesOf(3), Uint8Array.of(9)], [new Uint8Array()]]) {
    const piece = await packedPiece(written(updates));
    expect(await openedPiece(piece)).toEqual(written(updates));
    expect(openedPieceNow(piece)).toEqual(written(updates));
  }
});

test('a piece of an older version is read', async () => {
  const piece = Buffer.from(
    'KLUv/QBgkQEAAQIDYW5uA2JvYgIDqA8ADwFBAQ8BAQcAKAECZWwBYQF9AQABAQcBKAECZWwBYgF9AgA=',
    'base64',
  );
  const updates = [
    { seq: 3, at: 1_000, by: 'ann', update: new Uint8Array(Buffer.from('AQEHACgBAmVsAWEBfQEA', 'base64')) },
    { seq: 4, at: 999, by: 'bob', update: new Uint8Array(Buffer.from('AQEHASgBAmVsAWIBfQIA', 'base64')) },
  ];
  const plain = (read: readonly LoggedUpdate[]) =>
    read.map(({ update, ...rest }) => ({ ...rest, update: new Uint8Array(update) }));
  expect(plain(await openedPiece(piece))).toEqual(updates);
  expect(plain(openedPieceNow(piece))).toEqual(updates);
});

test('a piece that is cut off or changed is refused or read, and never more than it says', async () => {
  const piece = await packedPiece(written(updatesOf(200)));
  const tries = Array.from({ length: 120 }, (_, i) => {
    const at = (i * 7919) % piece.length;
    return i % 2 === 0 ? piece.subarray(0, at) : piece.with(at, (piece[at] ?? 0) ^ 0x55);
  });
  for (const changed of tries) {
    const read = await openedPiece(changed).catch(() => []);
    expect(read.length).toBeLessThanOrEqual(200);
  }
});
