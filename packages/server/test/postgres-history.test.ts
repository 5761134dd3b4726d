import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { HistoryAges } from '../src/stores/history.ts';
import { baseId } from '../src/stores/history-pieces.ts';
import type { Database } from '../src/stores/postgres/database.ts';
import { postgresHistory } from '../src/stores/postgres/history.ts';
import { writeState } from '../src/stores/postgres/kept-states.ts';
import { lockFolding } from '../src/stores/postgres/locks.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { integer } from '../src/stores/rows.ts';
import { packed } from '../src/stores/segments.ts';
import type { Store } from '../src/stores/store.ts';
import { allOf, appendTo, leadingTo } from './support/history-contract.ts';
import { another, newDatabase, newSchema } from './support/postgres.ts';
import { until } from './support/servers.ts';
import { stored, updatesOf } from './support/store-contract.ts';

const dayMs = 24 * 60 * 60_000;
const plenty = { versions: 10, bytes: 1e9 };

const numberIn = async (database: Database, statement: string): Promise<number> =>
  integer((await database.one(`SELECT (${statement})::bigint AS n`)) ?? {}, 'n');

/** A store with some history, of so many pieces of ten updates, a day apart, and what was written. */
const withPieces = async (pieces: number) => {
  const database = await newDatabase();
  const clock = { now: 1_000 * dayMs };
  const store = postgresStore(database, { now: () => clock.now });
  const updates = updatesOf((pieces + 1) * 10);
  for (let from = 0; from < updates.length; from += 10) {
    await appendTo(store, 'b', updates.slice(from, from + 10));
    await store.compact('b');
    clock.now += dayMs;
  }
  const count = (table: string) => numberIn(database, `SELECT count(*) FROM ${table}`);
  return { database, store, updates, clock, count };
};

const sweepAll = async ({ history }: Store, ages: HistoryAges): Promise<readonly string[]> => {
  const boards: string[] = [];
  for await (const board of history.sweep(ages)) boards.push(board);
  return boards;
};

/** What the first state that is kept and all updates behind it lead to. */
const goneThrough = async (store: Store) => {
  const { first } = await store.history.span('b');
  const base = (await store.history.stateAt('b', first - 1)) ?? new Uint8Array();
  return leadingTo([base, ...(await allOf(store, 'b')).map(({ update }) => update)]);
};

test('updates are not dropped as worth nothing while another server writes down what the board was before', async () => {
  const url = await newSchema();
  const [one, other] = [another(url), another(url)];
  await migrate(one);
  const updates = updatesOf(6);
  const whole = Y.mergeUpdates(updates.slice(0, 1));
  const store = postgresStore(one);
  await store.begin('b', { whole, vector: undefined, since: updates.slice(1) }, 'ann');
  let taken: Promise<void> | undefined;
  await one.transaction(async (queries) => {
    await lockFolding(queries, 'b');
    let isTaken = false;
    taken = postgresHistory(other, Date.now).take('b', 4);
    void taken.then(() => {
      isTaken = true;
    });
    // It waits for its turn; where it does not, it has come to its end.
    const waiting = `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%advisory%'`;
    await until(async () => isTaken || (await numberIn(one, waiting)) > 0);
    await writeState(queries, 'b', { id: baseId(1), seq: 1, at: 1 }, await packed(whole));
  });
  await taken;
  expect(await numberIn(one, 'SELECT min(seq) FROM updates')).toBe(5);
  expect(await allOf(store, 'b')).toHaveLength(5);
  expect(await goneThrough(store)).toEqual(leadingTo(updates));
});

