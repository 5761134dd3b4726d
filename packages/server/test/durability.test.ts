import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Store } from '../src/stores/store.ts';
import { faultyStore } from './support/faulty.ts';
import { closeOf, edit, frames, type Line } from './support/line.ts';
import { person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { spawnServer } from './support/process.ts';
import { newFolder, serve } from './support/server.ts';

/** Draws without a break, twenty edits ahead of what is saved, until the connection ends. */
const drawUntilItEnds = async (line: Line, prefix: string): Promise<{ readonly saved: readonly string[] }> => {
  const doc = new Y.Doc();
  const sent: string[] = [];
  let saved = 0;
  try {
    for (;;) {
      while (sent.length - saved < 20) {
        const id = `${prefix}${String(sent.length).padStart(12 - prefix.length, '0')}`;
        line.send(frames.update(edit(doc, id)));
        sent.push(id);
      }
      saved = (await line.hears('saved')).count;
    }
  } catch {
    return { saved: sent.slice(0, saved) };
  }
};

const idsIn = (update: Uint8Array): Set<string> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return new Set(doc.getMap('el').keys());
};

/** Where a server keeps everything: settings that lead to the same place each time they are used. */
const places = [
  { name: 'SQLite', settings: async () => ({ DATA_DIR: newFolder() }) },
  { name: 'PostgreSQL', settings: async () => ({ DATA_DIR: newFolder(), DATABASE_URL: await newSchema() }) },
] as const;

describe.each(places)('SIGTERM with $name', { timeout: 90_000 }, ({ settings }) => {
  test('tells everybody, stores everything and ends with 0', async () => {
    const place = await settings();
    const server = spawnServer({ ...place, DRAIN_MS: '200' });
    const ann = person(await server.url);
    const board = await ann.makesBoard();
    const line = await ann.connects(board.id);
    const other = await ann.connects(board.id);
    const sent = drawUntilItEnds(line, 't-');
    await other.hears('update');
    server.child.kill('SIGTERM');
    expect(await line.hears('notice')).toMatchObject({ code: 'DRAINING' });
    expect(await line.closed).toEqual(closeOf('DRAINING'));
    expect(await other.closed).toEqual(closeOf('DRAINING'));
    expect(await server.exit).toEqual({ code: 0, signal: null });
    const { saved } = await sent;

    const again = spawnServer(place);
    const stored = idsIn((await person(await again.url, ann.cookie).get(`/api/boards/${board.id}/document`)).bytes);
    expect(saved.filter((id) => !stored.has(id))).toEqual([]);
  });

  test('with nobody there ends at once, also when it comes twice', async () => {
    const server = spawnServer({ ...(await settings()), DRAIN_MS: '60000' });
    await server.url;
    server.child.kill('SIGTERM');
    server.child.kill('SIGINT');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  test('is preceded by not being ready, and takes nobody new', async () => {
    const server = await serve({ ...(await settings()), DRAIN_MS: '400' });
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const lines = await Promise.all(Array.from({ length: 6 }, () => ann.connects(board.id)));
    await Promise.all(lines.map((line) => line.hears('step1')));
    const closing = server.close();
    await lines[0]?.hears('notice');
    const ready = await ann.get('/readyz');
    expect([ready.status, ready.body.code]).toEqual([503, 'DRAINING']);
    expect((await ann.get('/healthz')).status).toBe(200);
    // Not a word: a proxy takes the socket to another server for that.
    await expect(ann.connects(board.id)).rejects.toThrow('socket hang up');
    for (const line of lines) expect(await line.closed).toEqual(closeOf('DRAINING'));
    await closing;
  });
});

describe.each(places)('a store that fails, $name', ({ settings }) => {
  const failing = async () => {
    let faulty: ReturnType<typeof faultyStore> | undefined;
    const wrap = (store: Store): Store => {
      faulty = faultyStore(store);
      return faulty.store;
    };
    const place = await settings();
    const server = await serve(place, { store: wrap });
    if (faulty === undefined) throw new Error('no store');
    const ann = person(server.url);
    const board = await ann.makesBoard();
    return {
      server,
      place,
      state: faulty.state,
      ann,
      board,
      author: await ann.connects(board.id),
      peer: await ann.connects(board.id),
    };
  };

  test('stops acknowledging, says so, goes on relaying, and recovers by itself', async () => {
    const { server, place, state, ann, board, author, peer } = await failing();
    const doc = new Y.Doc();
    author.send(frames.update(edit(doc, 'element-0001')));
    await author.hears('saved', ({ count }) => count === 1);

    state.broken = true;
    const update = edit(doc, 'element-0002');
    author.send(frames.update(update));
    expect(await author.hears('notice')).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await peer.hears('update', ({ body }) => Buffer.compare(body, update) === 0);
    const late = await ann.connects(board.id);
    expect(await late.hears('notice')).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    late.send(frames.step1());
    expect(idsIn((await late.hears('step2')).body)).toEqual(new Set(['element-0001', 'element-0002']));
    expect((await ann.get('/readyz')).body).toMatchObject({ status: 'ready', store: 'failing' });
    expect((await ann.put(`/api/boards/${board.id}/document`, edit(new Y.Doc(), 'element-0003'))).status).toBe(503);
    expect(author.heard.some(({ type }) => type === 'saved')).toBe(false);

    state.broken = false;
    await author.hears('saved', ({ count }) => count === 2);
    expect(await peer.hears('notice', ({ code }) => code === 'STORE_RECOVERED')).toBeDefined();
    await server.close();
    const again = await serve(place);
    const stored = idsIn((await person(again.url, ann.cookie).get(`/api/boards/${board.id}/document`)).bytes);
    expect([...stored].sort()).toEqual(['element-0001', 'element-0002', 'element-0003']);
  });

  test('keeps boards shut that it cannot read, rather than showing them empty', async () => {
    const { state, ann } = await failing();
    const board = await ann.makesBoard();
    state.broken = true;
    const line = await ann.connects(board.id);
    expect(await line.closed).toEqual(closeOf('STORE_UNAVAILABLE'));
    expect((await ann.get(`/api/boards/${board.id}/document`)).status).toBe(503);
    state.broken = false;
    await (await ann.connects(board.id)).hears('step1');
  });
});
