import { createClient } from '@redis/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readStored } from './faults/stored.ts';
import { edit, frames } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { ownPostgres } from './support/postgres.ts';
import { ownRedis } from './support/redis.ts';
import { afterThis, serve } from './support/server.ts';

/** Two databases of one PostgreSQL, of which one is, or was, a copy of the other. */
const copies = async () => {
  const { url } = await ownPostgres();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  afterThis(() => client.end());
  await client.query('CREATE DATABASE gesso');
  return {
    named: (name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href,
    copy: () => client.query('CREATE DATABASE copied TEMPLATE gesso'),
    async putInPlace() {
      await client.query('DROP DATABASE gesso WITH (FORCE)');
      await client.query('ALTER DATABASE copied RENAME TO gesso');
    },
  };
};

/** Connects as a page does: again where the database is not there yet. Resolves to the line and what the server has of the board. */
const comesBack = async (who: Someone, board: string) => {
  for (;;) {
    const line = await who.connects(board);
    const asked = await line.hears('step1').catch(() => undefined);
    if (asked !== undefined) return { line, asked: asked.body };
    expect((await line.closed).reason).toContain('STORE_UNAVAILABLE');
  }
};

const channelsOf = async (url: string): Promise<readonly string[]> => {
  const client = createClient({ url });
  await client.connect();
  afterThis(() => client.close());
  return client.pubSubChannels('gesso:*:all');
};

test('servers on a copy of a database do not hear those on the database, though they have its secrets and its Redis', {
  timeout: 90_000,
}, async () => {
  const { named, copy } = await copies();
  const redis = await ownRedis();
  const first = await serve({ DATABASE_URL: named('gesso'), REDIS_URL: redis.url });
  await first.close();
  await copy();
  for (const name of ['gesso', 'gesso', 'copied']) await serve({ DATABASE_URL: named(name), REDIS_URL: redis.url });
  expect(await channelsOf(redis.url)).toHaveLength(2);
});

test('a server whose database is exchanged for an older copy loads boards anew, and pages bring back what it lacks', {
  timeout: 90_000,
}, async () => {
  const { named, copy, putInPlace } = await copies();
  const url = named('gesso');
  const first = await serve({ DATABASE_URL: url });
  const ann = person(first.url);
  const board = await ann.makesBoard();
  const doc = new Y.Doc();
  const drawn = await ann.put(`/api/boards/${board.id}/document`, edit(doc, 'element-0000'));
  expect(drawn.status).toBe(204);
  await first.close();
  await copy();

  const told: string[] = [];
  const note = (_facts: object, sentence: string): void => void told.push(sentence);
  const server = await serve({ DATABASE_URL: url }, { log: { info() {}, warn: note, error: note } });
  const again = person(server.url, ann.cookie);
  const before = await again.connects(board.id);
  before.send(frames.update(edit(doc, 'element-0001')));
  await before.hears('saved', ({ count }) => count === 1);
  await putInPlace();
  before.send(frames.update(edit(doc, 'element-0002')));
  await before.closed;

  const { line, asked } = await comesBack(again, board.id);
  // What the copy has, and no more.
  expect(Y.decodeStateVector(asked)).toEqual(new Map([[doc.clientID, 1]]));
  line.send(frames.update(Y.encodeStateAsUpdate(doc, asked)));
  await line.hears('saved', ({ count }) => count === 1);
  // On the bus it goes by the name of the other.
  expect(told.filter((sentence) => sentence.includes('start this one anew'))).toHaveLength(1);
  const stored = await readStored(url, board.id);
  expect([stored.gaps, stored.damaged]).toEqual([0, 0]);
  expect([...stored.doc.getMap('el').keys()].sort()).toEqual(['element-0000', 'element-0001', 'element-0002']);
});
