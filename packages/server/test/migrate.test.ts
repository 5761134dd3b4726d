import { readdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { moveToFile } from '../src/stores/move-to-file.ts';
import { moveToPostgres } from '../src/stores/move-to-postgres.ts';
import { postgresAssets } from '../src/stores/postgres/assets.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { makeFile } from '../src/stores/sqlite/copy.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { inspect } from '../src/stores/sqlite/inspect.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { allOf, appendTo, leadingTo } from './support/history-contract.ts';
import { person } from './support/person.ts';
import { another, newDatabase, newSchema } from './support/postgres.ts';
import { gesso } from './support/process.ts';
import { all, boardOf, hashOf, linkOf, personOf } from './support/repository-records.ts';
import { afterThis, newFolder, serve } from './support/server.ts';
import { stored, updatesOf } from './support/store-contract.ts';

/** A file with something in every table. */
const filled = async () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  const { boards, links, memberships, sessions, audit, secrets, assets, texts, webhooks } =
    sqliteRepositories(database);
  await boards.create(boardOf('b', { title: 'Plan "1"\n', updatedAt: 9 }), [linkOf('m', 'b'), linkOf('l', 'b')]);
  await boards.create(boardOf('trashed', { owner: 'ben', title: 'ä' }), []);
  await boards.trash('trashed', 5);
  await boards.update('b', { ownerDraws: true, previews: true });
  await boards.visit('ben', 'b', 3);
  await boards.star('ben', 'b', 4);
  await boards.tag('ben', 'b', ['Work', 'Ärger'], 4);
  await links.grant('l', 'ben', 4);
  await memberships.set('b', 'ben', 'viewer', 5);
  await sessions.create(hashOf('t'), personOf('ben'), 6);
  await audit.append({ at: 7, event: 'link.join', board: 'b', person: 'ben', facts: { link: 'l' } });
  await audit.append({ at: 7, event: 'board.create', board: 'b', facts: {} });
  await secrets.get('guests');
  await assets.add('b', { hash: 'p'.repeat(43), type: 'image/png' }, new Uint8Array(700_000).fill(3), {
    person: 'ben',
    at: 1,
  });
  await assets.looked('b', { named: new Set(), at: 8, unnamedBefore: 0 });
  await texts.keep('b', { text: 'Milk', folded: 'milk' }, 9);
  await webhooks.add({ id: 'w', board: 'b', url: 'u', secret: 's', events: ['link.join'], createdAt: 1 }, 5);
  await webhooks.put({ board: 'b', event: 'link.join', at: 1, facts: '{}', dueAt: 1 });
  const store = sqliteStore(database);
  const updates = updatesOf(40);
  for (let from = 0; from < 40; from += 10) {
    await store.append(
      updates.slice(from, from + 10).map((update, n) => ({ board: 'b', update, by: 'ben', clients: [from + n] })),
    );
    if (from < 30) await store.compact('b');
  }
  const version = { id: 'v', name: 'First', seq: 5, at: 5, by: 'ben' };
  await store.history.keep('b', version, Y.mergeUpdates(updates.slice(0, 5)), { versions: 5, bytes: 1e9 });
  return { database, store, updates };
};

