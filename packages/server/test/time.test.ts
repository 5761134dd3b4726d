import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { trashDays } from '../src/services/trash.ts';
import { fileIn, openBeside } from '../src/stores/sqlite/database.ts';
import { closeOf, edit, frames, type Line } from './support/line.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

const second = 1_000;
const hour = 60 * 60 * second;
const day = 24 * hour;

/** A server whose clock, and whatever it does every so often, move only when told. Everything else takes its time. */
const timeless = async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThis(() => vi.useRealTimers());
  let at = Date.now();
  const server = await serve({}, { now: () => at });
  return {
    server,
    /** Lets the clock jump, and does once what is due every so often. */
    jump(ms: number, every = 0): void {
      at += ms;
      vi.advanceTimersByTime(every);
    },
  };
};

/** What was sent before has been dealt with. */
const settled = async (line: Line): Promise<void> => {
  line.send(frames.step1());
  await line.hears('step2');
};

test('a person was on a board last when they left it, and one who was sent away or left it for good is not noted anew', async () => {
  const { server, jump } = await timeless();
  const [ann, ben] = [person(server.url), person(server.url)];
  const board = await ann.makesBoard();
  await ben.opens(board.edit);
  const seenAt = async (): Promise<number> =>
    Date.parse(JSON.parse((await ann.get(`/api/boards/${board.id}/people`)).text).people[0].seenAt);
  const line = await ben.connects(board.id);
  await line.hears('role');
  const came = await seenAt();
  jump(5 * 60 * second);
  line.socket.close();
  await line.closed;
  await vi.waitFor(async () => expect(await seenAt()).toBe(came + 5 * 60 * second));
  const cut = await ben.connects(board.id);
  await cut.hears('role');
  jump(5 * 60 * second);
  await ann.delete(`/api/boards/${board.id}/links/${board.edit.id}`);
  await cut.closed;
  await vi.waitFor(async () => expect(await seenAt()).toBe(came + 10 * 60 * second));
  await ben.opens(board.view);
  const again = await ben.connects(board.id);
  await again.hears('role');
  jump(5 * 60 * second);
  await ben.post(`/api/boards/${board.id}/leave`);
  await again.closed;
  expect((await ann.get(`/api/boards/${board.id}/people`)).text).toBe('{"people":[]}');
});

describe('a connection', () => {
  test('that does not answer two pings is taken for gone, and one that does is not', async () => {
    const { server, jump } = await timeless();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const dead = await ann.connects(id, { gesso: '1' }, {}, { autoPong: false });
    const alive = await ann.connects(id);
    for (let n = 0; n < 3; n++) {
      const pinged = new Promise((resolve) => alive.socket.once('ping', resolve));
      jump(20 * second, 20 * second);
      await pinged;
      await settled(alive);
    }
    expect((await dead.closed).code).toBe(1006);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('that has taken nothing for ten seconds is closed, also when nobody draws any more', async () => {
    const { server, jump } = await timeless();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const slow = await ann.connects(id);
    await slow.hears('step1');
    slow.pause();
    const writer = await ann.connects(id);
    const doc = new Y.Doc();
    for (let i = 0; i < 200; i++) {
      const before = Y.encodeStateVector(doc);
      doc.getMap('ov').set('element-0001:p', new Uint8Array(64_000).fill(i));
      writer.send(frames.update(Y.encodeStateAsUpdate(doc, before)));
      await writer.hears('saved', ({ count }) => count === i + 1);
    }
    jump(9 * second, 5 * second);
    await settled(writer);
    jump(2 * second, 5 * second);
    slow.socket.resume();
    expect(await slow.closed).toEqual(closeOf('TOO_SLOW'));
    await settled(writer);
  });
});

describe('a ticket', () => {
  test('is worth nothing after a minute', async () => {
    const { server, jump } = await timeless();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const [soon, late] = [await ann.ticket(id), await ann.ticket(id)];
    const script = person(server.url);
    jump(59 * second);
    await (await script.connects(id, { gesso: '1', ticket: soon })).hears('role');
    jump(second);
    expect(await (await script.connects(id, { ticket: late })).closed).toEqual(closeOf('UNAUTHENTICATED'));
  });
});

describe('a board in the trash', () => {
  test('can be brought back for 30 days, and is gone for good afterwards, with all that was on it', async () => {
    const { server, jump } = await timeless();
    const ann = person(server.url);
    const { id } = await ann.makesBoard('Plan');
    const other = await ann.makesBoard();
    for (const board of [id, other.id]) {
      const line = await ann.connects(board);
      line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
      await line.hears('saved');
      line.close();
    }
    const rows = (): unknown => {
      const { database, close } = openBeside(fileIn(server.folder));
      const count = database.prepare('SELECT count(*) AS n FROM updates WHERE board = ?').get(id)?.['n'];
      close();
      return count;
    };
    await ann.delete(`/api/boards/${id}`);
    jump((trashDays - 1) * day, hour);
    expect((await ann.post(`/api/boards/${id}/restore`)).status).toBe(200);
    expect((await ann.get(`/api/boards/${id}`)).body.title).toBe('Plan');

    await ann.delete(`/api/boards/${id}`);
    expect(rows()).not.toBe(0);
    jump(trashDays * day + 1, hour);
    expect((await ann.post(`/api/boards/${id}/restore`)).body).toEqual(failureBody('NO_SUCH_BOARD'));
    expect((await ann.get('/api/boards?trash=true')).body.boards).toEqual([]);
    expect(rows()).toBe(0);
    expect((await ann.get(`/api/boards/${other.id}`)).status).toBe(200);
  });
});

describe('an update that passed every check and that Yjs does not take after all', () => {
  test('sends everybody away to a fresh copy of what is on disk, and is not on it', async () => {
    let spoils = false;
    const server = await serve(
      {},
      {
        hooks: {
          // The last to see an update before it is applied, and given the very bytes.
          beforeUpdate(update) {
            if (spoils) update.fill(0xff);
          },
        },
      },
    );
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const [author, peer] = [await ann.connects(id), await ann.connects(id)];
    const doc = new Y.Doc();
    author.send(frames.update(edit(doc, 'element-0001')));
    await peer.hears('update');
    spoils = true;
    author.send(frames.update(edit(doc, 'element-0002')));
    expect((await author.closed).code).toBe(closeOf('MALFORMED').code);
    expect(await peer.closed).toEqual(closeOf('INTERNAL'));
    spoils = false;

    const back = await ann.connects(id);
    const seen = new Y.Doc();
    back.send(frames.step1());
    Y.applyUpdate(seen, (await back.hears('step2')).body);
    expect([...seen.getMap('el').keys()]).toEqual(['element-0001']);
    // Its author still has it, and brings it again.
    back.send(frames.step2(Y.encodeStateAsUpdate(doc)));
    await back.hears('saved');
    const stored = new Y.Doc();
    Y.applyUpdate(stored, (await ann.get(`/api/boards/${id}/document`)).bytes);
    expect([...stored.getMap('el').keys()].sort()).toEqual(['element-0001', 'element-0002']);
  });
});
