import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services.ts';

/** How long a browser may remember what it may ask, in seconds. */
const rememberFor = 600;
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';

/**
 * Lets pages of the origins in `ALLOWED_ORIGINS`, and of no others, read what the API answers them (the CORS protocol of the
 * Fetch standard). Whether they may change anything is settled by the check of `Origin` in `security.ts`, not here.
 */
const cors: FastifyPluginAsync<Services> = async (fastify, { config: { allowedOrigins } }) => {
  if (allowedOrigins.length === 0) return;

  fastify.addHook('onRequest', async ({ method, url, headers }, reply) => {
    if (!url.startsWith('/api/')) return;
    reply.header('vary', 'origin');
    const { origin } = headers;
    if (origin === undefined || !allowedOrigins.includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
    reply.header('access-control-expose-headers', 'etag, retry-after, gesso-visitor');
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return;
    reply.header('access-control-allow-methods', methods);
    reply.header('access-control-allow-headers', 'authorization, content-type, gesso-visitor');
    return reply.header('access-control-max-age', rememberFor).code(204).send();
  });
};

export default fp(cors);
