import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { askedBy, originAllowed } from '../http/public-origin.ts';
import type { Services } from '../services/services.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Pages of other origins change nothing and open no socket, also with the cookie their visitor's browser sends along. */
const originCheck: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  fastify.addHook('onRequest', async (request) => {
    const { origin, upgrade } = request.headers;
    if (origin === undefined || (upgrade === undefined && safeMethods.has(request.method))) return;
    if (!originAllowed(origin, askedBy(request, config), config)) throw new Failure('FORBIDDEN', `origin ${origin}`);
  });
};

export default fp(originCheck);
