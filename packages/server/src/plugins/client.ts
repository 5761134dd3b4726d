import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';

export interface ClientOptions {
  /** Folder with the built client. */
  readonly folder: string;
}

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gesso</title>
<h1>The server runs, the app is not built yet</h1>
<p>Stop the server and run <code>npm start</code> in the project's folder: it builds the app and starts again.</p>
</html>
`;

/** The app: one page for `/` and every board, and the files it asks for. Files with a hash in their name never change. */
const client: FastifyPluginAsync<ClientOptions> = async (fastify, { folder }) => {
  await fastify.register(fastifyStatic, {
    root: folder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, file) {
      const hashed = path.relative(folder, file).startsWith(`assets${path.sep}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  const page = (reply: FastifyReply): FastifyReply =>
    existsSync(path.join(folder, 'index.html'))
      ? reply.sendFile('index.html')
      : reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt);

  fastify.get('/', (_request, reply) => page(reply));
  fastify.get('/b/:board', (_request, reply) => page(reply));
};

export default client;
