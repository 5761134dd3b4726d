import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { digest, sameDigest } from '../auth/secrets.ts';
import { isLoopback } from '../config/addresses.ts';
import type { Services } from '../services/services.ts';

/** `/metrics`, for callers with the token; without one, for this machine alone. To everybody else it is not there. */
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
};

export default metrics;
