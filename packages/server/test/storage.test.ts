import { failures } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { costs, createStorageBudget } from '../src/quotas/storage-budget.ts';
import type { Store } from '../src/stores/store.ts';
import { closeOf, edit, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

const MiB = 1024 * 1024;

/** A document of about so many bytes. */
const ofSize = (bytes: number): Uint8Array => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < bytes / 60_000; i++)
      doc.getMap('ov').set(`el-${String(i).padStart(9, '0')}:p`, new Uint8Array(60_000).fill(i));
  });
  return Y.encodeStateAsUpdate(doc);
};

describe('what somebody may have stored', () => {
  test('is bounded for whoever only looks and copies, and others go on', async () => {
    const server = await serve({ STORED_MB_PER_PERSON: '4' });
    const ann = person(server.url);
    const { id, view } = await ann.makesBoard();
    const doc = ofSize(3 * MiB);
    expect((await ann.put(`/api/boards/${id}/document`, doc)).status).toBe(204);
    const eve = person(server.url);
    await eve.opens(view);
    const copies = [];
    for (let i = 0; i < 20; i++) copies.push(await eve.post(`/api/boards/${id}/duplicate`));
    // What is left of a share may be exceeded once.
    expect(copies.filter(({ status }) => status === 201).length).toBe(2);
    expect(copies.at(-1)?.body).toMatchObject({ code: 'BUDGET_SPENT', hint: failures.BUDGET_SPENT.hint });
    expect(copies.at(-1)?.status).toBe(429);
    // It is her own share that is spent.
    expect((await eve.post('/api/boards')).status).toBe(429);
    expect((await ann.post(`/api/boards/${id}/links`, { role: 'viewer' })).status).toBe(201);
    const line = await ann.connects(id);
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await line.hears('saved')).toMatchObject({ count: 1 });
  });

  test('is asked for before anything is read of a board that is copied', async () => {
    const read: string[] = [];
    const watched = (store: Store): Store => ({
      ...store,
      load: (board) => {
        read.push(board);
        return store.load(board);
      },
    });
    const server = await serve({ STORED_MB_PER_PERSON: '2' }, { store: watched, idleMs: 0 });
    const ann = person(server.url);
    const { id, view } = await ann.makesBoard();
    expect((await ann.put(`/api/boards/${id}/document`, ofSize(3 * MiB))).status).toBe(204);
    const eve = person(server.url);
    await eve.opens(view);
    expect((await eve.post(`/api/boards/${id}/duplicate`)).status).toBe(201);
    read.length = 0;
    expect((await eve.post(`/api/boards/${id}/duplicate`)).body.code).toBe('BUDGET_SPENT');
    expect(read).toEqual([]);
  });

  test('holds for those who come without a cookie: each leaves a row, at the cost of their address', async () => {
    const server = await serve({ STORED_MB_PER_ADDRESS: '1' });
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push(await person(server.url).patch('/api/session', { name: `Guest ${i}` }));
    const made = answers.filter(({ status }) => status === 200).length;
    // What is left of a share may be exceeded once.
    expect(made).toBeLessThanOrEqual((1 * MiB) / costs.session + 1);
    expect(made).toBeGreaterThan(10);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 'BUDGET_SPENT' } });
    // Whoever only looks has nothing stored, and comes in all the same.
    expect((await person(server.url).get('/api/session')).status).toBe(200);
  });

  test('holds for sessions that are renewed again and again', async () => {
    const server = await serve({ STORED_MB_PER_ADDRESS: '1' });
    const eve = person(server.url);
    await eve.makesBoard();
    const statuses = [];
    for (let i = 0; i < 30; i++) statuses.push((await eve.post('/api/session/rotate')).status);
    expect(statuses.filter((status) => status === 204).length).toBeLessThanOrEqual((1 * MiB) / costs.session + 1);
    expect(statuses.at(-1)).toBe(429);
  });

  test('is bounded for one address, however many guests come from there', async () => {
    const server = await serve({ STORED_MB_PER_ADDRESS: '8' });
    const ann = person(server.url);
    const { id, view } = await ann.makesBoard();
    expect((await ann.put(`/api/boards/${id}/document`, ofSize(3 * MiB))).status).toBe(204);
    let stored = 0;
    for (let i = 0; i < 20; i++) {
      const guest = person(server.url);
      await guest.opens(view);
      if ((await guest.post(`/api/boards/${id}/duplicate`)).status === 201) stored++;
    }
    expect(stored).toBeLessThanOrEqual(2);
  });

  test('over a socket is told in a way that a client comes back from', async () => {
    const server = await serve({ STORED_MB_PER_PERSON: '1' });
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const line = await ann.connects(id);
    // Bytes may exceed what is left of a share once, also where they are taken in slices.
    line.send(frames.step2(ofSize(2 * MiB)));
    expect(await line.hears('saved')).toMatchObject({ count: 1 });
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await line.closed).toEqual(closeOf('BUDGET_SPENT'));
    expect(failures.BUDGET_SPENT.retry).toBe(true);
  });

  test('comes back with time', () => {
    let at = 0;
    const config = { dataDir: '/', storedPerPerson: 3_600, storedPerAddress: 1e9, diskReserve: 0 };
    const storage = createStorageBudget({ config, elapsed: () => at });
    const ann = { person: 'ann', ip: '10.0.0.1' };
    storage.make(ann, 7_000);
    expect(() => storage.make(ann, 1)).toThrow(expect.objectContaining({ code: 'BUDGET_SPENT' }));
    storage.make({ ...ann, person: 'ben' }, 1);
    at += 3_500_000;
    storage.make(ann, 1);
  });
});

describe('the last of the disk', () => {
  test('is left to those who are drawing', async () => {
    let free = 2 ** 40;
    const server = await serve({ DISK_RESERVE_MB: '64', BOARDS_PER_MINUTE: '1000000' }, { freeBytes: () => free });
    const ann = person(server.url);
    const { id, edit: link } = await ann.makesBoard();
    const line = await ann.connects(id);
    free = 63 * MiB;
    const document = `/api/boards/${id}/document`;
    for (const refused of [
      await ann.post('/api/boards'),
      await ann.post(`/api/boards/${id}/duplicate`),
      await ann.post(`/api/boards/${id}/links`, { role: 'viewer' }),
      await ann.put(document, ofSize(100_000)),
    ])
      expect([refused.status, refused.body.code]).toEqual([507, 'DISK_FULL']);
    const ben = person(server.url);
    expect((await ben.opens(link)).status).toBe(200);
    expect((await ben.get(document)).status).toBe(200);
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await line.hears('saved')).toMatchObject({ count: 1 });
  });
});
