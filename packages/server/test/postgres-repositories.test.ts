import { fold } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInHooks } from '../src/auth/built-in.ts';
import type { Sessions } from '../src/auth/sessions.ts';
import { standingNow } from '../src/auth/stays.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { boardOrders, linkRoles, memberships as memberRoles, type Repositories } from '../src/stores/repositories.ts';
import { integer } from '../src/stores/rows.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { another, newDatabase, newSchema } from './support/postgres.ts';
import { all, boardOf, hashOf, ids, linkOf, personOf } from './support/repository-records.ts';
import { afterThis } from './support/server.ts';

const hostile = 'a\0b\uD800 \uE000c%_\\\'"';

describe('what is hostile', () => {
  test('comes back from every repository as it was', async () => {
    const { boards, links, sessions, audit, texts, webhooks } = postgresRepositories(await newDatabase());
    await boards.create(boardOf('b', { title: hostile, owner: hostile }), [{ ...linkOf('l', 'b'), label: hostile }]);
    await boards.tag(hostile, 'b', [hostile], 1);
    expect((await boards.ofPerson(hostile, { ...all, tag: hostile, order: 'title' })).boards).toMatchObject([
      { title: hostile, owner: hostile, tags: [hostile] },
    ]);
    const [listed] = (await boards.ofPerson(hostile, { ...all, order: 'title' })).boards;
    expect((await boards.ofPerson(hostile, { ...all, order: 'title', after: listed?.place })).boards).toEqual([]);
    expect((await links.ofBoard('b'))[0]?.label).toBe(hostile);
    await sessions.create(hashOf('t'), { ...personOf(hostile), name: hostile }, 1);
    expect(await sessions.find(hashOf('t'), 2, 0)).toMatchObject({ id: hostile, name: hostile });
    // What looks like it is somebody else.
    expect(await sessions.person(hostile.replace('\0', '\uFFFD'), 0)).toBeUndefined();
    await audit.append({ at: 1, event: 'link.join', board: 'b', person: hostile, facts: { link: 'l', hostile } });
    await audit.append({ at: 2, event: 'link.join', board: 'b', person: hostile, facts: { link: 'l', hostile } });
    const { events } = await audit.ofBoard('b', 9);
    expect(events).toMatchObject([{ person: hostile, facts: { hostile, count: 2 } }]);
    await texts.keep('b', { text: `x\n${hostile} milk`, folded: fold(`x\n${hostile} milk`) }, 1);
    const found = await texts.ofPerson(hostile, { ...all, words: 'b\uD800 \uE000c' });
    expect([ids(found.named.boards), ids(found.boards)]).toEqual([[], []]);
    await boards.update('b', { title: 'plan' });
    expect(ids((await texts.ofPerson(hostile, { ...all, words: 'milk' })).boards)).toEqual(['b']);
    await webhooks.add({ id: 'w', board: 'b', url: hostile, secret: hostile, events: [], createdAt: 1 }, 1);
    expect(await webhooks.ofBoard('b')).toMatchObject([{ url: hostile, secret: hostile }]);
  });

  test.each(['b:', 'b:x', 'b:1e999', 'b:9007199254740993', ':', 'b:\0', `${'b'.repeat(65)}:1`])(
    'does no harm as a place in a list: %j',
    async (after) => {
      const { boards } = postgresRepositories(await newDatabase());
      await boards.create(boardOf('a'), []);
      for (const order of boardOrders)
        await expect(boards.ofPerson('ann', { ...all, order, after })).resolves.toBeDefined();
    },
  );
});

test('one of those that ask at once is told that it is for them, and nobody else before its time', async () => {
  const database = await newDatabase();
  const { turns } = postgresRepositories(database);
  const asked = (everyMs: number) =>
    Promise.all(Array.from({ length: 5 }, () => turns.mine('records', everyMs))).then((all) => all.filter(Boolean));
  expect(await asked(60_000)).toHaveLength(1);
  expect(await turns.mine('trash', 60_000)).toBe(true);
  await database.run("UPDATE turns SET next_at = next_at - 60001 WHERE name = 'records'");
  expect(await asked(60_000)).toHaveLength(1);
  expect(await turns.mine('trash', 60_000)).toBe(false);
});

