import type { Socket } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { createFairQueue } from '../quotas/fair-queue.ts';
import type { Services } from '../services/services.ts';

/** Requests of one connection that may wait for their answers before it is not read for a while, and when it is again. */
const waitingAt = { most: 64, few: 16 } as const;

interface Queue {
  busy: boolean;
  paused: boolean;
  readonly waiting: (() => void)[];
}

/**
 * Requests share the event loop with the boards, and with each other: of one address no more are begun in a turn than a
 * board may have messages. A thousand requests can arrive in one packet, and nobody else would be heard until the last of
 * them is answered. Those of one connection are answered one after the other, as they have to be written: a client that asks for
 * everything and reads nothing makes the server prepare one answer.
 */
const turns: FastifyPluginAsync<Services> = async (fastify, { timers }) => {
  const shared = createFairQueue(timers);
  const queues = new WeakMap<Socket, Queue>();

  const queueOf = (socket: Socket): Queue => {
    const known = queues.get(socket);
    if (known !== undefined) return known;
    const made: Queue = { busy: false, paused: false, waiting: [] };
    queues.set(socket, made);
    return made;
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    const { ip, headers, raw } = request;
    if (headers.upgrade !== undefined) {
      shared.run(ip, done);
      return;
    }
    const { socket } = raw;
    const queue = queueOf(socket);
    const next = (): void => {
      queue.busy = false;
      if (socket.destroyed) {
        queue.waiting.length = 0;
        return;
      }
      queue.waiting.shift()?.();
      if (!queue.paused || queue.waiting.length > waitingAt.few) return;
      queue.paused = false;
      socket.resume();
    };
    const begin = (): void => {
      queue.busy = true;
      reply.raw.once('close', next);
      shared.run(ip, done);
    };
    if (!queue.busy) {
      begin();
      return;
    }
    queue.waiting.push(begin);
    if (queue.paused || queue.waiting.length < waitingAt.most) return;
    queue.paused = true;
    socket.pause();
  });
};

export default fp(turns);
