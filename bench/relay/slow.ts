import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { relay } from '../config.ts';
import { startGesso } from '../gesso.ts';
import type { Row } from '../row.ts';
import { writeLargeUpdates } from './traffic.ts';

const { clients, writers, perSecond, points, seconds } = relay.slow;

/** Most memory the server had above what it began with, MB, while one client reads or does not. */
const growth = async (updates: readonly (readonly Uint8Array[])[], oneStops: boolean): Promise<number> => {
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    const sockets: WebSocket[] = [];
    for (let i = 0; i < clients; i++) {
      const socket = new WebSocket(await board.socket(), { perMessageDeflate: false });
      await once(socket, 'open');
      socket.on('message', () => {});
      socket.on('error', () => {});
      sockets.push(socket);
    }
    if (oneStops) sockets.at(-1)?.pause();
    const { rssMB: before } = await server.usage();
    let most = before;
    const start = performance.now();
    for (let n = 0; n < perSecond * seconds; n++) {
      for (const [i, frames] of updates.entries()) {
        const frame = frames[n];
        if (frame !== undefined) sockets[i]?.send(frame);
      }
      if (n % perSecond === 0) most = Math.max(most, (await server.usage()).rssMB);
      await delay(Math.max(0, start + ((n + 1) * 1_000) / perSecond - performance.now()));
    }
    most = Math.max(most, (await server.usage()).rssMB);
    for (const socket of sockets) socket.terminate();
    return most - before;
  } finally {
    await server.stop();
  }
};

/** What the server holds for a client that has stopped reading: its growth beside that of the same minutes without one. */
export const slowReader = async (): Promise<readonly Row[]> => {
  console.log('  slow reader: Gesso with and without one …');
  const updates = writeLargeUpdates(writers, perSecond * seconds, points);
  const bytes = updates.flat().reduce((sum, { length }) => sum + length, 0);
  const control = await growth(updates, false);
  const slow = await growth(updates, true);
  return [
    {
      name: `a client that stops reading for ${seconds} s: memory held for it`,
      value: Math.max(0, slow - control),
      unit: 'MB',
      goal: 10,
      note: `${(bytes / 1e6).toFixed(0)} MB behind it; the server grew by ${slow.toFixed(0)} MB, without it by ${control.toFixed(0)} MB`,
    },
  ];
};
