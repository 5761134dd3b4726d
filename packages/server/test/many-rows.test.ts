import { expect, test } from 'vitest';
import { boardOrders } from '../src/stores/repositories.ts';
import { type Database, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { afterThis } from './support/server.ts';

/** Very many rows of one person or board, and what the thread that serves everybody does for them at once. */

const opened = (): Database => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  return database;
};

/** Rows numbered from 1 to `count`. */
const numbers = (count: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** CPU time of this thread that `work` takes, in ms, when it has been done before. */
const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  await work();
  const begun = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(begun);
  return (user + system) / 1_000;
};

test('a new name is not written to a hundred thousand sessions that are over', async () => {
  const database = opened();
  database.exec(`${numbers(100_000)} INSERT INTO sessions (token_hash, person, name, color, created_at, seen_at, ended_at)
    SELECT CAST(printf('%032d', i) AS BLOB), 'ann', 'Before', '#000000', i, i, iif(i = 100000, NULL, i) FROM n`);
  const repositories = sqliteRepositories(database);
  const spent = await cpuOf(() =>
    repositories.sessions.rename({ id: 'ann', name: 'After', color: '#111111', colorChosen: true }),
  );
  expect(spent).toBeLessThan(5);
  expect(database.prepare("SELECT count(*) AS n FROM sessions WHERE name = 'After'").get()).toEqual({ n: 1 });
  expect(await repositories.sessions.ofPerson('ann', new Uint8Array())).toHaveLength(1);
});

test('the first boards of a hundred thousand are found in the order they are shown', async () => {
  const database = opened();
  database.exec(`${numbers(100_000)} INSERT INTO boards (id, title, owner, created_at, updated_at)
    SELECT printf('board-%06d', i), printf('Plan %d', i), 'ann', i, i FROM n`);
  database.exec(
    "INSERT INTO boards (id, title, owner, created_at, updated_at) VALUES ('his', 'Plan of Ben', 'ben', 1, 200000)",
  );
  database.exec("INSERT INTO visits (person, board, at) VALUES ('ann', 'his', 1)");
  const repositories = sqliteRepositories(database);
  const { boards: found } = await repositories.boards.ofPerson('ann', { trashed: false, limit: 500 });
  expect(found).toHaveLength(500);
  expect(found.slice(0, 3).map(({ id }) => id)).toEqual(['his', 'board-100000', 'board-099999']);
  expect(await cpuOf(() => repositories.boards.ofPerson('ann', { trashed: false, limit: 500 }))).toBeLessThan(15);
  expect(await cpuOf(() => repositories.boards.ofPerson('ann', { trashed: true, limit: 500 }))).toBeLessThan(15);
  expect(
    await cpuOf(() => repositories.boards.ofPerson('ann', { trashed: false, limit: 500, title: 'nowhere' })),
  ).toBeLessThan(25);
  // A page from far down costs what the first costs, in each order.
  const ends = {
    updated: 'board-001000:1000',
    created: 'board-001000:1000',
    title: 'board-099000:Plan 99000',
  } as const;
  for (const order of boardOrders) {
    const page = { trashed: false, limit: 500, order, after: ends[order] };
    expect((await repositories.boards.ofPerson('ann', page)).boards).toHaveLength(500);
    expect(await cpuOf(() => repositories.boards.ofPerson('ann', page))).toBeLessThan(15);
  }
  const { boards: named } = await repositories.boards.ofPerson('ann', { trashed: false, limit: 500, title: 'of ben' });
  expect(named.map(({ id }) => id)).toEqual(['his']);
});

test('fifty thousand owners of client ids are read with others in between', async () => {
  const database = opened();
  database.exec(
    `${numbers(50_000)} INSERT INTO client_ids (board, client, person, at) SELECT 'b', i, printf('guest-%d', i % 9), 1 FROM n`,
  );
  const store = sqliteStore(database);
  let turns = 0;
  const others = (): void => {
    turns++;
    immediate = setImmediate(others);
  };
  let immediate = setImmediate(others);
  const { owners } = await store.load('b');
  clearImmediate(immediate);
  expect(owners?.size).toBe(50_000);
  expect(owners?.get(50_000)).toBe('guest-5');
  expect(turns).toBeGreaterThanOrEqual(10);
});
