import { existsSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ConfigError } from '../src/config/config.ts';
import { openPostgres } from '../src/stores/postgres/open.ts';
import { closeOf, edit, frames, type Line } from './support/line.ts';
import { person } from './support/person.ts';
import { newSchema, ownPostgres } from './support/postgres.ts';
import { gesso, spawnServer } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

const idsIn = (update: Uint8Array): readonly string[] => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return [...doc.getMap('el').keys()].sort();
};

const documentOf = async (someone: ReturnType<typeof person>, board: string): Promise<readonly string[]> =>
  idsIn((await someone.get(`/api/boards/${board}/document`)).bytes);

/** Why a server does not start with these settings: one sentence, and what to do. */
const refusal = async (url: string): Promise<string> => {
  try {
    await serve({ DATABASE_URL: url });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('it started');
};

describe('a server on PostgreSQL', () => {
  test('keeps boards, people and links from one start to the next, and nothing in DATA_DIR', async () => {
    const url = await newSchema();
    const first = await serve({ DATABASE_URL: url });
    const ann = person(first.url);
    const board = await ann.makesBoard('Plan');
    const line = await ann.connects(board.id);
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('saved', ({ count }) => count === 1);
    await first.close();
    const second = await serve({ DATABASE_URL: url });
    const again = person(second.url, ann.cookie);
    expect(await documentOf(again, board.id)).toEqual(['element-0001']);
    expect((await again.get('/api/boards')).body.boards).toMatchObject([
      { id: board.id, title: 'Plan', role: 'owner' },
    ]);
    const ben = person(second.url);
    expect((await ben.opens(board.edit)).status).toBe(200);
    expect(existsSync(`${second.folder}/gesso.db`)).toBe(false);
  });

  test('is not filled while it serves, nor serves while it is filled, and lets go when it is killed', {
    timeout: 90_000,
  }, async () => {
    const url = await newSchema();
    const first = spawnServer({ DATABASE_URL: url, DATA_DIR: newFolder() });
    await first.url;
    expect(first.output()).toContain('PostgreSQL: postgres on 127.0.0.1');
    expect(first.output()).not.toContain(new URL(url).password);
    const filling = () => openPostgres(url, 'fill');
    await expect(filling()).rejects.toThrow(/^A Gesso server is using the database .* Stop all that do first/);
    // Another that serves it stands beside the first.
    const second = await serve({ DATABASE_URL: url });
    first.child.kill('SIGKILL');
    await first.exit;
    await second.close();
    const { close } = await filling();
    expect(await refusal(url)).toMatch(/^`gesso migrate` is at work on the database/);
    await close();
    await serve({ DATABASE_URL: url });
  });

  test('obeys commands beside it: boards are listed, and a revoked link ends what came by it', {
    timeout: 90_000,
  }, async () => {
    const url = await newSchema();
    const server = await serve({ DATABASE_URL: url });
    const ann = person(server.url);
    const board = await ann.makesBoard('Plan');
    const ben = person(server.url);
    await ben.opens(board.edit);
    const line = await ben.connects(board.id);
    await line.hears('step1');
    const env = { DATABASE_URL: url, DATA_DIR: newFolder() };
    const listed = await gesso(['boards'], env);
    expect(listed.out).toContain(board.id);
    expect(await gesso(['links', board.id, 'revoke', board.edit.id], env)).toMatchObject({ code: 0 });
    expect((await line.closed).code).toBe(closeOf('FORBIDDEN').code);
    expect((await gesso(['backup'], env)).err).toContain('DATABASE_URL is set: boards are kept in PostgreSQL');
  });
});

test('a server of an older version than its database does not start, and one that runs ends with a sentence', {
  timeout: 90_000,
}, async () => {
  const url = await newSchema();
  const running = spawnServer({ DATABASE_URL: url, DATA_DIR: newFolder() });
  await running.url;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  afterThis(() => client.end());
  // As a newer version leaves it that did not know of the server.
  await client.query('UPDATE gesso_schema SET version = 99, least = 99');
  expect(await running.exit).toEqual({ code: 1, signal: null });
  expect(running.output()).toMatch(
    /The data was last used by a newer version of Gesso \(format 99, this version knows \d+\)/,
  );
  expect(await refusal(url)).toMatch(/^The data was last used by a newer version of Gesso .* Update Gesso\.$/);
});

describe('a database that cannot be used ends the start with one sentence', () => {
  const pointedAt = async (change: (url: URL) => unknown): Promise<string> => {
    const url = new URL(await newSchema());
    change(url);
    return url.href;
  };

  test.each([
    ['where nothing listens', (url: URL) => Object.assign(url, { port: '1' }), /^Nothing listens .*start PostgreSQL/],
    [
      'with a wrong password',
      (url: URL) => Object.assign(url, { password: 'wrong' }),
      /does not take the user and password/,
    ],
    [
      'that is not there',
      (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
      /^There is no database nowhere on/,
    ],
    [
      'on an unknown host',
      (url: URL) => Object.assign(url, { hostname: 'nowhere.invalid' }),
      /is not known|cannot be looked up/,
    ],
    ['that has no TLS', (url: URL) => url.searchParams.set('sslmode', 'verify-full'), /cannot be encrypted/],
    ['without a schema', (url: URL) => url.searchParams.set('options', '-c search_path=nowhere'), /has no schema/],
    [
      'that may only be read',
      (url: URL) => url.searchParams.set('options', '-c default_transaction_read_only=on'),
      /may only be read.*primary/,
    ],
  ] as const)('%s', async (_name, change, sentence) => {
    const url = await pointedAt(change);
    const said = await refusal(url);
    expect(said).toMatch(sentence);
    expect(said).not.toContain(new URL(url).password);
    expect(said.split('\n')).toHaveLength(1);
  });

  test('whose user may make no tables, or that has another encoding', async () => {
    const url = await newSchema();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    afterThis(() => client.end());
    const name = `gesso_${process.pid}_${Date.now()}`;
    await client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
    afterThis(async () => {
      await client.query(`DROP OWNED BY ${name}`);
      await client.query(`DROP ROLE ${name}`);
    });
    const schema = new URL(url).searchParams.get('options')?.split('=')[1];
    await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`);
    const weak = new URL(url);
    weak.username = name;
    weak.password = 'secret';
    expect(await refusal(weak.href)).toMatch(/may not make or use tables.*GRANT/);
    await client.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    afterThis(() => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    const old = new URL(url);
    old.pathname = `/${name}`;
    old.searchParams.delete('options');
    expect(await refusal(old.href)).toMatch(/has the encoding LATIN1/);
  });
});

/** Draws without a break, some edits ahead of what is saved, until it is told to end. */
const drawing = (line: Line, prefix: string) => {
  const doc = new Y.Doc();
  const sent: string[] = [];
  let saved = 0;
  let isEnding = false;
  const done = (async () => {
    while (saved < sent.length || !isEnding) {
      while (!isEnding && sent.length - saved < 10) {
        const id = `${prefix}${String(sent.length).padStart(12 - prefix.length, '0')}`;
        line.send(frames.update(edit(doc, id)));
        sent.push(id);
      }
      saved = (await line.hears('saved')).count;
    }
  })();
  done.catch(() => undefined);
  return {
    get saved(): readonly string[] {
      return sent.slice(0, saved);
    },
    async end(): Promise<readonly string[]> {
      isEnding = true;
      await done;
      return sent;
    },
  };
};

test('a database that crashes while people draw loses nothing that was acknowledged, and is waited for', {
  timeout: 90_000,
}, async () => {
  const postgres = await ownPostgres();
  const server = await serve({ DATABASE_URL: postgres.url });
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const ben = person(server.url);
  await ben.opens(board.edit);
  const [mine, his] = [await ann.connects(board.id), await ben.connects(board.id)];
  const both = [drawing(mine, 'a-'), drawing(his, 'b-')];
  const looker = await ann.connects(board.id);
  const marks: string[] = [];
  for (let round = 0; round < 2; round++) {
    const late = await ann.connects(board.id);
    await late.hears('step1');
    await his.hears('update');
    await postgres.crash();
    await looker.hears('notice', ({ code }) => code === 'STORE_UNAVAILABLE');
    // What is drawn is shown all the same, and nobody is told that it is stored.
    late.send(frames.step1());
    expect(idsIn((await late.hears('step2')).body).length).toBeGreaterThan(0);
    const mark = `c-${round}`.padEnd(12, '0');
    late.send(frames.update(edit(new Y.Doc(), mark)));
    marks.push(mark);
    expect((await ann.get('/readyz')).body).toMatchObject({ status: 'ready', store: 'failing' });
    expect((await ann.get('/api/boards')).status).toBe(503);
    // Whoever comes now is told to try again.
    expect(await (await ann.connects(board.id)).closed).toEqual(closeOf('STORE_UNAVAILABLE'));
    expect(late.heard.some(({ type }) => type === 'saved')).toBe(false);
    await postgres.start();
    await late.hears('saved', ({ count }) => count === 1);
    await looker.hears('notice', ({ code }) => code === 'STORE_RECOVERED');
    late.close();
  }
  const drawn = (await Promise.all(both.map((one) => one.end()))).flat();
  // A server ends also while the database is away.
  await postgres.crash();
  await server.close();
  await postgres.start();
  const again = await serve({ DATABASE_URL: postgres.url });
  expect(await documentOf(person(again.url, ann.cookie), board.id)).toEqual([...drawn, ...marks].sort());
});
