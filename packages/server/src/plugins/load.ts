import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services.ts';

/** How long those who are turned away are asked to wait, in seconds. */
export const retryAfter = 5;

/**
 * While the process cannot keep up, nobody new comes in: new sockets are closed with 1013, and what leads to one is answered 503
 * with `Retry-After`. Whoever is connected stays, and can go on reading and saving.
 */
const load: FastifyPluginAsync<Services> = async (fastify, { load }) => {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!load.overloaded) return;
    if (request.headers.upgrade !== undefined) request.unidentified ??= new Failure('OVERLOADED');
    else if (request.method === 'POST' && request.url.startsWith('/api/boards')) {
      reply.header('retry-after', retryAfter);
      throw new Failure('OVERLOADED');
    }
  });
};

export default fp(load);
