import type { FastifyPluginAsync } from 'fastify';
import { docsPage, docsStyle } from './docs-page.ts';

/** `/api/docs`: what the API takes and gives, as a page for browsers and as OpenAPI for everybody who does not ask for one. */
const docs: FastifyPluginAsync = async (fastify) => {
  fastify.get('/', async ({ headers }, reply) => {
    reply.header('vary', 'accept, origin');
    if (headers.accept?.includes('text/html') !== true) return fastify.swagger();
    return reply.type('text/html; charset=utf-8').send(docsPage(fastify.swagger()));
  });
  fastify.get('/json', async () => fastify.swagger());
  fastify.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle));
};

export default docs;
