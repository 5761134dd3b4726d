import swagger from '@fastify/swagger';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';

/** Described are the API and the health checks; pages, files, metrics and sockets are not an API of this kind. */
const isDescribed = (url: string): boolean => /^\/(api\/(?!docs)|healthz$|readyz$)/.test(url);

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
    transform: ({ schema, url }) => ({ schema: { ...schema, hide: !isDescribed(url) }, url }),
  });
};

export default fp(openapi);
