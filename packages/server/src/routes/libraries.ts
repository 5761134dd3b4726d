import { Failure } from '@gesso/crdt-schema';
import { create } from 'content-disposition';
import type { FastifyPluginAsync } from 'fastify';
import { described, libraryAnswer, libraryList } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';

const schemas = {
  list: described('libraries', 'Libraries that the operator offers to all', { 200: libraryList }),
  show: described('libraries', 'A library as a file', { 200: libraryAnswer, 304: {} }),
};

/** Of one address: a drawer asks for the list whenever it is opened, and for each file that is looked into. */
const perMinute = { rateLimit: { max: 600, timeWindow: minuteMs } };

/** Opened by itself it may do nothing. */
const policy = "sandbox; default-src 'none'";

/** Libraries of the operator: for all who get as far as this server, as the app itself is. */
const libraryRoutes: FastifyPluginAsync<Services> = async (fastify, { libraries }) => {
  fastify.get('/', { schema: schemas.list, config: perMinute }, async () => ({
    libraries: (await libraries.list()).map(({ name, bytes }) => ({ name, bytes })),
  }));

  fastify.get<{ Params: { name: string } }>(
    '/:name',
    { schema: schemas.show, config: perMinute },
    async ({ params, headers }, reply) => {
      const found = await libraries.find(params.name);
      if (found === undefined) throw new Failure('NOT_FOUND', 'a library');
      const etag = `"${found.version}"`;
      reply.header('etag', etag).header('cache-control', 'no-cache');
      if (headers['if-none-match'] === etag) return reply.code(304).send();
      return reply
        .type('application/octet-stream')
        .header('content-security-policy', policy)
        .header('content-disposition', create(found.name, { type: 'attachment' }))
        .header('content-length', found.bytes)
        .send(found.open());
    },
  );
};

export default libraryRoutes;
