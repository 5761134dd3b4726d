import { expect, test } from 'vitest';
import type { HistoryAges } from '../src/stores/history.ts';
import { pastState } from '../src/stores/past-state.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteHistory } from '../src/stores/sqlite/history.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { quarantineWriter } from '../src/stores/sqlite/quarantine.ts';
import { createSnapshots } from '../src/stores/sqlite/snapshots.ts';
import { updateRows } from '../src/stores/sqlite/update-rows.ts';
import { allOf, appendTo } from './support/history-contract.ts';
import { afterThis } from './support/server.ts';
import { updatesOf } from './support/store-contract.ts';

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
