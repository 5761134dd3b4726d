import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { ConfigError } from '../src/config/config.ts';
import { compact } from '../src/stores/compaction.ts';
import type { Database } from '../src/stores/postgres/database.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate, watchDatabase } from '../src/stores/postgres/migrations.ts';
import { openPostgres } from '../src/stores/postgres/open.ts';
import { PostgresError } from '../src/stores/postgres/postgres-error.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { steps } from '../src/stores/postgres/schema.ts';
import { storedText, textOf } from '../src/stores/postgres/stored-text.ts';
import { integer, text } from '../src/stores/rows.ts';
import { notStored, type Store } from '../src/stores/store.ts';
import { allOf, appendTo, leadingTo } from './support/history-contract.ts';
import { another, newDatabase, newSchema } from './support/postgres.ts';
import { boardOf, linkOf } from './support/repository-records.ts';
import { stored, updatesOf } from './support/store-contract.ts';

const damage = (database: Database, table: string, where: string): Promise<number> =>
  database.run(`UPDATE ${table} SET data = decode(repeat('00', octet_length(data)), 'hex') WHERE ${where}`);

const countOf = async (database: Database, table: string): Promise<number> =>
  integer((await database.one(`SELECT count(*) AS count FROM ${table}`)) ?? {}, 'count');

/** Two servers on one database. */
const two = async () => {
  const url = await newSchema();
  const [one, other] = [another(url), another(url)];
  await migrate(one);
  return { one, other, stores: [postgresStore(one), postgresStore(other)] as const };
};

/** A store whose compaction waits, with its work done, to be told to go on. */
const pausedStore = (database: Database) => {
  const gate = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const store = postgresStore(database, {
    async compact(parts) {
      const compacted = compact(parts);
      done.resolve();
      await gate.promise;
      return compacted;
    },
  });
  return { store, reached: done.promise, goOn: gate.resolve };
};

/** Does at once what the database does to a transaction in which nothing has been asked for long: ends the turns to compact board b. */
const endTurns = (database: Database): Promise<unknown> =>
  database.all(`
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = ${0x6745_0004} AND objid = hashtext(current_schema() || ' b')::oid`);

describe('text in PostgreSQL', () => {
  const hostile = [
    '',
    'a\0b',
    '\0',
    '\uD800',
    'x\uDC00y\uD800',
    '\uE000',
    '\uE000\uE001',
    '\uE000\0\uE000',
    '😀\uD83D',
  ];

  test.each(hostile)('comes back as it was: %j', (value) => {
    expect(textOf(storedText(value))).toBe(value);
    expect(storedText(value)).not.toMatch(/\0|\p{Surrogate}/u);
  });

  test('comes back as it was and stays apart from all other, whatever it is', () => {
    const unit = fc.oneof(fc.constantFrom('\0', '\uE000', '\uE001', '\uD800', '\uDFFF', 'a'), fc.string());
    const any = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(textOf(storedText(a))).toBe(a);
        expect(storedText(a) === storedText(b)).toBe(a === b);
      }),
    );
  });

  test('is what was given, in values and in arrays, and so are bytes and large numbers', async () => {
    const database = await newDatabase();
    const row = await database.one(
      'SELECT $1::text AS one, $2::text[] AS many, $3::bytea AS bytes, $4::bigint AS number, $5::boolean AS yes',
      ['a\0\uD800', hostile, Uint8Array.of(0, 255, 92, 120), Number.MAX_SAFE_INTEGER, true],
    );
    expect(row).toEqual({
      one: 'a\0\uD800',
      many: hostile,
      bytes: Uint8Array.of(0, 255, 92, 120),
      number: Number.MAX_SAFE_INTEGER,
      yes: true,
    });
    await expect(database.one("SELECT '9007199254740993'::bigint AS number")).rejects.toThrow('too large');
  });
});

