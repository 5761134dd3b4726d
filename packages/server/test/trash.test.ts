import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { trashDays } from '../src/services/trash.ts';
import { fileIn, openBeside } from '../src/stores/sqlite/database.ts';
import { closeOf, edit, frames } from './support/line.ts';
import { type Link, person, type Someone } from './support/person.ts';
import { png } from './support/pictures.ts';
import { serve } from './support/server.ts';

const noSuchBoard = failureBody('NO_SUCH_BOARD');
const inTrash = failureBody('BOARD_IN_TRASH');
const dayMs = 86_400_000;

/** A board of Ann's with something on it, that Ben has open. */
const shared = async () => {
  const server = await serve();
  const [ann, ben] = [person(server.url), person(server.url)];
  const board = await ann.makesBoard('Plan');
  await ben.opens(board.edit);
  const line = await ben.connects(board.id);
  line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
  await line.hears('saved');
  return { server, ann, ben, board, line, at: `/api/boards/${board.id}` };
};

test('a board in the trash says until when it is there', async () => {
  const { ann, at } = await shared();
  expect((await ann.get(at)).body.deletedUntil).toBeUndefined();
  await ann.delete(at);
  const { boards } = (await ann.get('/api/boards?trash=1')).body;
  expect(boards).toHaveLength(1);
  const [{ deletedAt = '', deletedUntil = '' } = {}] = boards;
  expect(Date.parse(deletedUntil) - Date.parse(deletedAt)).toBe(trashDays * dayMs);
  const back = (await ann.post(`${at}/restore`)).body;
  expect([back.deletedAt, back.deletedUntil]).toEqual([undefined, undefined]);
});

