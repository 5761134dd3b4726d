import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { messageType } from '@gesso/crdt-schema';
import { WebSocket } from 'ws';
import { relay } from '../config.ts';
import { type Gesso, startGesso } from '../gesso.ts';
import type { Row } from '../row.ts';
import { emptyStep1, startWithLargeBoard } from './cold.ts';

const { joins, idle } = relay.crowd;

/** Addresses for so many newcomers, asked for before anything is timed. */
const invitations = async (many: number, one: () => Promise<string>): Promise<string[]> => {
  const urls: string[] = [];
  for (let i = 0; i < many; i++) urls.push(await one());
  return urls;
};

/** The most memory a server has while something happens, in MB; asked ten times a second. */
const peakDuring = async (server: Gesso, work: Promise<unknown>): Promise<number> => {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  let most = (await server.usage()).rssMB;
  while (!over) {
    most = Math.max(most, (await server.usage()).rssMB);
    await delay(100);
  }
  await done;
  return most;
};

/** Comes as a new client does and goes when it has all of the board. */
const join = (url: string, bytes: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 * bytes });
    socket.on('open', () => socket.send(emptyStep1));
    socket.on('message', (data) => {
      if (!(data instanceof Uint8Array) || data[0] !== messageType.sync || data.length <= bytes / 2) return;
      socket.terminate();
      resolve();
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`a newcomer was closed with ${code}`)));
  });

const allAtOnce = async (): Promise<readonly Row[]> => {
  console.log(`  ${joins} join a large board at once: Gesso …`);
  const { update, server, newcomer } = await startWithLargeBoard();
  try {
    const urls = await invitations(joins, newcomer);
    const start = performance.now();
    const everybody = Promise.all(urls.map((url) => join(url, update.length)));
    let seconds = 0;
    const peak = await peakDuring(
      server,
      everybody.then(() => {
        seconds = (performance.now() - start) / 1_000;
      }),
    );
    const name = `${joins} join a board of ${(update.length / 1e6).toFixed(1)} MB at once`;
    return [
      { name: `${name}: all have it after`, value: seconds, unit: 's', goal: 5 },
      { name: `${name}: most memory of the server`, value: peak, unit: 'MB', goal: 250 },
    ];
  } finally {
    await server.stop();
  }
};

/** What a person costs who is there and does nothing. */
const atRest = async (): Promise<readonly Row[]> => {
  console.log(`  ${idle} who do nothing: Gesso …`);
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    const urls = await invitations(2 * idle, board.socket);
    const connect = async (some: readonly string[]): Promise<number> => {
      for (const url of some) {
        const socket = new WebSocket(url, { perMessageDeflate: false });
        await once(socket, 'open');
        socket.send(emptyStep1);
        await once(socket, 'message');
      }
      return (await server.usage()).rssMB;
    };
    // The first of them fill what any server has once; the second are what each one more costs.
    const before = await connect(urls.slice(0, idle));
    const after = await connect(urls.slice(idle));
    return [
      { name: 'each connection that does nothing', value: ((after - before) * 1_000) / idle, unit: 'kB', goal: 16 },
    ];
  } finally {
    await server.stop();
  }
};

/** Many people: all coming at once, and just being there. */
export const crowd = async (): Promise<readonly Row[]> => [...(await allAtOnce()), ...(await atRest())];