describe('everything in a file', () => {
  test('is in PostgreSQL as it was, and goes on there', async () => {
    const { database: file, store: before, updates } = await filled();
    const database = await newDatabase();
    const moved = await moveToPostgres(file, database);
    for (const [table, rows] of moved) expect([table, rows > 0]).toEqual([table, table !== 'quarantine']);
    const store = postgresStore(database);
    expect(await stored(store, 'b')).toEqual(leadingTo(updates));
    expect(await allOf(store, 'b')).toEqual(
      (await allOf(before, 'b')).map((one) => ({ ...one, update: new Uint8Array(one.update) })),
    );
    expect(await store.history.versions('b')).toEqual(await before.history.versions('b'));
    expect(leadingTo([(await store.history.stateOf('b', 'v')) ?? new Uint8Array()])).toEqual(
      leadingTo(updates.slice(0, 5)),
    );
    expect((await store.load('b')).owners?.size).toBe(40);
    expect(await appendTo(store, 'b', updatesOf(1, 'n'))).toEqual([41]);
    await store.compact('b');
    const [there, here] = [postgresRepositories(database), sqliteRepositories(file)];
    expect(await there.boards.ofPerson('ben', all)).toEqual(await here.boards.ofPerson('ben', all));
    expect(await there.boards.ofPerson('ben', { ...all, trashed: true })).toEqual(
      await here.boards.ofPerson('ben', { ...all, trashed: true }),
    );
    expect(await there.links.ofBoard('b')).toEqual(await here.links.ofBoard('b'));
    expect(await there.audit.ofBoard('b', 9)).toEqual(await here.audit.ofBoard('b', 9));
    await there.audit.append({ at: 8, event: 'link.join', board: 'b', facts: { link: 'l' } });
    expect((await there.audit.ofBoard('b', 9)).events).toHaveLength(2);
    expect(await there.secrets.get('guests')).toEqual(await here.secrets.get('guests'));
    // What is there already is not written over.
    await expect(moveToPostgres(file, database)).rejects.toThrow('The database is not empty');
  });

  test('is known to the planner of PostgreSQL before a server asks for it', async () => {
    const { database: file } = await filled();
    const database = another(await newSchema());
    await migrate(database);
    await moveToPostgres(file, database);
    const unknown = await database.all(
      `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND reltuples < 0`,
    );
    const copied = ['boards', 'updates', 'snapshots', 'snapshot_parts', 'history_segments', 'audit', 'asset_parts'];
    expect(unknown.map((row) => row['relname']).filter((name) => copied.includes(String(name)))).toEqual([]);
  });

  test('is copied whole or not at all', async () => {
    const { database: file } = await filled();
    const database = await newDatabase();
    file.exec('UPDATE snapshots SET data = zeroblob(length(data)), vector = NULL');
    await expect(moveToPostgres(file, database)).rejects.toThrow('A snapshot of board b is damaged');
    expect(await database.all('SELECT id FROM boards')).toEqual([]);
  });

  test('of an older version is settled first: nothing is left that nobody has looked at', async () => {
    const { database: file, updates } = await filled();
    file.exec("INSERT INTO unchecked (board, upto) VALUES ('b', 40)");
    const database = await newDatabase();
    await moveToPostgres(file, database);
    const store = postgresStore(database);
    expect((await store.load('b')).parts).toHaveLength(1);
    expect(await stored(store, 'b')).toEqual(leadingTo(updates));
    await appendTo(store, 'b', updatesOf(10, 'n'));
    await store.compact('b');
    await appendTo(store, 'b', updatesOf(10, 'o'));
    await store.compact('b');
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(60);
  });
});

/** All rows of the tables of a file, but for those that say how it is laid out. */
const rowsOf = (file: DatabaseSync) => {
  const names = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  return Object.fromEntries(
    names.map(({ name }) => [
      name,
      file
        .prepare(`SELECT * FROM ${name} ORDER BY 1, 2`)
        .all()
        .map((row) => ({ ...row })),
    ]),
  );
};