test('counters are changed by one after the other, all of them or none, and forgotten a day later', async () => {
  const database = await newDatabase();
  const { counters, sweep } = postgresRepositories(database);
  const raise = (names: readonly string[], most = 99) =>
    counters?.change(names, (known, now) => {
      if ([...known.values()].some(({ count }) => count >= most)) return undefined;
      return new Map([...known].map(([name, { count }]) => [name, { count: count + 1, until: now }]));
    });
  const orders = [['a', 'b'], ['b', 'a'], ['b'], ['a', 'c', 'b', 'a']];
  expect(await Promise.all(Array.from({ length: 20 }, (_, i) => raise(orders[i % 4] ?? [])))).not.toContain(false);
  expect(await Promise.all(['x', 'x', 'x', 'x'].map((name) => raise([name, 'y'], 2)))).toHaveLength(4);
  const kept = async () =>
    Object.fromEntries(
      (await database.all('SELECT name, count FROM counters')).map((row) => [row['name'], row['count']]),
    );
  expect(await kept()).toEqual({ a: 15, b: 20, c: 5, x: 2, y: 2 });
  await expect(
    counters?.change(['a'], () => {
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await raise(['b', 'new'], 20)).toBe(false);
  expect(Object.keys(await kept())).not.toContain('new');
  await database.run("UPDATE counters SET until = until - 86400001 WHERE name = 'a'");
  for await (const _taken of sweep({ old: 0, ended: 0, passing: 0, loose: 0 }));
  expect(Object.keys(await kept()).sort()).toEqual(['b', 'c', 'x', 'y']);
});

test('stays are looked at in one go, each as what is kept of it', async () => {
  const { boards, links, memberships, sessions, stays } = postgresRepositories(await newDatabase());
  await boards.create(boardOf('b'), [linkOf('l', 'b', 'viewer'), { ...linkOf('m', 'b'), expiresAt: 9 }]);
  await boards.create(boardOf('trashed', { owner: 'ben' }), [linkOf('t', 'trashed')]);
  await boards.trash('trashed', 5);
  await boards.update('b', { ownerDraws: true });
  for (const link of ['m', 'l', 't']) await links.grant(link, 'ben', 4);
  await memberships.set('b', hostile, 'none', 5);
  await sessions.create(hashOf('over'), personOf('ben'), 6);
  await sessions.endAll('ben', 7);
  await sessions.create(hashOf('on'), personOf('ben'), 6);
  const board = { owner: 'ann', ownerDraws: true, deletedAt: undefined };
  const nothing = { membership: undefined, links: [], isSessionOver: false };
  const [viewer, editor] = [
    { id: 'l', role: 'viewer', expiresAt: undefined },
    { id: 'm', role: 'editor', expiresAt: 9 },
  ];
  expect(
    await stays?.([
      { board: 'b', person: 'ben', session: hashOf('on') },
      { board: 'b', person: hostile, session: hashOf('never stored') },
      { board: 'none', person: 'ben', session: hashOf('over') },
      { board: 'trashed', person: 'ben', link: 't' },
      { board: 'b', person: 'visitor-1', link: 'm' },
      { board: 'b', person: 'visitor-1', link: 't' },
      { board: 'b', person: 'ben' },
    ]),
  ).toEqual([
    { ...nothing, board, links: [viewer, editor] },
    { ...nothing, board, membership: 'none' },
    { ...nothing, board: undefined, isSessionOver: true },
    {
      ...nothing,
      board: { owner: 'ben', ownerDraws: false, deletedAt: 5 },
      links: [{ id: 't', role: 'editor', expiresAt: undefined }],
    },
    { ...nothing, board, links: [editor] },
    { ...nothing, board },
    { ...nothing, board, links: [viewer, editor] },
  ]);
  expect(await stays?.([])).toEqual([]);
});

test('what a stay comes to is what a person is let in with, whatever is kept', async () => {
  const repositories = postgresRepositories(await newDatabase());
  const { boards, links, memberships, stays } = repositories;
  const { authorize } = builtInHooks({ repositories, sessions: {} as Sessions, jwt: undefined, now: () => 10 });
  const link = fc.record({
    role: fc.constantFrom(...linkRoles),
    expiresAt: fc.constantFrom(undefined, undefined, 5, 10, 20),
    isGranted: fc.boolean(),
  });
  const kept = fc.record({
    all: fc.array(link, { maxLength: 4 }),
    membership: fc.option(fc.constantFrom(...memberRoles)),
    ownerDraws: fc.boolean(),
    shown: fc.nat(5),
    person: fc.constantFrom('ann', 'ben'),
  });
  let board = 0;
  await fc.assert(
    fc.asyncProperty(kept, async ({ all, membership, ownerDraws, shown, person }) => {
      const id = `board-${board++}`;
      await boards.create(
        boardOf(id),
        all.map(({ role, expiresAt }, i) => ({ ...linkOf(`${id}-${i}`, id, role, 9 - i), expiresAt })),
      );
      await boards.update(id, { ownerDraws });
      for (const [i, { isGranted }] of all.entries()) if (isGranted) await links.grant(`${id}-${i}`, person, 1);
      if (membership !== null) await memberships.set(id, person, membership, 1);
      const stay = { board: id, person, link: `${id}-${shown}` };
      const [facts] = (await stays?.([stay])) ?? [];
      const now = facts === undefined ? 'unknown' : standingNow(stay, facts, { links: true }, 10);
      const principal = { id: person, name: '', color: '', signedIn: false, link: stay.link };
      expect(typeof now === 'string' ? undefined : now).toEqual(await authorize(principal, id));
      expect(now).not.toBe('unknown');
    }),
    { numRuns: 60 },
  );
});

test('lists have the order they have in SQLite, and go on at the same places', async () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  const both = [sqliteRepositories(database), postgresRepositories(await newDatabase())] as const;
  const title = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      'A',
      'Z',
      '_',
      'ä',
      'Ä',
      'ß',
      'é',
      '10',
      '9',
      'a b',
      'a-b',
      'z',
      '日本',
      '😀',
      '\uFFFD',
      'İ',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const board = fc.record({ title, at: fc.integer({ min: 1, max: 3 }), made: fc.integer({ min: 1, max: 3 }) });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(board, { maxLength: 8 }), async (list) => {
      const owner = `ann${runs++}`;
      const walk = async ({ boards }: Repositories) => {
        for (const [n, one] of list.entries())
          await boards.create(
            boardOf(`${owner}-${n}`, { owner, title: one.title, updatedAt: one.at, createdAt: one.made }),
            [],
          );
        const pages: unknown[] = [];
        for (const order of boardOrders) {
          for (let after: string | undefined, goesOn = true; goesOn; ) {
            const page = await boards.ofPerson(owner, { ...all, order, after, limit: 3 });
            pages.push(page);
            goesOn = page.goesOn;
            after = page.boards.at(-1)?.place;
          }
        }
        return pages;
      };
      expect(await walk(both[1])).toEqual(await walk(both[0]));
    }),
    { numRuns: 30 },
  );
});

