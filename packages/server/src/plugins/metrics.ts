import type { Socket } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services/services.ts';

const sampleEveryMs = 1_000;

/** Measures every request and what goes over the wire. `routes/metrics.ts` shows it. */
const metrics: FastifyPluginAsync<Services> = async (fastify, { metrics, timers }) => {
  fastify.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    metrics.request(method, routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
  });

  /** What each open connection had moved when it was last looked at. */
  const seen = new Map<Socket, { received: number; sent: number }>();
  const look = (socket: Socket): void => {
    const before = seen.get(socket);
    if (before === undefined) return;
    const { bytesRead, bytesWritten } = socket;
    metrics.tcpBytes(Math.max(0, bytesRead - before.received), Math.max(0, bytesWritten - before.sent));
    before.received = bytesRead;
    before.sent = bytesWritten;
  };
  fastify.server.on('connection', (socket: Socket) => {
    seen.set(socket, { received: 0, sent: 0 });
    socket.once('close', () => {
      look(socket);
      seen.delete(socket);
    });
  });
  const stop = timers.every(sampleEveryMs, () => {
    for (const socket of seen.keys()) look(socket);
  });
  fastify.addHook('onClose', async () => stop());
};

export default fp(metrics);