describe('everything in PostgreSQL', () => {
  const moved = async () => {
    const { database: first, ...rest } = await filled();
    // In parts.
    const large = new Y.Doc();
    large.getMap('el').set('large', 'x'.repeat(2_500_000));
    await rest.store.begin('l', { whole: Y.encodeStateAsUpdate(large) }, 'ben');
    first.exec("INSERT INTO quarantine (board, origin, seq, data, sum, at) VALUES ('b', 'update', 7, x'01', x'02', 3)");
    const database = await newDatabase();
    await moveToPostgres(first, database);
    const { database: file, close } = openTemporaryDatabase();
    afterThis(close);
    return { ...rest, first, database, file };
  };

  test('is in a file as it was there, and goes on in it', async () => {
    const { first, database, file, updates } = await moved();
    const counts = await moveToFile(database, file, postgresAssets(database));
    for (const [table, rows] of counts) expect([table, rows > 0]).toEqual([table, true]);
    expect(rowsOf(file)).toEqual(rowsOf(first));
    const store = sqliteStore(file);
    expect(await stored(store, 'b')).toEqual(leadingTo(updates));
    expect(await appendTo(store, 'b', updatesOf(1, 'n'))).toEqual([41]);
    await store.compact('b');
    for (const board of inspect(file).boards) expect(board).toMatchObject({ damaged: 0, unusable: 0, waiting: false });
  });

  test('with what was done there meanwhile, and with what no file holds as what it becomes', async () => {
    const { database, file } = await moved();
    const there = postgresRepositories(database);
    await there.boards.create(boardOf('half', { title: 'a\uD800' }), [linkOf('h', 'half')]);
    await appendTo(postgresStore(database), 'half', updatesOf(3));
    await moveToFile(database, file, postgresAssets(database));
    expect((await sqliteRepositories(file).boards.find('half'))?.title).toBe('a\uFFFD');
    expect(await stored(sqliteStore(file), 'half')).toEqual(leadingTo(updatesOf(3)));
  });

  test('is copied whole or not at all', async () => {
    const { database } = await moved();
    await database.run("UPDATE snapshots SET sum = '\\x00' WHERE board = 'b'");
    const folder = newFolder();
    await expect(makeFile(folder, (file) => moveToFile(database, file, postgresAssets(database)))).rejects.toThrow(
      'A snapshot of board b is damaged',
    );
    expect(readdirSync(folder)).toEqual(['gesso.lock']);
  });

  test('is not copied without all bytes of its pictures', async () => {
    const { database, file } = await moved();
    await database.run('DELETE FROM asset_parts WHERE part = 2');
    await expect(moveToFile(database, file, postgresAssets(database))).rejects.toThrow();
    await database.run('UPDATE asset_parts SET data = substr(data, 2)');
    const { database: other, close } = openTemporaryDatabase();
    afterThis(close);
    await expect(moveToFile(database, other, postgresAssets(database))).rejects.toThrow();
  });

  test('is not put over boards that are there', async () => {
    const { folder, close } = await serve();
    const fill = async (): Promise<never> => {
      throw new Error('it was filled');
    };
    await expect(makeFile(folder, fill)).rejects.toThrow('Another Gesso server is already using the data folder');
    await close();
    await expect(makeFile(folder, fill)).rejects.toThrow('holds boards already');
  });
});

test('gesso migrate moves a database to a folder, and a server goes on with it', { timeout: 90_000 }, async () => {
  const url = await newSchema();
  const first = await serve({ DATABASE_URL: url });
  const ann = person(first.url);
  const board = await ann.makesBoard('Plan');
  const folder = newFolder();
  const busy = await gesso(['migrate', '--to', folder], { DATABASE_URL: url });
  expect(busy.err).toContain('A Gesso server is using the database');
  await first.close();
  const without = await gesso(['migrate', '--to', folder], {});
  expect([without.code, without.err]).toEqual([1, expect.stringContaining('There is no DATABASE_URL to copy from')]);
  const { code, out } = await gesso(['migrate', '--to', 'back'], { DATABASE_URL: url }, { cwd: folder });
  expect([code, out.split('\n')[0]]).toEqual([0, expect.stringContaining('1 boards')]);
  expect(out).not.toContain(new URL(url).password);
  expect(await gesso(['verify', `${folder}/back`], {})).toMatchObject({ code: 0 });
  const second = await serve({ DATA_DIR: `${folder}/back` });
  const again = person(second.url, ann.cookie);
  expect((await again.get('/api/boards')).body.boards).toMatchObject([{ id: board.id, title: 'Plan', role: 'owner' }]);
});

test('gesso migrate moves a data folder, and a server goes on with it', { timeout: 90_000 }, async () => {
  const first = await serve();
  const ann = person(first.url);
  const board = await ann.makesBoard('Plan');
  const busy = await gesso(['migrate', '--to', await newSchema()], { DATA_DIR: first.folder });
  expect(busy.err).toContain('Another Gesso server is already using the data folder');
  await first.close();
  const url = await newSchema();
  const { code, out } = await gesso(['migrate', '--to', url], { DATA_DIR: first.folder });
  expect([code, out.split('\n')[0]]).toEqual([0, expect.stringContaining('1 boards')]);
  expect(out).not.toContain(new URL(url).password);
  const second = await serve({ DATABASE_URL: url, DATA_DIR: newFolder() });
  const again = person(second.url, ann.cookie);
  expect((await again.get('/api/boards')).body.boards).toMatchObject([{ id: board.id, title: 'Plan', role: 'owner' }]);
  const file = new DatabaseSync(`${first.folder}/gesso.db`, { readOnly: true });
  afterThis(() => file.close());
  expect(file.prepare('SELECT count(*) AS n FROM boards').get()).toEqual({ n: 1 });
});
