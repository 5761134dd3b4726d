import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services/services.ts';

/** How long those who are turned away are asked to wait, in seconds. */
const retryAfter = 5;

/**
 * While the process cannot keep up, nobody new comes in: new sockets are closed with 1013 (`sockets.ts`), and what leads to one
 * is answered 503 with `Retry-After`. People who are connected stay, and can go on reading and saving.
 */
const load: FastifyPluginAsync<Services> = async (fastify, { load }) => {
  fastify.addHook('onRequest', async ({ method }, reply) => {
    if (!load.overloaded || method !== 'POST') return;
    reply.header('retry-after', retryAfter);
    throw new Failure('OVERLOADED');
  });
};

export default fp(load);
