import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { health as alive, described, readiness } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Set when the server is on its way out: it takes nobody new. */
    draining: boolean;
  }
}

/** `/healthz`: the process answers. `/readyz`: it takes newcomers. A failing store is told, but does not send people away. */
const health: FastifyPluginAsync<Services> = async (fastify, { rooms, load }) => {
  fastify.decorate('draining', false);
  const quiet = { config: { rateLimit: false } };
  const living = described('health', 'Whether the process answers', { 200: alive });
  fastify.get('/healthz', { ...quiet, schema: living }, async () => ({ status: 'ok' }));
  const taking = described('health', 'Whether newcomers are taken', { 200: readiness });
  fastify.get('/readyz', { ...quiet, schema: taking }, async () => {
    if (fastify.draining) throw new Failure('DRAINING');
    if (load.overloaded) throw new Failure('OVERLOADED');
    return { status: 'ready', store: rooms.degraded ? 'failing' : 'ok' };
  });
};

export default fp(health);