describe('history in PostgreSQL', () => {
  test('forgets what is too old, goes on from what the board was then, and leaves named versions', async () => {
    const { store, updates, clock, count } = await withPieces(10);
    const early = (await store.history.stateAt('b', 15)) ?? new Uint8Array();
    await store.history.keep('b', { id: 'x', name: 'x', seq: 15, at: 1, by: 'ann' }, early, plenty);
    const ages = { now: clock.now, before: clock.now - 4.5 * dayMs, bytes: 1e9 };
    expect(await sweepAll(store, ages)).toEqual(['b']);
    expect(await store.history.span('b')).toEqual({ first: 71, head: 110 });
    expect(await count('history_segments')).toBe(3);
    const base = (await store.history.stateAt('b', 70)) ?? new Uint8Array();
    expect(leadingTo([base])).toEqual(leadingTo(updates.slice(0, 70)));
    expect(await goneThrough(store)).toEqual(await stored(store, 'b'));
    // What is in between is gone, and not made up.
    expect(await store.history.stateAt('b', 40)).toBeUndefined();
    const kept = (await store.history.stateOf('b', 'x')) ?? new Uint8Array();
    expect(leadingTo([kept])).toEqual(leadingTo(updates.slice(0, 15)));
    expect((await store.history.moments('b')).map(({ seq }) => seq)).toEqual([80, 90, 100, 110]);
    // The next time there is one base again, and nothing to do before it is due.
    expect(await sweepAll(store, ages)).toEqual(['b']);
    expect(await count('kept_states WHERE name IS NULL')).toBe(1);
    await sweepAll(store, { ...ages, before: clock.now + 9 * dayMs });
    expect([await count('history_segments'), await count('kept_states WHERE name IS NULL')]).toEqual([0, 0]);
    expect(await goneThrough(store)).toEqual(await stored(store, 'b'));
  });

  test('forgets the oldest of what is too much', async () => {
    const { database, store, clock } = await withPieces(8);
    const size = () => numberIn(database, 'SELECT sum(size) FROM history_segments');
    const most = Math.floor((await size()) / 2);
    await sweepAll(store, { now: clock.now, before: 0, bytes: most });
    expect(await size()).toBeLessThanOrEqual(most);
    expect(await size()).toBeGreaterThan(0);
    expect(await goneThrough(store)).toEqual(await stored(store, 'b'));
  });

  test('loses nothing where moving it fails in between, and moves it the next time', async () => {
    const database = another(await newSchema());
    await migrate(database);
    const store = postgresStore(database);
    const updates = updatesOf(30);
    await appendTo(store, 'b', updates.slice(0, 10));
    await store.compact('b');
    await appendTo(store, 'b', updates.slice(10, 20));
    await database.exec('ALTER TABLE history_moments ADD CONSTRAINT cut CHECK (seq < 0)');
    await expect(store.compact('b')).rejects.toThrow('cut');
    expect(leadingTo((await allOf(store, 'b')).map(({ update }) => update))).toEqual(await stored(store, 'b'));
    expect(await numberIn(database, 'SELECT count(*) FROM history_segments')).toBe(0);
    await database.exec('ALTER TABLE history_moments DROP CONSTRAINT cut');
    await appendTo(store, 'b', updates.slice(20));
    await store.compact('b');
    expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1));
    expect(await numberIn(database, 'SELECT min(seq) FROM updates')).toBe(21);
  });

  test('small pieces become one unless they are far apart', async () => {
    const { store, clock, count } = await withPieces(2);
    const more = updatesOf(40, 'm');
    for (let from = 0; from < more.length; from += 10) {
      await appendTo(store, 'b', more.slice(from, from + 10));
      await store.compact('b');
      clock.now += 60_000;
    }
    // A day lies between each of the first three; the last ten are still in the log.
    expect(await count('history_segments')).toBe(4);
    expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual(Array.from({ length: 70 }, (_, i) => i + 1));
  });

  test('does not bring a board back that was removed while a version of it was kept', async () => {
    const { store, updates, count } = await withPieces(2);
    const keeping = store.history.keep(
      'b',
      { id: 'x', name: 'x', seq: 15, at: 1, by: 'ann' },
      Y.mergeUpdates(updates.slice(0, 15)),
      plenty,
    );
    await Promise.all([store.remove('b'), keeping]);
    for (const table of ['kept_states', 'kept_state_parts', 'history_segments', 'history_moments', 'snapshot_parts'])
      expect([table, await count(table)]).toEqual([table, 0]);
  });
});
