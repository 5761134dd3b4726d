import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openWire } from './faults/wire.ts';
import { edit, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { another, newSchema } from './support/postgres.ts';
import { afterThis, serve } from './support/server.ts';

/** A database on a wire, which can fall silent. */
const onWire = async () => {
  const wire = await openWire(await newSchema(), afterThis);
  return { wire, database: another(wire.url) };
};

/** A way to a database on which the first question that has these words gets lost. */
const losingOnce = async (url: string, words: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  let isLost = false;
  const proxy = createServer((page) => {
    const to = connect(Number(port), hostname);
    for (const socket of [page, to]) socket.on('error', () => undefined);
    page.on('data', (data) => {
      if (isLost || !data.includes(words)) to.write(data);
      else isLost = true;
    });
    page.on('close', () => to.destroy());
    to.pipe(page);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  afterThis(() => proxy.close());
  const { port: own } = proxy.address() as AddressInfo;
  return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(own) }).href;
};

test('a connection that does not tell which database it leads to is not used: another would be taken for another place', async () => {
  const database = another(await losingOnce(await newSchema(), 'pg_control_system'));
  await expect(database.one('SELECT 1 AS one')).rejects.toThrow('timeout');
  expect(await database.one('SELECT 1 AS one')).toEqual({ one: 1 });
  expect(database.place).not.toBe('');
});

describe('connections behind which nobody is any more', () => {
  test('are given up, those that are free among them, and others are made', async () => {
    const { wire, database } = await onWire();
    // As many connections as questions at once.
    await Promise.all([1, 2, 3, 4, 5].map(() => database.one('SELECT pg_sleep(0.2)::text AS slept')));
    wire.forget();
    const lost = database.transaction((queries) => queries.one('SELECT 1 AS one'));
    await expect(lost).rejects.toThrow('Connection terminated');
    for (const n of [1, 2, 3, 4, 5]) expect(await database.one('SELECT $1::integer AS n', [n])).toEqual({ n });
  });

  test('are not those that wait for what takes long', async () => {
    const { database } = await onWire();
    const [slow, transaction] = await Promise.all([
      database.one("SELECT 'slow' AS what FROM pg_sleep(7)"),
      database.transaction(async (queries) => {
        await queries.one('SELECT 1 AS one');
        return queries.one("SELECT 'transaction' AS what FROM pg_sleep(6)");
      }),
    ]);
    expect([slow, transaction]).toEqual([{ what: 'slow' }, { what: 'transaction' }]);
  });
});

test('while the database says nothing people are told that nothing is stored, see what others draw, and all of it is stored later', async () => {
  const wire = await openWire(await newSchema(), afterThis);
  const server = await serve({ DATABASE_URL: wire.url });
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const ben = person(server.url);
  await ben.opens(board.edit);
  const [mine, his] = [await ann.connects(board.id), await ben.connects(board.id)];
  const doc = new Y.Doc();
  mine.send(frames.update(edit(doc, 'element-0001')));
  await mine.hears('saved', ({ count }) => count === 1);
  await his.hears('update');
  wire.silence();
  mine.send(frames.update(edit(doc, 'element-0002')));
  await his.hears('notice', ({ code }) => code === 'STORE_UNAVAILABLE');
  await his.hears('update');
  // What comes now is shown at once.
  mine.send(frames.update(edit(doc, 'element-0003')));
  await his.hears('update');
  expect(mine.heard.some(({ type }) => type === 'saved')).toBe(false);
  wire.heal();
  await mine.hears('saved', ({ count }) => count === 3);
  await his.hears('notice', ({ code }) => code === 'STORE_RECOVERED');
});
