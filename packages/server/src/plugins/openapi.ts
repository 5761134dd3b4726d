import swagger from '@fastify/swagger';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';

/** Collects the schemas of all routes that come after it into one OpenAPI description, shown by `routes/docs.ts`. */
const openapi: FastifyPluginAsync = async (fastify) => {
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gesso',
        version: '1',
        description: 'Boards, links and documents over HTTP. What goes over sockets is in docs/protocol.md.',
      },
    },
    // Pages, files, metrics and sockets say nothing of themselves: they are not an API of this kind.
    transform: ({ schema, url }) => ({ schema: { ...schema, hide: schema?.tags === undefined }, url }),
  });
};

export default fp(openapi);
