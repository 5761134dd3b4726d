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
