import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { checksum } from '../src/stores/rows.ts';
import { fileIn, openDatabase, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { steps } from '../src/stores/sqlite/schema.ts';
import { openStorageBeside } from '../src/stores/storage.ts';
import { person } from './support/person.ts';
import { gesso } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';
import { stored, updatesOf } from './support/store-contract.ts';

const MiB = 1024 * 1024;
const boards = ['a', 'b', 'c'] as const;

/** A file as the version left it that knew so many steps, with some boards, one of them with a huge update. */
const fileOf = (version: number): string => {
  const folder = newFolder();
  const database = new DatabaseSync(fileIn(folder));
  database.exec('PRAGMA journal_mode = WAL');
  for (const step of steps.slice(0, version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${version}`);
  const insert = database.prepare('INSERT INTO updates (board, seq, data, sum, author, at) VALUES (?, ?, ?, ?, ?, ?)');
  const board = database.prepare(
    'INSERT INTO boards (id, title, owner, created_at, updated_at) VALUES (?, ?, ?, 1, 1)',
  );
  for (const name of boards) {
    board.run(name, name, 'ann');
    const updates = updatesOf(20, name);
    if (name === 'b') updates.push(hugeUpdate(2 * MiB));
    for (const [i, data] of updates.entries()) insert.run(name, i + 1, data, checksum(data), 'ann', 1_000 + i);
  }
  database.close();
  return folder;
};

const hugeUpdate = (bytes: number): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('ov').set('element-huge:p', new Uint8Array(bytes).fill(7));
  return Y.encodeStateAsUpdate(doc);
};

const rowsOf = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT board, seq, data, sum, author, at FROM updates ORDER BY board, seq').all();
  database.close();
  return rows;
};

describe('a file of the version before', () => {
  const before = 5;

  test('is brought up to date at the start, with every row as it was', async () => {
    const folder = fileOf(before);
    const rows = rowsOf(fileIn(folder));
    const { database, close } = openDatabase(folder);
    afterThis(close);
    expect(rowsOf(fileIn(folder))).toEqual(rows);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length });
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    const store = sqliteStore(database);
    await store.append([{ board: 'a', update: updatesOf(1, 'n')[0] ?? new Uint8Array(), by: 'ann' }]);
    expect(Object.keys(await stored(store, 'a'))).toHaveLength(21);
    expect(database.prepare("SELECT max(seq) AS top FROM updates WHERE board = 'a'").get()).toEqual({ top: 21 });
  });

  test('that cannot be brought up to date stays what it was', () => {
    const folder = fileOf(before);
    const rows = rowsOf(fileIn(folder));
    const database = new DatabaseSync(fileIn(folder));
    // The last thing that the step does cannot be done.
    database.exec('CREATE VIEW of_updates AS SELECT missing FROM updates');
    database.close();
    expect(() => openDatabase(folder)).toThrow('cannot be used');
    expect(rowsOf(fileIn(folder))).toEqual(rows);
    const after = new DatabaseSync(fileIn(folder));
    afterThis(() => after.close());
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: before });
  });

  test('can be verified, backed up and restored before a server has touched it', async () => {
    const folder = fileOf(before);
    expect((await gesso(['verify'], { DATA_DIR: folder })).code).toBe(0);
    const copy = path.join(newFolder(), 'copy.db');
    expect(await gesso(['backup', copy], { DATA_DIR: folder })).toMatchObject({ code: 0, err: '' });
    const elsewhere = newFolder();
    expect(await gesso(['restore', copy], { DATA_DIR: elsewhere })).toMatchObject({ code: 0, err: '' });
    const server = await serve({ DATA_DIR: elsewhere });
    expect((await person(server.url).post('/api/boards')).status).toBe(201);
    await server.close();
    const verified = await gesso(['verify'], { DATA_DIR: elsewhere });
    expect([verified.code, verified.out]).toEqual([0, expect.stringMatching(/^4 boards .* 61 updates/)]);
  });
});

test('a version that does not know the newest step refuses the file', () => {
  const folder = fileOf(steps.length);
  const database = new DatabaseSync(fileIn(folder));
  database.exec(`PRAGMA user_version = ${steps.length + 1}`);
  database.close();
  expect(() => openDatabase(folder)).toThrow(`format ${steps.length + 1}, this version knows ${steps.length}`);
});

test.each([
  [
    'an update',
    (store: ReturnType<typeof sqliteStore>, update: Uint8Array) => store.append([{ board: 'b', update, by: 'eve' }]),
  ],
  ['a copy', (store: ReturnType<typeof sqliteStore>, update: Uint8Array) => store.begin('b', { whole: update }, 'eve')],
])('%s of 20 MiB makes no update of another board slower', async (_what, put) => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  const store = sqliteStore(database);
  const small = updatesOf(200);
  const append = async (board: string): Promise<void> => {
    for (const update of small) await store.append([{ board, update, by: 'ann' }]);
  };
  for (const board of ['a', 'c']) await append(board);
  await put(store, hugeUpdate(20 * MiB));
  const begun = process.threadCpuUsage();
  for (const board of ['a', 'c']) await append(board);
  const { user, system } = process.threadCpuUsage(begun);
  // 400 of them: a tenth of a millisecond each. Each took ten milliseconds where the row was read.
  expect((user + system) / 1_000).toBeLessThan(400 * 0.5);
});

test.each(steps.map((_, i) => i + 1))(
  'a file of version %d can be looked at before it is brought up to date',
  async (version) => {
    const { operations, close } = await openStorageBeside({
      dataDir: fileOf(version),
      databaseUrl: undefined,
      bucket: undefined,
    });
    try {
      expect((await operations.boards()).length).toBeGreaterThan(0);
      expect(await operations.quarantined()).toEqual([]);
    } finally {
      close();
    }
  },
);
