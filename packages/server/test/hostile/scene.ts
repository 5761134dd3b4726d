import { connect } from 'node:net';
import { openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { edit, frames, type Line } from '../support/line.ts';
import { type NewBoard, person, type Someone } from '../support/person.ts';
import { afterThis } from '../support/server.ts';
import { type Answer, cut } from './answer.ts';

/** A board where people draw, and somebody who may edit it as well, and means harm. */
export interface Scene {
  readonly url: string;
  readonly port: number;
  readonly board: NewBoard;
  readonly owner: Someone;
  /** Client id and next clock of the owner, whose connection is open, and of somebody who drew and went away. */
  readonly present: { readonly client: number; readonly clock: number };
  readonly absent: { readonly client: number; readonly clock: number };
  readonly villain: Someone;
  /** What the villain sends over a socket of their own, and how that ends. */
  closing(strike: (line: Line) => unknown): Promise<Answer>;
  /** The same for what is borne in silence: resolves once the server has answered something that came after it. */
  bearing(strike: (line: Line) => unknown): Promise<Answer>;
  /** Somebody who came by the link to look. */
  viewer(): Promise<Someone>;
  /** The owner takes their place, on a fresh connection: those of one test end with it. */
  attend(): Promise<void>;
  /** An honest connection of the owner. */
  readonly drawing: Line;
  /** The board as one update. */
  state(): Promise<Uint8Array>;
  /** What one draws, the other sees, and whoever comes now gets the same board as everybody. */
  isWhole(): Promise<void>;
}

const content = (client: number, seed: number): { readonly doc: Y.Doc; readonly updates: Uint8Array[] } => {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const board = openBoard(doc, { random: seededRandom(seed) });
  board.edit((w) => w.add({ kind: 'rect', x: 10, y: 10, width: 80, height: 40, text: 'a label' }));
  const id = board.edit((w) => w.add({ kind: 'text', x: 0, y: 90, text: 'some words' }));
  board.edit((w) =>
    w.add({ kind: 'stroke', x: 5, y: 5, points: { xy: Float32Array.of(0, 0, 3, 4, 9, 1) }, color: '#112233' }),
  );
  board.edit((w) => w.patch(id, { x: 3, text: 'some more words' }));
  board.close();
  return { doc, updates };
};

const draws = async (line: Line, updates: readonly Uint8Array[]): Promise<void> => {
  for (const update of updates) line.send(frames.update(update));
  await line.hears('saved', ({ count }) => count === updates.length);
};

let scenes = 0;

export const openScene = async (url: string): Promise<Scene> => {
  const port = Number(new URL(url).port);
  const owner = person(url);
  const board = await owner.makesBoard();
  const villain = person(url);
  await villain.opens(board.edit);
  const first = 1_000_000 + 10 * ++scenes;

  const away = content(first, scenes);
  const gone = person(url);
  await gone.opens(board.edit);
  const going = await gone.connects(board.id);
  await draws(going, away.updates);
  going.close();
  await going.closed;

  const here = content(first + 1, scenes + 50_000);
  let drawing = await owner.connects(board.id);
  await draws(drawing, here.updates);
  const { doc } = here;
  let drawn = 0;

  const clockOf = ({ clientID, store }: Y.Doc) => ({ client: clientID, clock: Y.getState(store, clientID) });

  const state = async (): Promise<Uint8Array> => (await owner.get(`/api/boards/${board.id}/document`)).bytes;

  const viewer = async (): Promise<Someone> => {
    const somebody = person(url);
    await somebody.opens(board.view);
    return somebody;
  };

  return {
    url,
    port,
    board,
    owner,
    get present() {
      return clockOf(doc);
    },
    absent: clockOf(away.doc),
    villain,
    get drawing() {
      return drawing;
    },
    async attend() {
      drawing = await owner.connects(board.id);
      await drawing.hears('step1');
    },
    viewer,
    state,
    async closing(strike) {
      const line = await villain.connects(board.id);
      await strike(line);
      return { closed: await line.closed };
    },
    async bearing(strike) {
      const line = await villain.connects(board.id);
      await strike(line);
      line.send(frames.step1());
      await line.hears('step2');
      return { ignored: true };
    },
    async isWhole() {
      const watching = await owner.connects(board.id);
      await watching.hears('step1');
      const update = edit(doc, `still-${String(++drawn).padStart(6, '0')}`, { t: 'r', x: drawn, y: 1, w: 5, h: 5 });
      drawing.send(frames.update(update));
      await drawing.hears('saved');
      await watching.hears('update');
      const fresh = await owner.connects(board.id);
      fresh.send(frames.step1());
      const joined = new Y.Doc();
      Y.applyUpdate(joined, (await fresh.hears('step2')).body);
      const opened = openBoard(joined);
      if (joined.store.pendingStructs !== null || joined.store.pendingDs !== null)
        throw new Error('a newcomer got something that does not fit together');
      if (opened.all().length < 7) throw new Error('a newcomer got less than was drawn');
      if (Buffer.compare(Y.encodeStateAsUpdate(joined), await state()) !== 0)
        throw new Error('a newcomer got something else than is stored');
      for (const line of [watching, fresh]) line.socket.terminate();
    },
  };
};

/** Bytes written past the WebSocket library, as a broken or malicious client would. */
export const raw = (line: Line, bytes: Uint8Array | readonly number[]): void => {
  const { _socket } = line.socket as unknown as { readonly _socket: { write(bytes: Uint8Array): void } };
  _socket.write(Uint8Array.from(bytes));
};

/** Writes to a port whatever it is, and gives the status of the first answer. `from`: an address of this machine. */
export const http = (port: number, text: string | Uint8Array, from = '127.0.0.1'): Promise<Answer> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => void socket.write(text));
    afterThis(() => socket.destroy());
    const done = (): void => {
      const [, status] = /^HTTP\/1\.[01] (\d+)/.exec(heard) ?? [];
      resolve(status === undefined ? cut : { status: Number(status) });
      socket.destroy();
    };
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (heard.includes('\r\n')) done();
    });
    socket.on('error', () => {});
    socket.on('close', done);
  });

/** A request with the given lines, to the address the server runs under. */
export const request = ({ port }: Scene, line: string, headers: readonly string[] = [], body = ''): Promise<Answer> =>
  http(port, [`${line} HTTP/1.1`, `Host: localhost:${port}`, ...headers, '', body].join('\r\n'));

/** Asks for a socket as the villain's browser would. Status 101: it was let in. */
export const handshake = (scene: Scene, path: string, origin: string | undefined): Promise<Answer> =>
  request(scene, `GET ${path}`, [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Cookie: ${scene.villain.cookie}`,
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
  ]);