test('is deleted for good at once, with all that was on it, also while others are on their way out', async () => {
  const { server, ann, ben, board, line, at } = await shared();
  const other = await ann.makesBoard('Garden');
  await ann.put(`/api/boards/${other.id}/document`, edit(new Y.Doc(), 'element-0001'));
  await ann.post(`${at}/assets`, await png());
  await ann.put(`${at}/tags`, { tags: ['Work'] });
  expect((await ann.get('/api/boards?q=plan')).body.boards).toHaveLength(1);
  await ann.delete(at);
  expect((await ann.delete(`${at}/forever`)).status).toBe(204);
  expect(await line.closed).toEqual(closeOf('BOARD_IN_TRASH'));
  expect((await ann.get('/api/boards?trash=1')).body.boards).toEqual([]);
  expect((await ann.post(`${at}/restore`)).body).toEqual(noSuchBoard);
  expect((await ann.delete(`${at}/forever`)).body).toEqual(noSuchBoard);
  expect((await ben.opens(board.edit)).body).toEqual(noSuchBoard);
  expect((await ann.get(`/api/boards/${other.id}`)).body.title).toBe('Garden');

  const { database, close } = openBeside(fileIn(server.folder));
  const left = (table: string, column = 'board', id = board.id): unknown =>
    database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`).get(id)?.['n'];
  const tables = ['updates', 'snapshots', 'client_ids', 'links', 'visits', 'tags', 'board_texts', 'board_assets'];
  expect([left('boards', 'id'), ...tables.map((table) => left(table))]).toEqual([0, ...tables.map(() => 0)]);
  expect(left('updates', 'board', other.id)).toBeGreaterThan(0);
  const event = database.prepare("SELECT person FROM audit WHERE board = ? AND event = 'board.remove'").all(board.id);
  close();
  expect(event).toEqual([{ person: (await ann.get('/api/session')).body.id }]);
});

test('is deleted for good by its owner alone, and only once it is in the trash', async () => {
  const { server, ann, ben, board, at } = await shared();
  const [cas, dan] = [person(server.url), person(server.url)];
  await cas.opens(board.view);
  await dan.makesBoard();
  for (const one of [ann, ben, cas, dan]) expect((await one.delete(`${at}/forever`)).body).toEqual(noSuchBoard);
  expect((await ann.get(at)).body.title).toBe('Plan');
  await ann.delete(at);
  for (const one of [ben, cas, dan, person(server.url)])
    expect((await one.delete(`${at}/forever`)).body).toEqual(noSuchBoard);
  await ann.post(`${at}/restore`);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await ben.get(`${at}/document`)).bytes);
  expect(doc.getMap('el').size).toBe(1);
  expect((await cas.get(at)).body.role).toBe('viewer');
});

/** What a person is told of a board by its facts, by a ticket of their session, at joining and for a ticket by a key, and by a socket. */
const answersTo = async (one: Someone, board: string, { key }: Pick<Link, 'key'>) => {
  const at = `/api/boards/${board}`;
  const said = [
    (await one.get(at)).body.code,
    (await one.post(`${at}/ticket`)).body.code,
    (await one.post(`${at}/join`, { key })).body.code,
    (await one.post(`${at}/ticket`, { key })).body.code,
  ];
  return [...said, (await (await one.connects(board)).closed).reason];
};
const five = (code: string) => [code, code, code, code, code];

describe('what people are told of a board in the trash', () => {
  const told = async () => {
    const scene = await shared();
    const [cas, dan, eva] = [person(scene.server.url), person(scene.server.url), person(scene.server.url)];
    await cas.opens(scene.board.view);
    await dan.opens(scene.board.edit);
    await eva.get('/api/session');
    return { ...scene, cas, dan, eva };
  };
  const wrong = { key: 'A'.repeat(22) };

  test('its owner, an editor and a viewer are told where it is, whatever key they bring', async () => {
    const { ann, ben, cas, board, at } = await told();
    await ann.delete(at);
    expect(await answersTo(ann, board.id, board.edit)).toEqual(five('BOARD_IN_TRASH'));
    expect(await answersTo(ann, board.id, wrong)).toEqual(five('BOARD_IN_TRASH'));
    expect(await answersTo(ben, board.id, board.edit)).toEqual(five('BOARD_IN_TRASH'));
    expect(await answersTo(cas, board.id, board.view)).toEqual(five('BOARD_IN_TRASH'));
    for (const path of ['/document', '/links']) expect((await ann.get(`${at}${path}`)).body).toEqual(inTrash);
    expect((await ann.delete(at)).body).toEqual(inTrash);
  });

  test('a stranger, one with a wrong key and one who was sent away are told what is told of none', async () => {
    const { ann, dan, eva, board, at } = await told();
    const secret = (await ann.post(`${at}/links`, { role: 'editor', password: 'open sesame' })).body;
    await ann.delete(`${at}/people/${(await dan.get('/api/session')).body.id}`);
    await ann.delete(at);
    expect(await answersTo(eva, board.id, wrong)).toEqual(five('NO_SUCH_BOARD'));
    // The key is right, and would not let them in.
    expect(await answersTo(dan, board.id, board.edit)).toEqual(five('NO_SUCH_BOARD'));
    expect(await answersTo(dan, board.id, board.view)).toEqual(five('NO_SUCH_BOARD'));
    expect(await answersTo(dan, board.id, secret)).toEqual(five('NO_SUCH_BOARD'));
  });

  test('one who comes by a link for the first time is told, and comes in after the restore, counted once', async () => {
    const { server, ann, eva, board, at } = await told();
    await ann.delete(at);
    const first = person(server.url);
    expect((await first.opens(board.view)).body).toEqual(inTrash);
    expect(first.cookie).toBe('');
    const { key } = board.view;
    expect((await eva.post(`${at}/ticket`, { key })).body).toEqual(inTrash);
    // Nothing was granted.
    expect((await eva.get(at)).body).toEqual(noSuchBoard);
    await ann.post(`${at}/restore`);
    expect((await eva.get(at)).body).toEqual(noSuchBoard);
    expect((await eva.opens(board.view)).body.role).toBe('viewer');
    expect((await first.opens(board.view)).body.role).toBe('viewer');
    const { links } = (await ann.get(`${at}/links`)).body;
    expect(links.find(({ id }) => id === board.view.id)).toMatchObject({ uses: 3 });
  });

  test('a link that needs a password, has ended or is used up says as little as before', async () => {
    const { server, ann, ben, at } = await told();
    const make = async (terms: object) => (await ann.post(`${at}/links`, { role: 'editor', ...terms })).body;
    const secret = await make({ password: 'open sesame' });
    const single = await make({ maxUses: 1 });
    const off = await make({});
    await ann.delete(`${at}/links/${off.id}`);
    const fay = person(server.url);
    await fay.opens(single);
    await ann.delete(at);
    const gus = person(server.url);
    expect((await gus.opens(secret)).body.code).toBe('PASSWORD_REQUIRED');
    expect((await gus.opens(secret, 'wrong')).body.code).toBe('PASSWORD_REQUIRED');
    expect((await gus.opens(secret, 'open sesame')).body).toEqual(inTrash);
    // Who could come in anyway is not asked for it.
    expect((await ben.opens(secret)).body).toEqual(inTrash);
    expect((await gus.opens(single)).body).toEqual(noSuchBoard);
    expect((await fay.opens(single)).body).toEqual(inTrash);
    expect((await gus.opens(off)).body).toEqual(noSuchBoard);
    expect((await ben.opens(off)).body).toEqual(inTrash);
  });

  test('a ticket from before says so too, unless its holder was sent away', async () => {
    const { server, ann, ben, dan, board, at } = await told();
    const visitor = person(server.url);
    const tickets = [
      await ben.ticket(board.id),
      await visitor.ticket(board.id, board.view),
      await dan.ticket(board.id),
      await dan.ticket(board.id, board.edit),
    ];
    await ann.delete(`${at}/people/${(await dan.get('/api/session')).body.id}`);
    await ann.delete(at);
    const closed = [];
    for (const ticket of tickets) closed.push(await (await visitor.connects(board.id, { gesso: '1', ticket })).closed);
    expect(closed).toEqual(
      (['BOARD_IN_TRASH', 'BOARD_IN_TRASH', 'NO_SUCH_BOARD', 'NO_SUCH_BOARD'] as const).map(closeOf),
    );
  });
});
