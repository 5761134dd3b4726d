import { DatabaseSync } from 'node:sqlite';
import { decodeHistory, historyType } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

/** Which elements a document holds that some updates lead to, by the letter of which their ids are made. */
const shown = (...updates: readonly Uint8Array[]): string[] => {
  const doc = new Y.Doc();
  for (const update of updates) if (update.length > 0) Y.applyUpdate(doc, update);
  return Object.keys(doc.getMap('el').toJSON())
    .map((id) => id.slice(0, 1))
    .sort();
};

/** Draws through the API, one update at a time, each stored before the next. */
const draws = async (who: Someone, board: string, keys: readonly string[], doc = new Y.Doc()): Promise<Y.Doc> => {
  for (const key of keys) {
    const reply = await who.put(`/api/boards/${board}/document`, edit(doc, key.repeat(12)));
    if (reply.status !== 204) throw new Error(`${reply.status} ${reply.text}`);
  }
  return doc;
};

interface Version {
  readonly id: string;
  readonly name: string | null;
  readonly at: number;
  readonly by: { readonly id: string; readonly name: string; readonly color: string } | null;
  readonly seq: number;
  readonly bytes: number;
  readonly authors?: readonly { readonly id: string }[];
}

const versionIn = (text: string): Version => JSON.parse(text) as Version;
const listed = async (who: Someone, board: string, query = '') =>
  JSON.parse((await who.get(`/api/boards/${board}/versions${query}`)).text) as {
    readonly versions: readonly Version[];
    readonly next: string | null;
  };
const keeps = (who: Someone, board: string, name = 'Kept') => who.post(`/api/boards/${board}/versions`, { name });

describe('the history of a board', () => {
  test('is what was drawn, by whom and when, and leads to what is there', async () => {
    const { url } = await serve();
    const ann = person(url);
    const begun = Date.now();
    const board = await ann.makesBoard();
    await draws(ann, board.id, ['a', 'b', 'c']);
    const reply = await ann.get(`/api/boards/${board.id}/history`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, historyType]);
    const { base, authors, updates, next } = decodeHistory(reply.bytes);
    expect([base.length, next, updates.map(({ seq }) => seq)]).toEqual([0, 0, [1, 2, 3]]);
    const me = (await ann.get('/api/session')).body;
    expect(authors).toEqual([{ id: me.id, name: me.name, color: expect.any(String) }]);
    for (const { at } of updates) expect(at >= begun && at <= Date.now()).toBe(true);
    const now = (await ann.get(`/api/boards/${board.id}/document`)).bytes;
    expect(shown(...updates.map(({ update }) => update))).toEqual(shown(now));
  });

  test('goes on behind a number, and from a time on with what came before', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    await draws(ann, board.id, ['a', 'b', 'c']);
    const page = async (query: string) =>
      decodeHistory((await ann.get(`/api/boards/${board.id}/history${query}`)).bytes);
    const behind = await page('?after=2');
    expect([behind.base.length, behind.updates.map(({ seq }) => seq)]).toEqual([0, [3]]);
    expect((await page('?after=3')).updates).toEqual([]);
    const later = await page(`?from=${Date.now() + 60_000}`);
    expect([later.updates, shown(later.base)]).toEqual([[], ['a', 'b', 'c']]);
    expect((await page('?to=1')).updates).toEqual([]);
    const whole = await page('');
    const [, , third] = whole.updates;
    const since = await page(`?from=${third?.at}`);
    expect(shown(since.base, ...since.updates.map(({ update }) => update))).toEqual(['a', 'b', 'c']);
    for (const wrong of ['?after=x', '?from=-1', '?to=1e9'])
      expect((await ann.get(`/api/boards/${board.id}/history${wrong}`)).body.code).toBe('MALFORMED');
  });

  test('of a board that nobody drew on is empty, and of a copy begins with what was copied', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    const page = async (id: string) => decodeHistory((await ann.get(`/api/boards/${id}/history`)).bytes);
    expect(await page(board.id)).toMatchObject({ base: new Uint8Array(), updates: [], next: 0 });
    await draws(ann, board.id, ['a', 'b']);
    await keeps(ann, board.id);
    const copy = (await ann.post(`/api/boards/${board.id}/duplicate`)).body.board.id;
    expect((await listed(ann, copy)).versions.filter(({ name }) => name !== null)).toEqual([]);
    await draws(ann, copy, ['c']);
    const { base, updates } = await page(copy);
    expect(shown(base, ...updates.map(({ update }) => update))).toEqual(['a', 'b', 'c']);
  });
});

