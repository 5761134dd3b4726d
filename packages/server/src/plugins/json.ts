import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';

/** Bodies are JSON. Where all of a body is optional so is the body; keys such as `__proto__` are refused. */
const json: FastifyPluginAsync = async (fastify) => {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, String(body), done);
  });
  fastify.addHook('preValidation', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') request.body ??= {};
  });
};

export default fp(json);
