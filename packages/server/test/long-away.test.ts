import { type Board, type Element, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { integer } from '../src/stores/rows.ts';
import { openDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import { frames } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';

/** A device that was away for long, while its board went on and its log was folded into snapshots. */

/** Elements that were there before, and that each side adds in a week. */
const few = 40;
const weeks = 3;

/** A copy of a board as a device keeps it: rows that are its updates, read anew by each page. */
const device = () => {
  const rows: Uint8Array[] = [];
  const reload = (): { readonly doc: Y.Doc; readonly board: Board } => {
    const doc = new Y.Doc();
    for (const row of rows) Y.applyUpdate(doc, row);
    doc.on('update', (update: Uint8Array) => rows.push(update));
    return { doc, board: openBoard(doc) };
  };
  return { reload };
};

/** Brings a document and the board of a server together, over a socket of its own. */
const meet = async (who: Someone, id: string, doc: Y.Doc): Promise<void> => {
  const line = await who.connects(id);
  const asked = await line.hears('step1');
  line.send(frames.step1(Y.encodeStateVector(doc)));
  Y.applyUpdate(doc, (await line.hears('step2')).body);
  const lacking = Y.encodeStateAsUpdate(doc, asked.body);
  if (lacking.length > 2) {
    line.send(frames.step2(lacking));
    await line.hears('saved');
  }
  line.close();
  await line.closed;
};

/** Adds some, changes what both have, one edit each, and deletes some of it. */
const work = (board: Board, side: number, week: number, both: readonly string[]): void => {
  for (let i = 0; i < few; i++) {
    board.edit((w) => w.add({ kind: 'rect', x: side * 10_000 + week * 100 + i, y: 0 }));
    const id = both[i] as Element['id'];
    if (board.get(id) !== undefined) board.edit((w) => w.patch(id, { y: side * 1_000 + week * 100 + i }));
  }
  const gone = both[week * 2 + side] as Element['id'];
  board.edit((w) => w.remove(gone));
};

/** Folds the log of a board into a snapshot, as a server does after so much of it. Gives how many updates are in none then. */
const fold = async (folder: string, board: string) => {
  const { database, close } = openDatabase(folder);
  try {
    await sqliteStore(database).compact(board);
    const row = database
      .prepare(
        `SELECT count(*) AS rest FROM updates u WHERE board = ?1
          AND NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.board = u.board AND s.upto >= u.seq)`,
      )
      .get(board);
    return integer(row ?? {}, 'rest');
  } finally {
    close();
  }
};

const sorted = (board: Board) => board.all().toSorted((a, b) => (a.id < b.id ? -1 : 1));

test('a device that was away over folds of the log merges all that both sides did, reloaded in between', async () => {
  const folder = newFolder();
  const start = () => serve({ DATA_DIR: folder });
  let server = await start();
  const ann = person(server.url);
  const ben = person(server.url);
  const made = await ann.makesBoard();
  await ben.opens(made.edit);
  const copy = device();
  const first = copy.reload();
  const both = first.board.edit((w) =>
    w.addAll(Array.from({ length: few }, (_, i) => ({ kind: 'rect', x: i, y: 0 }) as const)),
  );
  await meet(ann, made.id, first.doc);
  await server.close();

  for (let week = 0; week < weeks; week++) {
    server = await start();
    const { doc, board } = device().reload();
    const here = person(server.url, ben.cookie);
    await meet(here, made.id, doc);
    work(board, 1, week, both);
    await meet(here, made.id, doc);
    await server.close();
    expect(await fold(folder, made.id)).toBe(0);
    work(copy.reload().board, 0, week, both);
  }

  server = await start();
  const back = copy.reload();
  await meet(person(server.url, ann.cookie), made.id, back.doc);
  const fresh = device().reload();
  await meet(person(server.url, ben.cookie), made.id, fresh.doc);
  expect(fresh.board.size).toBe(few + 2 * weeks * few - 2 * weeks);
  expect(sorted(fresh.board)).toEqual(sorted(back.board));
  const stored = device().reload();
  Y.applyUpdate(stored.doc, (await person(server.url, ann.cookie).get(`/api/boards/${made.id}/document`)).bytes);
  expect(sorted(stored.board)).toEqual(sorted(back.board));
  // What both have changed is as one of them has left it.
  for (const { y } of sorted(back.board)) expect(y % 1_000 < weeks * 100 + few).toBe(true);
}, 60_000);