describe('two servers on one database', () => {
  const two = async () => {
    const url = await newSchema();
    const databases = [another(url), another(url)] as const;
    await migrate(databases[0]);
    return [postgresRepositories(databases[0]), postgresRepositories(databases[1])] as const;
  };

  test('let no more people in by a link than it is for, and count each', async () => {
    const [one, other] = await two();
    const few = { ...linkOf('few', 'b'), maxUses: 5 };
    await one.boards.create(boardOf('b'), [few, linkOf('any', 'b')]);
    const tries = Array.from({ length: 12 }, (_, n) => (n % 2 ? one : other).links.countUse(few));
    expect((await Promise.all(tries)).filter((may) => may)).toHaveLength(5);
    const seen = { visits: [{ person: 'ann', board: 'b', at: 1 }], uses: new Map([['any', 2]]) };
    await Promise.all([one.writeSeen(seen), other.writeSeen(seen), one.writeSeen(seen)]);
    expect((await other.links.ofBoard('b')).map(({ uses }) => uses)).toEqual([5, 6]);
  });

  test('have one secret, keep one picture, and grant once', async () => {
    const [one, other] = await two();
    await one.boards.create(boardOf('b', { owner: 'cas' }), [linkOf('l', 'b')]);
    const secrets = await Promise.all([one.secrets.get('guests'), other.secrets.get('guests')]);
    expect(Buffer.compare(secrets[0], secrets[1])).toBe(0);
    const grants = await Promise.all([one.links.grant('l', 'ann', 1), other.links.grant('l', 'ann', 1)]);
    expect(grants.sort()).toEqual([false, true]);
    const picture = { hash: 'p'.repeat(43), type: 'image/png' } as const;
    const data = new Uint8Array(700_000).fill(7);
    const by = { person: 'ann', at: 1 };
    expect(
      await Promise.all([one.assets.add('b', picture, data, by), other.assets.add('b', picture, data, by)]),
    ).toEqual([true, true]);
    const parts: Uint8Array[] = [];
    for await (const part of other.assets.read(picture.hash)) parts.push(part);
    expect(Buffer.compare(Buffer.concat(parts), data)).toBe(0);
  });

  test('lose nothing and reject nothing where a board goes while others come to it', async () => {
    const [one, other] = await two();
    for (let round = 0; round < 10; round++) {
      await one.boards.create(boardOf('b'), [linkOf('l', 'b')]);
      await Promise.all([
        one.boards.remove('b'),
        other.boards.visit('ben', 'b', 1),
        other.boards.star('ben', 'b', 1),
        other.boards.tag('ben', 'b', ['t'], 1),
        other.memberships.set('b', 'ben', 'viewer', 1),
        other.links.grant('l', 'ben', 1),
        other.texts.pass('b', 1),
      ]);
      expect(await one.boards.find('b')).toBeUndefined();
    }
  });
});

