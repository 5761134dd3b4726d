import type { Socket } from 'node:net';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isLoopback } from '../addresses.ts';
import { digest, sameDigest } from '../secrets.ts';
import type { Services } from '../services.ts';

const sampleEveryMs = 1_000;

/** `/metrics`, for whoever has the token; without one, for this machine alone. To everybody else it is not there. */
const metrics: FastifyPluginAsync<Services> = async (fastify, { config, metrics }) => {
  const token = config.metricsToken === undefined ? undefined : digest(config.metricsToken);

  const mayLook = ({ headers, socket }: FastifyRequest): boolean => {
    if (token !== undefined) {
      const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
      return given !== undefined && sameDigest(digest(given), token);
    }
    // A proxy on this machine speaks for others.
    const forwarded = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
    return !forwarded && isLoopback(socket.remoteAddress ?? '');
  };

  fastify.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!mayLook(request)) throw new Failure('NOT_FOUND', 'metrics');
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text());
  });

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
  const sampler = setInterval(() => {
    for (const socket of seen.keys()) look(socket);
  }, sampleEveryMs);
  sampler.unref();
  fastify.addHook('onClose', async () => clearInterval(sampler));
};

export default fp(metrics);
