import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageType, openBoard, syncType } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { relay, seed } from '../config.ts';
import { startGesso } from '../gesso.ts';
import type { Usage } from '../process.ts';
import type { Row } from '../row.ts';
import { temporaryFolder } from '../temporary.ts';
import type { Dialect } from './load.ts';
import type { Peer } from './peer.ts';
import { scribble, writeScripts } from './traffic.ts';

const largeBoard = (): Uint8Array => {
  const doc = new Y.Doc();
  const random = seededRandom(seed);
  const board = openBoard(doc, { random });
  board.edit((writer) => {
    for (let i = 0; i < relay.cold.strokes; i++)
      writer.add({ kind: 'stroke', x: i % 1_000, y: i / 1_000, points: scribble(random, relay.cold.points) });
  });
  return Y.encodeStateAsUpdate(doc);
};

const plain: Dialect = { hello: new Uint8Array(), write: (frame) => frame, read: (bytes) => bytes };
/** Asks for all of a board. */
export const emptyStep1 = Uint8Array.of(messageType.sync, syncType.step1, 1, 0);

/** Connects as a new client does, and waits for all of the board. */
const open = async (url: string, bytes: number, usage: () => Promise<Usage>, dialect = plain) => {
  const before = await usage();
  const start = performance.now();
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 * bytes });
  const complete = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (!(data instanceof Uint8Array) || data.length <= bytes / 2) return;
      if (dialect.read(data)[0] === messageType.sync) resolve();
    });
  });
  await once(socket, 'open');
  if (dialect.hello.length > 0) socket.send(dialect.hello);
  socket.send(dialect.write(emptyStep1));
  await complete;
  const ms = performance.now() - start;
  socket.terminate();
  return { ms, cpu: (await usage()).cpuSeconds - before.cpuSeconds };
};

/** Connects, draws one stroke, and waits until it is on disk: ms from the stroke. */
const draw = async (url: string): Promise<number> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  const saved = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (data instanceof Uint8Array && data[0] === messageType.saved) resolve();
    });
  });
  const [script] = writeScripts(relay.traffic.lecture);
  const start = performance.now();
  socket.send(script?.updates[0]?.frame ?? '');
  await saved;
  socket.terminate();
  return performance.now() - start;
};

/** A server that has just started, with that board compacted on its disk. */
export const startWithLargeBoard = async () => {
  const update = largeBoard();
  const before = await startGesso();
  const { id, key, put } = await before.newBoard();
  await put(update);
  await before.compacted();
  const server = await before.restart();
  return { update, server, newcomer: () => server.socketOf(id, key) };
};

/** The same document from a file, opened for the first time in the life of the other relay. */
const onPeer = async (peer: Peer, update: Uint8Array) => {
  console.log('  cold load: Hocuspocus …');
  const folder = temporaryFolder();
  const file = join(folder.path, 'board.bin');
  writeFileSync(file, update);
  const server = await peer.start(file);
  try {
    return await open(`${server.url.replace('http', 'ws')}/`, update.length, server.usage, peer.dialect);
  } finally {
    await server.stop();
    folder.remove();
  }
};

/** How long a large board takes to be there for the first person after a start, and for the next. */
export const coldLoad = async (peer: Peer | undefined): Promise<readonly Row[]> => {
  console.log('  cold load: Gesso …');
  const { update, server, newcomer } = await startWithLargeBoard();
  try {
    const first = await open(await newcomer(), update.length, server.usage);
    const second = await open(await newcomer(), update.length, server.usage);
    const firstStroke = await draw(await newcomer());
    const name = `cold load of ${(update.length / 1e6).toFixed(1)} MB`;
    const theirs = peer && (await onPeer(peer, update));
    const beside = (what: 'ms' | 'cpu', unit: string): Row[] =>
      theirs === undefined
        ? []
        : [
            {
              name: `${name}: ${what === 'ms' ? 'first client' : 'server CPU'}, measured ÷ Hocuspocus ${peer?.version}`,
              value: first[what] / theirs[what],
              unit: '×',
              goal: 0.4,
              note: `Hocuspocus ${theirs[what].toPrecision(3)} ${unit}, the document from a file, without checks`,
            },
          ];
    return [
      { name: `${name}: first client`, value: first.ms, unit: 'ms', goal: 150 },
      { name: `${name}: server CPU`, value: first.cpu, unit: 's', goal: 0.1 },
      { name: `${name}: second client`, value: second.ms, unit: 'ms', goal: 60 },
      { name: `${name}: first stroke since the start, acknowledged`, value: firstStroke, unit: 'ms' },
      ...beside('ms', 'ms'),
      ...beside('cpu', 's'),
    ];
  } finally {
    await server.stop();
  }
};