test('what is old is forgotten, and nothing else', async () => {
  const database = await newDatabase();
  const repositories = postgresRepositories(database);
  const { boards, sessions, audit, links } = repositories;
  const hour = 60 * 60_000;
  await boards.create(boardOf('b', { owner: 'keeper' }), [linkOf('l', 'b')]);
  for (const [id, at] of [
    ['old', 10 * hour],
    ['passer', 60 * hour],
    ['keeper', 60 * hour],
    ['recent', 90 * hour],
  ] as const) {
    await sessions.create(hashOf(id), personOf(id), at);
    await boards.visit(id, 'b', at);
    await links.grant('l', id, at);
    await audit.append({ at, event: 'board.create', board: 'b', person: id, facts: {} });
  }
  await sessions.endAll('recent', 91 * hour);
  await database.exec("INSERT INTO client_ids VALUES ('b', 1, 'old', 1), ('b', 2, 'recent', 999999999)");
  let gone = 0;
  const ages = { old: 50 * hour, ended: 80 * hour, passing: 70 * hour, loose: 0 };
  for await (const taken of repositories.sweep(ages)) gone += taken;
  // Sessions of two, of one of them nothing else is left to go, a row of the audit log and an id.
  expect(gone).toBe(4);
  const found = await Promise.all(
    ['old', 'passer', 'keeper', 'recent'].map((id) => sessions.find(hashOf(id), 95 * hour, 0)),
  );
  expect(found).toEqual([undefined, undefined, personOf('keeper'), 'ended']);
  expect((await repositories.memberships.ofBoard('b', 9)).map(({ id }) => id)).toEqual(['recent', 'keeper']);
  expect(integer((await database.one('SELECT count(*) AS count FROM client_ids')) ?? {}, 'count')).toBe(1);
});

describe('keys that are good once', () => {
  const keysOf = (...[database]: Parameters<typeof postgresRepositories>) => {
    const { keys } = postgresRepositories(database);
    if (keys === undefined) throw new Error('PostgreSQL keeps keys');
    return keys;
  };
  const held = (value: string, person = 'ann') => ({ person, value });

  test('are used up by one of those who bring them at once, on whichever server', async () => {
    const url = await newSchema();
    const databases = [another(url), another(url)] as const;
    await migrate(databases[0]);
    const servers = [keysOf(databases[0]), keysOf(databases[1])] as const;
    await servers[0].put('ticket', hashOf('k'), held('for ann'), 60);
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, i) => servers[i % 2 === 0 ? 0 : 1].take('ticket', hashOf('k'))),
    );
    expect(taken.filter((value) => value !== undefined)).toEqual(['for ann']);
  });

  test('are worth nothing under another kind, after their time, and once they are dropped', async () => {
    const keys = keysOf(await newDatabase());
    await keys.put('ticket', hashOf('a'), held('a'), 60);
    expect(await keys.take('move', hashOf('a'))).toBeUndefined();
    await keys.put('ticket', hashOf('over'), held('over'), 0);
    expect(await keys.take('ticket', hashOf('over'))).toBeUndefined();
    await keys.put('ticket', hashOf('b'), held('b', 'ben'), 60);
    await keys.drop('ticket', 'ann');
    expect([await keys.take('ticket', hashOf('a')), await keys.take('ticket', hashOf('b'))]).toEqual([undefined, 'b']);
  });
});
