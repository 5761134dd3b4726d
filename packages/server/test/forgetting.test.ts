import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { guestTokens } from '../src/auth/guest-token.ts';
import { newId } from '../src/auth/secrets.ts';
import { integer } from '../src/stores/rows.ts';
import { fileIn, openBeside, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { edit } from './support/line.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

const day = 24 * 60 * 60 * 1000;

/** What is remembered grows with what people make, not with who passes by. */

const rowsIn = (folder: string, table: string): number => {
  const { database, close } = openBeside(fileIn(folder));
  try {
    return integer(database.prepare(`SELECT count(*) AS count FROM ${table}`).get() ?? {}, 'count');
  } finally {
    close();
  }
};

describe('a guest', () => {
  test('who only looks is not stored, and stays the same person', async () => {
    const server = await serve();
    for (let i = 0; i < 50; i++) {
      const guest = person(server.url);
      const first = (await guest.get('/api/session')).body;
      expect((await guest.get('/api/session')).body).toEqual(first);
    }
    expect(rowsIn(server.folder, 'sessions')).toBe(0);
  });

  test('is stored with the first thing that is theirs, once', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = (await ann.get('/api/session')).body;
    const { id: board, edit: link } = await ann.makesBoard();
    expect((await ann.get(`/api/boards/${board}`)).body.role).toBe('owner');
    expect((await ann.get('/api/session')).body.id).toBe(id);
    await ann.makesBoard();
    expect(rowsIn(server.folder, 'sessions')).toBe(1);
    const ben = person(server.url);
    await ben.opens(link);
    const cas = person(server.url);
    const before = (await cas.get('/api/session')).body;
    expect((await cas.patch('/api/session', { name: 'Cas' })).body).toEqual({ ...before, name: 'Cas' });
    expect((await cas.get('/api/session')).body.name).toBe('Cas');
    expect(rowsIn(server.folder, 'sessions')).toBe(3);
  });

  test('is known after a restart', async () => {
    const first = await serve();
    const ann = person(first.url);
    const { id } = (await ann.get('/api/session')).body;
    await first.close();
    const second = await serve({ DATA_DIR: first.folder });
    expect((await person(second.url, ann.cookie).get('/api/session')).body.id).toBe(id);
  });

  test('cannot be made up, nor be somebody else, nor be kept for ever by a cookie alone', () => {
    let at = Date.now();
    const tokens = guestTokens(new Uint8Array(32).fill(1), () => at);
    const id = newId();
    const token = tokens.make(id);
    expect(tokens.read(token)).toEqual({ id: `guest-${id}`, at });
    expect(guestTokens(new Uint8Array(32).fill(2), () => at).read(token)).toBeUndefined();
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A';
      expect(tokens.read(token.slice(0, i) + other + token.slice(i + 1))).toBeUndefined();
    }
    expect(tokens.read(`${token}A`)).toBeUndefined();
    at += 31 * day;
    expect(tokens.read(token)).toBeUndefined();
  });
});