describe('versions of a board', () => {
  test('hold what was acknowledged, and stay what they were', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    const doc = await draws(ann, board.id, ['a', 'b']);
    const reply = await keeps(ann, board.id, '  First\u202e plan ');
    expect(reply.status).toBe(201);
    const version = versionIn(reply.text);
    const me = (await ann.get('/api/session')).body;
    expect(version).toMatchObject({ name: 'First plan', seq: 2, by: { id: me.id }, bytes: expect.any(Number) });
    await draws(ann, board.id, ['c'], doc);
    const read = await ann.get(`/api/boards/${board.id}/versions/${version.id}/document`);
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(shown(read.bytes)).toEqual(['a', 'b']);
    const etag = read.headers.get('etag') ?? '';
    const again = await ann.request('GET', `/api/boards/${board.id}/versions/${version.id}/document`, undefined, {
      'if-none-match': etag,
    });
    expect([etag, again.status, again.bytes.length]).toEqual([`"${version.id}"`, 304, 0]);
  });

  test('are listed newest first and page by page, those with a name and those the server keeps by itself', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    const doc = await draws(ann, board.id, ['a']);
    await keeps(ann, board.id, 'One');
    await draws(ann, board.id, ['b'], doc);
    await keeps(ann, board.id, 'Two');
    await draws(ann, board.id, ['c'], doc);
    const { versions, next } = await listed(ann, board.id);
    expect(next).toBeNull();
    expect(versions.flatMap(({ name }) => name ?? [])).toEqual(['Two', 'One']);
    expect(versions.map(({ at }) => at)).toEqual(versions.map(({ at }) => at).sort((a, b) => b - a));
    const own = versions.find(({ name }) => name === null);
    expect(own).toMatchObject({ seq: 3, by: { id: (await ann.get('/api/session')).body.id }, bytes: 0 });
    const read = await ann.get(`/api/boards/${board.id}/versions/${own?.id}/document`);
    expect(shown(read.bytes)).toEqual(['a', 'b', 'c']);
    const pages: Version[] = [];
    for (let query = '?limit=1'; ; ) {
      const page = await listed(ann, board.id, query);
      pages.push(...page.versions);
      if (page.next === null) break;
      query = `?limit=1&before=${page.next}`;
    }
    expect(pages).toEqual(versions);
  });

  test('name all who changed something since the one before, where that is asked for', async () => {
    const { url } = await serve();
    const [ann, bob, zoe] = [person(url), person(url), person(url)];
    const board = await ann.makesBoard();
    const idOf = async (who: Someone) => (await who.get('/api/session')).body.id;
    const doc = await draws(ann, board.id, ['a']);
    for (const who of [bob, zoe]) await who.opens(board.edit);
    await keeps(ann, board.id, 'One');
    await draws(bob, board.id, ['b'], doc);
    await draws(ann, board.id, ['c'], doc);
    await draws(bob, board.id, ['d'], doc);
    await keeps(zoe, board.id, 'Two');
    await draws(zoe, board.id, ['e'], doc);
    const authors = async (query = '') =>
      (await listed(ann, board.id, query)).versions.map((version) => version.authors?.map(({ id }) => id));
    expect(await authors()).toEqual([undefined, undefined, undefined]);
    const [a, b, z] = [await idOf(ann), await idOf(bob), await idOf(zoe)];
    // The one the server keeps by itself is of the last update, that of Zoe.
    const all = [[z], [b, a], [a]];
    expect(await authors('?authors=1')).toEqual(all);
    expect(await authors('?authors=1')).toEqual(all);
    expect(await authors('?authors=1&limit=2')).toEqual(all.slice(0, 2));
    expect((await ann.get(`/api/boards/${board.id}/versions?authors=2`)).body.code).toBe('MALFORMED');
  });

  test('are renamed, named and forgotten', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    await draws(ann, board.id, ['a', 'b']);
    const [own] = (await listed(ann, board.id)).versions;
    const path = `/api/boards/${board.id}/versions`;
    const named = versionIn((await ann.patch(`${path}/${own?.id}`, { name: 'Mine' })).text);
    expect(named).toMatchObject({ name: 'Mine', seq: own?.seq, at: own?.at });
    expect((await listed(ann, board.id)).versions).toEqual([named]);
    expect(versionIn((await ann.patch(`${path}/${named.id}`, { name: 'Ours' })).text).name).toBe('Ours');
    for (const name of ['', '  ', '\u202e']) expect((await keeps(ann, board.id, name)).body.code).toBe('MALFORMED');
    expect((await ann.delete(`${path}/${named.id}`)).status).toBe(204);
    const gone = [
      await ann.delete(`${path}/${named.id}`),
      await ann.patch(`${path}/${named.id}`, { name: 'x' }),
      await ann.get(`${path}/${named.id}/document`),
      await ann.get(`${path}/at-99/document`),
    ];
    expect(gone.map(({ body }) => body.code)).toEqual(Array.from(gone, () => 'NOT_FOUND'));
    expect((await ann.delete(`${path}/${own?.id}`)).body.code).toBe('FORBIDDEN');
  });

  test('are for those who may see the board, and changed by those who may draw', async () => {
    const { url } = await serve();
    const [ann, bob, eve, zoe] = [person(url), person(url), person(url), person(url)];
    const board = await ann.makesBoard();
    await draws(ann, board.id, ['a']);
    const { id } = versionIn((await keeps(ann, board.id)).text);
    await bob.opens(board.view);
    await eve.get('/api/session');
    await zoe.opens(board.edit);
    const path = `/api/boards/${board.id}`;
    const codes = async (who: Someone) => {
      const replies = [
        await who.get(`${path}/versions`),
        await who.get(`${path}/versions/${id}/document`),
        await who.get(`${path}/history`),
        await who.post(`${path}/versions`, { name: 'x' }),
        await who.patch(`${path}/versions/${id}`, { name: 'y' }),
        await who.delete(`${path}/versions/${id}`),
      ];
      return replies.map(({ status }) => status);
    };
    expect(await codes(bob)).toEqual([200, 200, 200, 403, 403, 403]);
    expect(await codes(eve)).toEqual([404, 404, 404, 404, 404, 404]);
    // What another person named stays, but for the owner.
    expect(await codes(zoe)).toEqual([200, 200, 200, 201, 200, 403]);
    const { id: hers } = (await listed(zoe, board.id)).versions.find(({ name }) => name === 'x') ?? { id: '' };
    expect((await zoe.delete(`${path}/versions/${hers}`)).status).toBe(204);
    expect((await ann.delete(`${path}/versions/${id}`)).status).toBe(204);
    const kept = versionIn((await keeps(ann, board.id)).text);
    await ann.delete(`${path}/links/${board.view.id}`);
    for (const what of ['versions', `versions/${kept.id}/document`, 'history'])
      expect((await bob.get(`${path}/${what}`)).status).toBe(404);
    const me = (await zoe.get('/api/session')).body.id;
    await ann.delete(`${path}/people/${me}`);
    for (const what of ['versions', `versions/${kept.id}/document`, 'history'])
      expect((await zoe.get(`${path}/${what}`)).status).toBe(404);
    await ann.delete(path);
    expect((await ann.get(`${path}/versions`)).body.code).toBe('BOARD_IN_TRASH');
  });

  test('what came later is told where the first of it is damaged', async () => {
    const first = await serve();
    const ann = person(first.url);
    const board = await ann.makesBoard();
    const doc = new Y.Doc();
    for (const key of ['a', 'b', 'c']) {
      // By a person each: nothing of one builds on another's.
      doc.clientID += 1;
      await draws(ann, board.id, [key], doc);
    }
    await first.close();
    const database = new DatabaseSync(`${first.folder}/gesso.db`);
    database.exec('UPDATE updates SET data = zeroblob(length(data)) WHERE seq = 1');
    database.close();
    const again = await serve({ DATA_DIR: first.folder });
    const back = person(again.url, ann.cookie);
    await back.get(`/api/boards/${board.id}/document`);
    const reply = await back.get(`/api/boards/${board.id}/history`);
    expect(reply.status).toBe(200);
    const { updates } = decodeHistory(reply.bytes);
    expect(shown(...updates.map(({ update }) => update))).toEqual(['b', 'c']);
  });

  test('a version that is damaged is not one that never was', async () => {
    const { url, folder } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    await draws(ann, board.id, ['a']);
    const { id } = versionIn((await keeps(ann, board.id)).text);
    const database = new DatabaseSync(`${folder}/gesso.db`);
    database.exec('UPDATE kept_state_parts SET data = zeroblob(length(data))');
    database.close();
    const path = `/api/boards/${board.id}/versions`;
    const reply = await ann.get(`${path}/${id}/document`);
    expect([reply.status, reply.body.code]).toEqual([410, 'VERSION_DAMAGED']);
    expect((await ann.get(`${path}/vnone/document`)).body.code).toBe('NOT_FOUND');
  });
});