describe('a log in PostgreSQL', () => {
  test('is on the disk when it is acknowledged, also where the database is set to tell so before', async () => {
    const url = new URL(await newSchema());
    url.searchParams.set('options', `${url.searchParams.get('options')} -c synchronous_commit=off`);
    const row = await another(url.href).one("SELECT current_setting('synchronous_commit') AS flushes");
    expect(row).toEqual({ flushes: 'on' });
  });

  test('writes all of a batch or nothing', async () => {
    const { one: database, stores } = await two();
    const [store] = stores;
    await database.exec("ALTER TABLE updates ADD CHECK (author <> 'bad')");
    const [one = new Uint8Array(), other = new Uint8Array()] = updatesOf(2);
    const batch = [
      { board: 'b', update: one, by: 'ann', clients: [7] },
      { board: 'b', update: other, by: 'bad' },
    ];
    await expect(store.append(batch)).rejects.toThrow('violates check');
    expect(await store.load('b')).toMatchObject({ parts: [], seq: 0, owners: new Map() });
    await appendTo(store, 'b', [one]);
    expect(await stored(store, 'b')).toEqual({ k0: 0 });
  });

  test('sets a damaged update aside and opens the rest of the board', async () => {
    const database = await newDatabase();
    const store = postgresStore(database);
    await appendTo(store, 'b', [...updatesOf(1, 'a'), ...updatesOf(1, 'b')]);
    await damage(database, 'updates', 'seq = 1');
    expect((await store.load('b')).damaged).toBe(1);
    expect(await stored(store, 'b')).toEqual({ b0: 0 });
    expect((await store.load('b')).damaged).toBe(0);
    expect(await database.all('SELECT origin, seq FROM quarantine')).toEqual([{ origin: 'update', seq: 1 }]);
  });

  test('gets over a damaged snapshot from the one before it, and a damaged piece of history', async () => {
    const database = await newDatabase();
    const store = postgresStore(database);
    for (const round of ['a', 'b', 'c']) {
      await appendTo(store, 'b', updatesOf(5, round));
      await store.compact('b');
    }
    await appendTo(store, 'b', updatesOf(5, 'd'));
    const before = await stored(store, 'b');
    await damage(database, 'snapshot_parts', 'upto = (SELECT max(upto) FROM snapshots)');
    expect((await store.load('b')).damaged).toBe(1);
    expect(await stored(store, 'b')).toEqual(before);
    await damage(database, 'history_segments', 'first = 1');
    expect(await store.history.read('b', 0)).toMatchObject({ damaged: 1 });
    expect((await allOf(store, 'b')).length).toBeGreaterThan(0);
    expect(await database.all('SELECT origin FROM quarantine ORDER BY row')).toEqual([
      { origin: 'snapshot' },
      { origin: 'history' },
    ]);
  });

  test('keeps no more than it needs: two snapshots and what came since the older one', async () => {
    const database = await newDatabase();
    const store = postgresStore(database);
    for (const round of ['a', 'b', 'c', 'd']) {
      await appendTo(store, 'b', updatesOf(10, round));
      await store.compact('b');
    }
    expect([await countOf(database, 'snapshots'), await countOf(database, 'updates')]).toEqual([2, 10]);
    expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  test('holds a board of many parts, and a version of it', async () => {
    const store = postgresStore(await newDatabase());
    const doc = new Y.Doc();
    for (let i = 0; i < 4; i++) doc.getMap('el').set(`k${i}`, new Uint8Array(randomBytes(800_000)));
    const whole = Y.encodeStateAsUpdate(doc);
    await store.begin('b', { whole }, 'ann');
    await appendTo(store, 'b', updatesOf(1, 'n'));
    expect(await store.compact('b')).toBe(true);
    expect(Object.keys(await stored(store, 'b'))).toHaveLength(5);
    const most = { versions: 3, bytes: 1e9 };
    await store.history.keep('b', { id: 'v', name: 'v', seq: 1, at: 1, by: 'ann' }, whole, most);
    expect(Buffer.compare((await store.history.stateOf('b', 'v')) ?? new Uint8Array(), whole)).toBe(0);
  });

  test('replaces what is costly and keeps the original', async () => {
    const database = await newDatabase();
    const store = postgresStore(database);
    const [bad = new Uint8Array(), good = new Uint8Array()] = updatesOf(2);
    await store.begin('b', { whole: bad, since: [bad] }, 'ann');
    await store.replace('b', bad, good);
    expect((await store.load('b')).parts).toEqual([good, good]);
    expect(await database.all('SELECT origin, data FROM quarantine ORDER BY origin')).toEqual([
      { origin: 'costly snapshot', data: bad },
      { origin: 'costly update', data: bad },
    ]);
    await store.remove('b');
    expect(await countOf(database, 'quarantine')).toBe(0);
  });
});

describe('two servers on one database', () => {
  test('number what both append without a gap, whichever boards they write to in whichever order', async () => {
    const { stores } = await two();
    const boards = ['a', 'b', 'c', 'd'];
    const [update = new Uint8Array()] = updatesOf(1);
    const writes = async (store: Store, order: readonly string[]): Promise<readonly (readonly [string, number])[]> => {
      const given: (readonly [string, number])[] = [];
      for (let i = 0; i < 25; i++) {
        const entries = [...order, ...order].map((board) => ({ board, update, by: 'ann' }));
        const seqs = await store.append(entries);
        given.push(...entries.map(({ board }, n) => [board, seqs[n] ?? 0] as const));
      }
      return given;
    };
    const [one, other] = stores;
    const all = (await Promise.all([writes(one, boards), writes(other, boards.toReversed())])).flat();
    for (const board of boards) {
      const numbers = all.flatMap(([of, seq]) => (of === board ? [seq] : []));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      expect((await one.load(board)).seq).toBe(100);
    }
  });

  test('agree whose a client id is: the first who stored it', async () => {
    const { stores } = await two();
    const [update = new Uint8Array()] = updatesOf(1);
    const claim = (store: Store, by: string) => store.append([{ board: 'b', update, by, clients: [7] }]);
    const given = await Promise.all([claim(stores[0], 'ann'), claim(stores[1], 'bob')]);
    const owner = given[0][0] === 1 ? 'ann' : 'bob';
    expect(given.flat().sort()).toEqual([notStored.taken, 1]);
    expect(await stores[0].heads(['b'])).toEqual(new Map([['b', 1]]));
    expect([await stores[0].ownerOf('b', 7), await stores[1].ownerOf('b', 7)]).toEqual([owner, owner]);
  });

  test('never bring a board back that the other removes at the same time', async () => {
    const { stores } = await two();
    const [one = new Uint8Array(), other = new Uint8Array()] = updatesOf(2);
    for (let n = 0; n < 20; n++) {
      const board = `gone-${n}`;
      await stores[0].append([{ board, update: one, by: 'ann' }]);
      const goOn = () => stores[0].append([{ board, update: other, by: 'ann', goesOn: true, clients: [n] }]);
      const [given] = await Promise.all([goOn(), stores[1].remove(board)]);
      expect([[2], [notStored.removed]]).toContainEqual(given);
      expect(await stores[1].load(board)).toMatchObject({ parts: [], seq: 0 });
      expect(await goOn()).toEqual([notStored.removed]);
    }
  });

  test('give each new client id to one person on each board, without a gap in the numbers of any', async () => {
    const { stores } = await two();
    const [update = new Uint8Array()] = updatesOf(1);
    const boards = ['x', 'y', 'z'];
    for (let n = 0; n < 20; n++) {
      const claim = (by: string, order: readonly string[]) =>
        order.map((board) => ({ board, update, by, clients: [n] }));
      const given = await Promise.all([
        stores[0].append(claim('ann', boards)),
        stores[1].append(claim('bob', boards.toReversed())),
      ]);
      for (const [i, board] of boards.entries()) {
        expect([given[0][i], given[1].toReversed()[i]].sort()).toEqual([notStored.taken, n + 1]);
        expect(await stores[0].ownerOf(board, n)).toBe((given[0][i] ?? 0) > 0 ? 'ann' : 'bob');
      }
    }
  });

  test('compact one board at once and lose nothing, while both append', async () => {
    const { one: database, stores } = await two();
    const updates = updatesOf(60);
    const seqs: number[] = [];
    for (let from = 0; from < 60; from += 10) {
      await Promise.all([
        appendTo(stores[0], 'b', updates.slice(from, from + 5)).then((given) => seqs.push(...given)),
        appendTo(stores[1], 'b', updates.slice(from + 5, from + 10)).then((given) => seqs.push(...given)),
        ...stores.map((store) => store.compact('b')),
      ]);
    }
    expect(seqs.sort((a, b) => a - b)).toEqual(updates.map((_, i) => i + 1));
    expect(await stored(stores[0], 'b')).toEqual(leadingTo(updates));
    const all = await allOf(stores[1], 'b');
    expect(all.map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1));
    expect(leadingTo(all.map(({ update }) => update))).toEqual(leadingTo(updates));
    expect(await countOf(database, 'snapshots')).toBeLessThanOrEqual(2);
  });

  test('leave a board to the one that compacts it, and only that one', async () => {
    const { one, other } = await two();
    const { store: busy, reached, goOn } = pausedStore(other);
    const store = postgresStore(one, { compact: async (parts) => compact(parts) });
    for (const board of ['a', 'b']) await appendTo(store, board, updatesOf(10));
    const first = busy.compact('b');
    await reached;
    expect(await store.compact('b')).toBe(false);
    expect(await store.compact('a')).toBe(true);
    goOn();
    expect(await first).toBe(true);
    await appendTo(store, 'b', updatesOf(10, 'c'));
    expect(await store.compact('b')).toBe(true);
  });

  test('where one was paused while it compacted, for longer than its turn lasts, do each other no harm', async () => {
    const { one: database, other } = await two();
    const { store: paused, reached, goOn } = pausedStore(other);
    const store = postgresStore(database);
    await appendTo(store, 'b', updatesOf(10, 'a'));
    const late = paused.compact('b');
    await reached;
    await endTurns(database);
    for (const round of ['b', 'c', 'd']) {
      await appendTo(store, 'b', updatesOf(10, round));
      await store.compact('b');
    }
    const before = await stored(store, 'b');
    goOn();
    await expect(late).rejects.toThrow(PostgresError);
    expect(await stored(store, 'b')).toEqual(before);
    expect(await allOf(store, 'b')).toHaveLength(40);
  });
});

describe('the tables', () => {
  test('are made once, however many servers start at once', async () => {
    const url = await newSchema();
    const servers = Array.from({ length: 4 }, () => another(url));
    await Promise.all(servers.map((database) => migrate(database)));
    const [row] = await (servers[0]?.all('SELECT version FROM gesso_schema') ?? []);
    expect(integer(row ?? {}, 'version')).toBe(steps.length);
  });

  test('are brought up to date a step at a time, and a step that fails changes nothing', async () => {
    const database = another(await newSchema());
    const first = "CREATE TABLE one (a text); INSERT INTO one VALUES ('kept')";
    await migrate(database, [first]);
    const second = "UPDATE one SET a = 'changed'";
    await expect(migrate(database, [first, second, 'CREATE TABLE two (a); nonsense'])).rejects.toThrow('syntax error');
    expect(text((await database.one('SELECT a FROM one')) ?? {}, 'a')).toBe('changed');
    expect(integer((await database.one('SELECT version FROM gesso_schema')) ?? {}, 'version')).toBe(2);
  });

  test('may be added to while servers of the version before use them: what those have prepared is prepared anew', async () => {
    const url = await newSchema();
    const database = another(url);
    await migrate(database);
    const { boards, links } = postgresRepositories(database);
    await boards.create(boardOf('b'), [linkOf('l', 'b')]);
    const asks = () =>
      Promise.all([
        ...Array.from({ length: 8 }, () => boards.find('b')),
        ...Array.from({ length: 8 }, () => links.change('b', 'l', { role: 'viewer' })),
      ]);
    await asks();
    await migrate(another(url), [
      ...steps,
      'ALTER TABLE boards ADD COLUMN later text; ALTER TABLE links ADD COLUMN later text',
    ]);
    const answers = await asks();
    expect(answers).toHaveLength(16);
    expect(answers).not.toContain(undefined);
    // It goes on, and a second one of its version does not start any more.
    const { tooOld, changedElsewhere } = watchDatabase(database);
    changedElsewhere();
    expect(await Promise.race([tooOld, boards.find('b')])).toMatchObject({ id: 'b' });
    await expect(openPostgres(url)).rejects.toThrow('The data was last used by a newer version of Gesso');
  });

  test('are changed in other ways only while no server of an older version is there, and none goes on after', async () => {
    const url = await newSchema();
    const newer = [...steps, { alone: 'ALTER TABLE boards RENAME COLUMN title TO name' }];
    const older = await openPostgres(url);
    await expect(openPostgres(url, 'serve', newer)).rejects.toThrow(/cannot go on with: stop all that use it/);
    expect(await older.database.all('SELECT title FROM boards')).toEqual([]);
    // One that is paused lets go without knowing it.
    await older.close();
    const woken = another(url);
    const watch = watchDatabase(woken);
    const both = await Promise.all([openPostgres(url, 'serve', newer), openPostgres(url, 'serve', newer)]);
    await vi.waitFor(
      async () => {
        watch.changedElsewhere();
        expect(await Promise.race([watch.tooOld, woken.one('SELECT 1 AS one')])).toBeInstanceOf(ConfigError);
      },
      { timeout: 20_000 },
    );
    expect((await watch.tooOld).message).toMatch(
      /^The data was last used by a newer version of Gesso .* Update Gesso\.$/,
    );
    for (const { close } of both) await close();
  });

  test('of a newer version are left alone', async () => {
    const database = another(await newSchema());
    await migrate(database);
    await database.exec('UPDATE gesso_schema SET version = 99');
    await expect(migrate(database)).rejects.toThrow(
      `The data was last used by a newer version of Gesso (format 99, this version knows ${steps.length}). Update Gesso.`,
    );
  });
});
