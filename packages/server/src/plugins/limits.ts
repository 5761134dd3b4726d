import rateLimit from '@fastify/rate-limit';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services/services.ts';

/** So many requests a minute from one address (for IPv6, one /64), sockets included. Single routes have tighter limits of their own. */
const limits: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  await fastify.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    cache: 10_000,
    errorResponseBuilder: () => new Failure('RATE_LIMITED'),
  });
};

export default fp(limits);
