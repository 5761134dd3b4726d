import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { openDatabase, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { faultyStore } from './support/faulty.ts';
import { memoryStore } from './support/memory-store.ts';
import { newDatabase } from './support/postgres.ts';
import { afterThis, newFolder } from './support/server.ts';
import { storeContract, stored, updatesOf } from './support/store-contract.ts';

const temporary = () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  return database;
};

storeContract('memory', memoryStore);
storeContract('SQLite', () => sqliteStore(temporary()));
storeContract('PostgreSQL', async () => postgresStore(await newDatabase()));
storeContract('faulty (while it works)', () => faultyStore(memoryStore()).store);

const append = (store: ReturnType<typeof sqliteStore>, updates: readonly Uint8Array[]) =>
  store.append(updates.map((update) => ({ board: 'b', update, by: 'ann' })));

describe('a SQLite file', () => {
  test('holds what was written after it is closed and opened again', async () => {
    const folder = newFolder();
    const first = openDatabase(folder);
    await append(sqliteStore(first.database), updatesOf(3));
    first.close();
    const second = openDatabase(folder);
    afterThis(second.close);
    expect(await stored(sqliteStore(second.database), 'b')).toEqual({ k0: 0, k1: 1, k2: 2 });
    await append(sqliteStore(second.database), updatesOf(1, 'n'));
    expect(await stored(sqliteStore(second.database), 'b')).toEqual({ k0: 0, k1: 1, k2: 2, n0: 0 });
  });

  test('writes all of a batch or nothing', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    database.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON updates WHEN NEW.author = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    const [one = new Uint8Array(), two = new Uint8Array()] = updatesOf(2);
    const batch = [
      { board: 'b', update: one, by: 'ann' },
      { board: 'b', update: two, by: 'bad' },
    ];
    await expect(store.append(batch)).rejects.toThrow('no');
    expect((await store.load('b')).parts).toEqual([]);
    await append(store, [one]);
    expect(await stored(store, 'b')).toEqual({ k0: 0 });
  });

  test('sets a damaged update aside and opens the rest of the board', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    const a = updatesOf(1, 'a');
    const b = updatesOf(1, 'b');
    await append(store, [...a, ...b]);
    database.exec('UPDATE updates SET data = zeroblob(length(data)) WHERE seq = 1');
    const loaded = await store.load('b');
    expect(loaded.damaged).toBe(1);
    expect(await stored(store, 'b')).toEqual({ b0: 0 });
    expect((await store.load('b')).damaged).toBe(0);
    expect(database.prepare('SELECT origin, seq FROM quarantine').all()).toMatchObject([{ origin: 'update', seq: 1 }]);
  });

  test('gets over a damaged snapshot from the one before it', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    await append(store, updatesOf(5, 'a'));
    await store.compact('b');
    await append(store, updatesOf(5, 'b'));
    await store.compact('b');
    await append(store, updatesOf(5, 'c'));
    const before = await stored(store, 'b');
    database.exec('UPDATE snapshots SET data = zeroblob(length(data)) WHERE upto = (SELECT max(upto) FROM snapshots)');
    expect((await store.load('b')).damaged).toBe(1);
    expect(await stored(store, 'b')).toEqual(before);
  });

  test('keeps no more than it needs: two snapshots and what came since the older one', async () => {
    const database = temporary();
    const store = sqliteStore(database);
    for (const round of ['a', 'b', 'c', 'd']) {
      await append(store, updatesOf(10, round));
      await store.compact('b');
    }
    const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
    expect([count('snapshots'), count('updates')]).toEqual([2, 10]);
  });

  test('compacts a large log away from the event loop', async () => {
    const store = sqliteStore(temporary());
    await append(store, updatesOf(20_000));
    const before = await stored(store, 'b');
    expect(await store.compact('b')).toBe(true);
    expect(await stored(store, 'b')).toEqual(before);
  });

  test('belongs to one server at a time', () => {
    const folder = newFolder();
    const first = openDatabase(folder);
    expect(() => openDatabase(folder)).toThrow(
      `Another Gesso server is already using the data folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
    );
    first.close();
    openDatabase(folder).close();
  });

  test('can be backed up while it is in use', async () => {
    const folder = newFolder();
    const { database, close } = openDatabase(folder);
    afterThis(close);
    await append(sqliteStore(database), updatesOf(3));
    const reader = new DatabaseSync(path.join(folder, 'gesso.db'), { readOnly: true });
    await backup(reader, path.join(folder, 'copy.db'));
    reader.close();
    const copy = new DatabaseSync(path.join(folder, 'copy.db'));
    afterThis(() => copy.close());
    expect(await stored(sqliteStore(copy), 'b')).toEqual({ k0: 0, k1: 1, k2: 2 });
  });

  test('of a newer version is left alone', () => {
    const folder = newFolder();
    const { database, close } = openDatabase(folder);
    database.exec('PRAGMA user_version = 99');
    close();
    expect(() => openDatabase(folder)).toThrow('newer version of Gesso');
  });

  test('that is no database is named in a sentence', () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'gesso.db'), 'not a database, but long enough to look at'.repeat(100));
    expect(() => openDatabase(folder)).toThrow(
      /gesso\.db is damaged \(file is not a database\)\. Put a backup in its place/,
    );
  });
});