describe('what is old', () => {
  const kept = async () => {
    const { database, close } = openTemporaryDatabase();
    afterThis(close);
    let at = 1_000 * day;
    const repositories = sqliteRepositories(database);
    const store = sqliteStore(database, () => at);
    const count = (table: string): number =>
      integer(database.prepare(`SELECT count(*) AS count FROM ${table}`).get() ?? {}, 'count');
    const sweep = async (): Promise<number[]> => {
      const steps = [];
      const ages = { old: at - 400 * day, ended: at - 31 * day, passing: at - 30 * day, loose: at - day };
      for await (const taken of repositories.sweep(ages)) steps.push(taken);
      return steps;
    };
    const comes = async (name: string) => {
      const hash = new TextEncoder().encode(name);
      await repositories.sessions.create(hash, { id: name, name, color: '#000000', colorChosen: false }, at);
      return hash;
    };
    const makes = (id: string, owner: string) =>
      repositories.boards.create(
        {
          id,
          title: '',
          owner,
          createdAt: at,
          updatedAt: at,
          deletedAt: undefined,
          ownerDraws: false,
          previews: false,
        },
        [
          {
            id: `link-${id}`,
            board: id,
            role: 'editor',
            keyHash: new Uint8Array(1),
            label: undefined,
            password: undefined,
            expiresAt: undefined,
            uses: 0,
            maxUses: undefined,
            createdAt: at,
          },
        ],
      );
    return {
      repositories,
      store,
      count,
      sweep,
      comes,
      makes,
      database,
      pass: (days: number) => {
        at += days * day;
      },
      now: () => at,
    };
  };

  test('is forgotten: guests who came once, sessions that are over, and after a year and more all others', async () => {
    const { repositories, count, sweep, comes, makes, pass, now } = await kept();
    const ann = await comes('ann');
    await makes('b', 'ann');
    for (let i = 0; i < 450; i++) {
      await comes(`passer-${i}`);
      await repositories.links.grant('link-b', `passer-${i}`, now());
      await repositories.boards.visit(`passer-${i}`, 'b', now());
    }
    const ben = await comes('ben');
    const cas = await comes('cas');
    await repositories.sessions.endAll('cas', now());
    pass(2);
    expect(await repositories.sessions.find(ben, now(), 0)).toMatchObject({ id: 'ben' });
    pass(30);
    const steps = await sweep();
    expect(Math.max(...steps)).toBeLessThanOrEqual(200);
    expect([count('sessions'), count('grants'), count('visits')]).toEqual([2, 0, 0]);
    expect(await repositories.sessions.find(ann, now(), 0)).toMatchObject({ id: 'ann' });
    expect(await repositories.sessions.find(cas, now(), 0)).toBeUndefined();
    pass(401);
    await sweep();
    expect(count('sessions')).toBe(0);
  });

  test('stays known as long as a cookie could prove by itself whose it was, however soon all else is forgotten', async () => {
    const { repositories, comes, pass, now } = await kept();
    const ann = await comes('ann');
    await repositories.sessions.endAll('ann', now());
    const sweepAfter = async (days: number) => {
      pass(days);
      const at = now();
      const steps = repositories.sweep({
        old: at - 7 * day,
        ended: at - 31 * day,
        passing: at - 7 * day,
        loose: at - day,
      });
      for await (const _taken of steps);
      return repositories.sessions.find(ann, at, 0);
    };
    expect(await sweepAfter(8)).toBe('ended');
    expect(await sweepAfter(24)).toBeUndefined();
  });

  test('is forgotten of visits, the audit and client ids', async () => {
    const { repositories, store, count, sweep, makes, pass, now } = await kept();
    await makes('b', 'ann');
    await repositories.boards.visit('ann', 'b', now());
    await repositories.audit.append({ at: now(), event: 'board.create', board: 'b', person: 'ann', facts: {} });
    const update = edit(new Y.Doc(), 'element-0001');
    await store.append([{ board: 'b', update, by: 'ann', clients: [1, 2, 3] }]);
    pass(300);
    await store.append([{ board: 'b', update, by: 'ann', clients: [3, 4] }]);
    await repositories.audit.append({ at: now(), event: 'link.create', board: 'b', person: 'ann', facts: {} });
    pass(101);
    await sweep();
    expect([count('visits'), count('audit'), count('client_ids')]).toEqual([0, 1, 1]);
    expect((await store.load('b')).owners).toEqual(new Map([[4, 'ann']]));
  });

  test('visits of one person are bounded, those of last stay', async () => {
    const { repositories, count, makes, now } = await kept();
    for (let i = 0; i < 1_005; i++) {
      await makes(`board-${i}`, 'ann');
      await repositories.boards.visit('ben', `board-${i}`, now() + i);
    }
    expect(count('visits')).toBe(1_000);
    const { boards } = await repositories.boards.ofPerson('ben', { trashed: false, limit: 2_000 });
    expect(boards.some(({ id }) => id === 'board-1004')).toBe(true);
    expect(boards.some(({ id }) => id === 'board-4')).toBe(false);
  });
});
