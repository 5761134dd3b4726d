import { expect, test } from 'vitest';
import { boardOrders } from '../src/stores/repositories.ts';
import { sqliteBoardLists } from '../src/stores/sqlite/board-lists.ts';
import { type Database, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { leastOf } from './support/least-of.ts';
import { longestTurn } from './support/longest-turn.ts';
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

/** CPU time of this thread that `work` takes, in ms, when it has been done before; of some rounds the least, unless one is below `most`. */
const cpuOf = (most: number, work: () => Promise<unknown>): Promise<number> =>
  leastOf(most, async () => {
    await work();
    const begun = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1_000;
  });

/** The longest turn of `work`, in ms of CPU, when it has been done before; of some rounds as above. */
const longestTurnOf = (most: number, work: () => Promise<unknown>): Promise<number> =>
  leastOf(most, async () => {
    await work();
    return longestTurn(work);
  });

/** ms of CPU that one question of a page may take. */
const most = 15;

test('a new name is not written to a hundred thousand sessions that are over', async () => {
  const database = opened();
  database.exec(`${numbers(100_000)} INSERT INTO sessions (token_hash, person, name, color, created_at, seen_at, ended_at)
    SELECT CAST(printf('%032d', i) AS BLOB), 'ann', 'Before', '#000000', i, i, iif(i = 100000, NULL, i) FROM n`);
  const repositories = sqliteRepositories(database);
  const spent = await cpuOf(5, () =>
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
  expect(await cpuOf(most, () => repositories.boards.ofPerson('ann', { trashed: false, limit: 500 }))).toBeLessThan(
    most,
  );
  expect(await cpuOf(most, () => repositories.boards.ofPerson('ann', { trashed: true, limit: 500 }))).toBeLessThan(
    most,
  );
  // Many are looked through for a name, with others in between.
  const search = () => repositories.boards.ofPerson('ann', { trashed: false, limit: 500, title: 'nowhere' });
  expect(await longestTurnOf(most, search)).toBeLessThan(most);
  // A page from far down costs what the first costs, in each order.
  const ends = {
    updated: 'board-001000:1000',
    created: 'board-001000:1000',
    title: 'board-099000:Plan 99000',
  } as const;
  for (const order of boardOrders) {
    const page = { trashed: false, limit: 500, order, after: ends[order] };
    expect((await repositories.boards.ofPerson('ann', page)).boards).toHaveLength(500);
    expect(await cpuOf(most, () => repositories.boards.ofPerson('ann', page))).toBeLessThan(most);
  }
  const { boards: named } = await repositories.boards.ofPerson('ann', { trashed: false, limit: 500, title: 'of ben' });
  expect(named.map(({ id }) => id)).toEqual(['his']);
});

test('ten thousand boards of long texts are looked through with others in between', async () => {
  const database = opened();
  database.exec(`${numbers(10_000)} INSERT INTO boards (id, title, owner, created_at, updated_at)
    SELECT printf('board-%06d', i), printf('Plan %d', i), 'ann', i, i FROM n`);
  database.exec(`${numbers(10_000)} INSERT INTO board_texts (board, at, folded, text)
    SELECT printf('board-%06d', i), 1000000, t, t FROM (SELECT i, printf('%.*c needle %d.', i % 100 * 80, 'x', i) AS t FROM n)`);
  const { texts } = sqliteRepositories(database);
  const search = (words: string) => () => texts.ofPerson('ann', { trashed: false, limit: 100, words });
  expect((await search('needle 77.')()).boards.map(({ id }) => id)).toEqual(['board-000077']);
  expect((await search('needle')()).boards).toHaveLength(100);
  for (const words of ['nowhere', 'xx', 'needle']) expect(await longestTurnOf(most, search(words))).toBeLessThan(most);
});

test('a search begins with few boards, and goes on where as many as it looks at are not all', async () => {
  const database = opened();
  database.exec(`${numbers(20_100)} INSERT INTO boards (id, title, owner, created_at, updated_at)
    SELECT printf('board-%06d', i), 'Plan', 'ann', i, i FROM n`);
  database.exec(
    "INSERT INTO board_texts (board, at, folded, text) VALUES ('board-000007', 1000000, 'needle', 'needle')",
  );
  for await (const { page } of sqliteBoardLists(database).walk('ann', { trashed: false, words: 'needle' })) {
    expect(page.length).toBeLessThanOrEqual(8);
    break;
  }
  const { boards, texts } = sqliteRepositories(database);
  await boards.update('board-000003', { title: 'Needle' });
  const page = { trashed: false, limit: 9 };
  const first = await texts.ofPerson('ann', { ...page, words: 'needle' });
  expect([first.boards, first.goesOn]).toEqual([[], true]);
  const next = { ...page, after: first.stoppedAt[0] };
  expect((await texts.ofPerson('ann', { ...next, words: 'needle' })).boards.map(({ id }) => id)).toEqual([
    'board-000007',
  ]);
  const names = await boards.ofPerson('ann', { ...page, title: 'needle' });
  expect([names.boards, names.goesOn]).toEqual([[], true]);
  const others = await boards.ofPerson('ann', { ...page, after: names.stoppedAt?.[0], title: 'needle' });
  expect([others.boards.map(({ id }) => id), others.goesOn]).toEqual([['board-000003'], false]);
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

test('fifty thousand boards with pictures are gone through with others in between', async () => {
  const database = opened();
  database.exec(`${numbers(50_000)} INSERT INTO boards (id, title, owner, created_at, updated_at)
    SELECT printf('board-%06d', i), 'Plan', 'ann', i, i FROM n`);
  database.exec("INSERT INTO assets (hash, type, bytes, at, whole) VALUES ('picture', 'image/png', 1, 1, 1)");
  database.exec(
    `${numbers(50_000)} INSERT INTO board_assets (board, hash, person, at) SELECT printf('board-%06d', i), 'picture', 'ann', 1 FROM n`,
  );
  database.exec(
    `${numbers(49_990)} INSERT INTO asset_looks (board, at) SELECT printf('board-%06d', i), 1000000 FROM n`,
  );
  const { assets } = sqliteRepositories(database);
  const look = () => assets.toLookAt(2_000_000, 0);
  expect(await look()).toEqual(Array.from({ length: 10 }, (_, i) => `board-${String(49_991 + i).padStart(6, '0')}`));
  expect(await longestTurnOf(most, look)).toBeLessThan(most);
});

test('of fifty thousand messages that are due those of a few webhooks are found at once', async () => {
  const database = opened();
  database.exec("INSERT INTO boards (id, title, owner, created_at, updated_at) VALUES ('b', 'Plan', 'ann', 1, 1)");
  database.exec(`${numbers(10_000)} INSERT INTO webhooks (id, board, url, secret, events, created_at)
    SELECT 'hook-' || i, 'b', 'https://a.example', 's', 'board.changed', 1 FROM n`);
  database.exec(`${numbers(50_000)} INSERT INTO webhook_outbox (webhook, event, at, facts, due_at)
    SELECT 'hook-' || (i % 10000 + 1), 'board.changed', 1, '{}', i FROM n`);
  const { webhooks } = sqliteRepositories(database);
  const spent = await cpuOf(5, async () => {
    const found = await webhooks.take(100_000, 16, 1_000);
    expect(found).toHaveLength(16);
    for (const { id } of found) await webhooks.leave(id);
  });
  expect(spent).toBeLessThan(5);
});
