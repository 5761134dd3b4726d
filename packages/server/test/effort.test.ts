import { openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { noLoad } from '../src/observe/event-loop-load.ts';
import type { Access, ClientSocket } from '../src/rooms/member.ts';
import { createRooms } from '../src/rooms/rooms.ts';
import { integer } from '../src/stores/rows.ts';
import { fileIn, openBeside } from '../src/stores/sqlite/database.ts';
import { leastOf } from './support/least-of.ts';
import { frames } from './support/line.ts';
import { memoryStore } from './support/memory-store.ts';
import { person } from './support/person.ts';
import { eventsFor } from './support/rooms-events.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

/** What one person may make the serving thread do on a large board: none of it holds everybody up. In ms of CPU. */
const most = 50;
const elements = 30_000;

let state: Uint8Array;

beforeAll(() => {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const board = openBoard(doc, { random: seededRandom(1) });
  const points = { xy: Float32Array.from({ length: 40 }, (_, i) => (i * i) % 50) };
  board.edit((w) => {
    w.rename('Before');
    w.addAll(
      Array.from(
        { length: elements },
        (_, i) => ({ kind: 'stroke', x: i % 500, y: i / 500, points, color: '#112233' }) as const,
      ),
    );
  });
  // A second author, so that there is something to lack.
  const other = new Y.Doc();
  other.clientID = 2;
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  openBoard(other).edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  state = Y.encodeStateAsUpdate(other);
}, 60_000);

/** CPU this thread, which is the server's as well, spends until `work` is done. */
const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};

/** A server with a large board that nobody has open, compacted into one snapshot as after any quiet while. */
const closedBoard = async () => {
  const folder = newFolder();
  const first = await serve({ DATA_DIR: folder }, { load: noLoad, idleMs: 0 });
  const ann = person(first.url);
  const { id } = await ann.makesBoard('Before');
  for (const part of [state.length]) expect(part).toBeLessThan(16 * 1024 * 1024);
  expect((await ann.put(`/api/boards/${id}/document`, state)).status).toBe(204);
  await first.close();
  const server = await serve({ DATA_DIR: folder }, { load: noLoad });
  // What is warm in every server: the route, the statements, the code.
  const warm = person(server.url, ann.cookie);
  const small = await warm.makesBoard('small');
  await warm.patch(`/api/boards/${small.id}`, { title: 'smaller' });
  await warm.post(`/api/boards/${small.id}/duplicate`);
  return { server, ann: warm, id };
};

/** How a board lies on the disk. */
const rowsOf = (folder: string, board: string) => {
  const { database, close } = openBeside(fileIn(folder));
  try {
    const rows = database.prepare(`
      SELECT (SELECT count(*) FROM snapshots WHERE board = ?1) AS snapshots,
        (SELECT coalesce(max(length(data)), 0) FROM updates WHERE board = ?1) AS largest`);
    return rows.all(board).map((row) => ({ snapshots: integer(row, 'snapshots'), largest: integer(row, 'largest') }));
  } finally {
    close();
  }
};

const nameIn = (document: Uint8Array): unknown => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document);
  return doc.getMap('meta').get('name');
};

describe('on a board of 30,000 elements', () => {
  test('renaming costs the serving thread next to nothing, and everybody who comes sees the name', async () => {
    const rename = ({ ann, id }: Awaited<ReturnType<typeof closedBoard>>, title: string) =>
      cpuOf(async () => {
        expect((await ann.patch(`/api/boards/${id}`, { title })).status).toBe(200);
      });
    let board = await closedBoard();
    const spent = await leastOf(most, async (round) => {
      if (round > 0) board = await closedBoard();
      return rename(board, 'After');
    });
    expect(spent).toBeLessThan(most);
    const { ann, id } = board;
    const document = (await ann.get(`/api/boards/${id}/document`)).bytes;
    expect(nameIn(document)).toBe('After');
    // Once it is open, all the less.
    expect(await leastOf(most, (round) => rename(board, `Later ${round}`))).toBeLessThan(most);
    expect(nameIn((await ann.get(`/api/boards/${id}/document`)).bytes)).toMatch(/^Later/);
  }, 60_000);

  test('copying it under a title of its own does as well', async () => {
    const { ann, id } = await closedBoard();
    let copy = '';
    const spent = await leastOf(most, () =>
      cpuOf(async () => {
        copy = (await ann.post(`/api/boards/${id}/duplicate`)).body.board.id;
      }),
    );
    expect(spent).toBeLessThan(most);
    expect(nameIn((await ann.get(`/api/boards/${copy}/document`)).bytes)).toBe('Copy of Before');
  }, 60_000);

  test('a copy of it lies as one piece beside what names it', async () => {
    const { server, ann, id } = await closedBoard();
    // Somebody has it open: it is copied as they see it, in one piece.
    await ann.connects(id);
    const { body } = await ann.post(`/api/boards/${id}/duplicate`);
    const [copied] = rowsOf(server.folder, body.board.id);
    expect(copied?.snapshots).toBe(1);
    // What names it, and nothing large.
    expect(copied?.largest).toBeLessThan(1_000);
  }, 60_000);

  test('thirty sockets of one viewer that each say they have another part of it cost little more than one', async () => {
    const store = memoryStore();
    await store.append([{ board: 'b', update: state, by: 'ann' }]);
    const nothing = (): undefined => undefined;
    const rooms = createRooms({
      store,
      events: eventsFor(),
    });
    afterThis(() => rooms.drain(0));
    const viewer: Access = { person: { id: 'eve', name: 'Eve', color: '#000000' }, role: 'viewer' };
    const comes = async (access: Access) => {
      const sent: number[] = [];
      const socket: ClientSocket = { send: (frame) => sent.push(frame.length), close: nothing, backlog: 0 };
      const arrival = await rooms.arrive('b', async () => access);
      return { sent, line: arrival.join(socket, true) };
    };
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
    const lacking = (n: number): Uint8Array => frames.step1(Y.encodeStateVector(new Map([...clocks, [2, 0], [1, n]])));
    const lines = await Promise.all(Array.from({ length: 30 }, () => comes(viewer)));
    // The whole board is encoded once for each head, whoever asks.
    const first = await comes({ ...viewer, person: { ...viewer.person, id: 'first' } });
    first.line.receive(frames.step1());
    const spent = await leastOf(most, (round) =>
      cpuOf(async () => {
        for (const [i, { line }] of lines.entries()) line.receive(lacking(round * lines.length + i + 1));
      }),
    );
    expect(spent).toBeLessThan(most);
    // Everybody was answered, with what they lack at least.
    for (const { sent } of lines) expect(sent.length).toBeGreaterThan(first.sent.length - 1);
  }, 60_000);
});
