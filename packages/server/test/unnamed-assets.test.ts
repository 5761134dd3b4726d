import { createHash } from 'node:crypto';
import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readConfig } from '../src/config/config.ts';
import { giveUpAssets } from '../src/maintenance/unnamed-assets.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { inspect, isSound } from '../src/stores/sqlite/inspect.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { systemTimers } from '../src/timers.ts';
import { afterThis } from './support/server.ts';

const day = 24 * 60 * 60 * 1000;

/** A board, its document in one hand and what is kept in the other. */
const scene = async () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  let at = 1_000 * day;
  const repositories = sqliteRepositories(database);
  const store = sqliteStore(database, () => at);
  const { assets, boards } = repositories;
  const make = (id: string, like?: string) =>
    boards.create(
      {
        id,
        title: '',
        owner: 'ann',
        createdAt: at,
        updatedAt: at,
        deletedAt: undefined,
        ownerDraws: false,
        previews: false,
      },
      [],
      like,
    );
  await make('b');
  const doc = createBoardDoc();
  const board = openBoard(doc);
  let stored = Y.encodeStateVector(doc);
  const save = async () => {
    await store.append([{ board: 'b', update: Y.encodeStateAsUpdate(doc, stored), by: 'ann' }]);
    stored = Y.encodeStateVector(doc);
    await boards.update('b', { updatedAt: at });
  };
  const deps = { repositories, store, config: readConfig({}), now: () => at, timers: systemTimers };
  return {
    database,
    repositories,
    board,
    save,
    make,
    store,
    upload: async (letters: string, to = 'b') => {
      const data = Buffer.from(letters);
      const hash = createHash('sha256').update(data).digest('base64url');
      await assets.add(to, { hash, type: 'image/png' }, data, { person: 'ann', at });
      return hash;
    },
    has: async (hash: string, on = 'b') => (await assets.find(on, hash)) !== undefined,
    sweep: () => giveUpAssets(deps),
    pass: (days: number) => {
      at += days * day;
    },
  };
};

const picture = (asset: string) => ({ kind: 'image', x: 0, y: 0, width: 10, height: 10, asset }) as const;

describe('a picture', () => {
  test('stays as long as its board shows it, and for a while after that', async () => {
    const { board, save, upload, has, sweep, pass } = await scene();
    const [kept, lost] = [await upload('kept'), await upload('lost')];
    const [, gone] = board.edit((w) => [w.add(picture(kept)), w.add(picture(lost))]);
    await save();
    pass(100);
    expect(await sweep()).toBe(0);
    board.edit((w) => w.remove(gone ?? ''));
    await save();
    pass(2);
    expect([await sweep(), await has(lost)]).toEqual([0, true]);
    pass(29);
    expect([await sweep(), await has(lost)]).toEqual([0, true]);
    pass(2);
    expect([await sweep(), await has(lost), await has(kept)]).toEqual([1, false, true]);
  });

  test('that a named version shows stays as long as that', async () => {
    const { store, board, save, upload, has, sweep, pass } = await scene();
    const hash = await upload('picture');
    const id = board.edit((w) => w.add(picture(hash)));
    await save();
    const state = (await store.history.stateAt('b', 1)) ?? new Uint8Array();
    const version = { id: 'v', name: 'With a picture', seq: 1, at: 1, by: 'ann' };
    await store.history.keep('b', version, state, { versions: 1, bytes: 1e6 });
    board.edit((w) => w.remove(id));
    await save();
    pass(2);
    await sweep();
    pass(100);
    expect([await sweep(), await has(hash)]).toEqual([0, true]);
    await store.history.drop('b', 'v');
    await save();
    pass(2);
    await sweep();
    pass(31);
    expect([await sweep(), await has(hash)]).toEqual([1, false]);
  });

  test('that an undo brings back stays', async () => {
    const { board, save, upload, has, sweep, pass } = await scene();
    const hash = await upload('picture');
    const id = board.edit((w) => w.add(picture(hash)));
    await save();
    board.edit((w) => w.remove(id));
    await save();
    pass(20);
    await sweep();
    board.undo();
    await save();
    pass(20);
    expect([await sweep(), await has(hash)]).toEqual([0, true]);
  });

  test('that no document ever named goes after the same time, with a board or beside one', async () => {
    const { board, save, upload, has, sweep, pass, make } = await scene();
    const hash = await upload('picture');
    board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, width: 9, height: 9 }));
    await save();
    await make('empty');
    await upload('picture', 'empty');
    expect(await sweep()).toBe(0);
    pass(29);
    expect(await sweep()).toBe(0);
    pass(2);
    expect(await sweep()).toBe(2);
    expect([await has(hash), await has(hash, 'empty')]).toEqual([false, false]);
  });

  test('of a part that cannot be read any more is kept for a while: a copy elsewhere may bring it back', async () => {
    const { database, board, save, upload, has, sweep, pass } = await scene();
    const hash = await upload('picture');
    board.edit((w) => w.add(picture(hash)));
    await save();
    database.exec("UPDATE updates SET data = x'00'");
    pass(40);
    expect([await sweep(), await has(hash)]).toEqual([0, true]);
  });

  test('whose bytes changed on the disk is told of', async () => {
    const { database, upload } = await scene();
    const hash = await upload('picture');
    const before = inspect(database);
    expect([before.assets, isSound(before)]).toEqual([{ count: 1, damaged: [] }, true]);
    database.exec("UPDATE asset_parts SET data = x'00'");
    const after = inspect(database);
    expect([after.assets.damaged, isSound(after)]).toEqual([[hash], false]);
  });
});
