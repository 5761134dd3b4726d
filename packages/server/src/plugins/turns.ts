import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { createTurns } from '../rooms/turns.ts';

/**
 * Requests share the event loop with the boards, and with each other: of one address no more are begun in a turn than a
 * board may have messages. A thousand requests can arrive in one packet, and nobody else would be heard until the last of
 * them is answered.
 */
const turns: FastifyPluginAsync = async (fastify) => {
  const shared = createTurns();
  fastify.addHook('onRequest', (request, _reply, done) => {
    shared.take(request.ip, done);
  });
};

export default fp(turns);
