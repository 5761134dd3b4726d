import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { withPreview } from '../http/link-preview.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { previewed } from '../services/previewed.ts';
import type { Services } from '../services/services.ts';

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

/** The app: one page for `/` and every board, one for the list of a person's boards, and the files they ask for. Files with a hash in their name never change. */
const client: FastifyPluginAsync<ClientOptions & Services> = async (fastify, { folder, ...services }) => {
  await fastify.register(fastifyStatic, {
    root: folder,
    serve: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, file) {
      const hashed = path.relative(folder, file).startsWith(`assets${path.sep}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  const page = (reply: FastifyReply, file: 'index.html' | 'boards.html'): FastifyReply =>
    existsSync(path.join(folder, file))
      ? reply.sendFile(file)
      : reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt);

  /** The page that says so. It is never answered as unchanged: that would be a page without a word. */
  const nothingHere = async (reply: FastifyReply): Promise<FastifyReply> => {
    const text = await readFile(path.join(folder, 'boards.html'), 'utf8').catch(() => notBuilt);
    return reply.code(404).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);
  };

  fastify.get('/', (_request, reply) => page(reply, 'index.html'));
  fastify.get('/boards', (_request, reply) => page(reply, 'boards.html'));
  const board = ({ params }: FastifyRequest<{ Params: { board: string } }>, reply: FastifyReply) =>
    /^[\w-]{1,64}$/.test(params.board) ? page(reply, 'index.html') : nothingHere(reply);
  fastify.get<{ Params: { board: string } }>('/b/:board', async (request, reply) => {
    const shown = await previewed(services, request.params.board).catch(() => undefined);
    const text =
      shown === undefined ? undefined : await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => '');
    if (shown === undefined || text === undefined || text === '') return board(request, reply);
    const picture = `${publicOrigin(request, services.config)}/api/boards/${shown.id}/preview.png`;
    // What is said about this board is not there any more once its owner says so.
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(withPreview(text, { title: shown.title, picture }));
  });
  fastify.get('/embed/:board', { config: { framed: true } }, board);
  // The plugin's own route reads whole folders for each file, to see how its name is written: a page asks for 170 files of one of 600.
  fastify.get<{ Params: { '*': string } }>('/*', ({ params }, reply) => reply.sendFile(`/${params['*']}`));

  // An address that a person has mistyped is answered with a page; files that are missing are not.
  fastify.addHook('preHandler', async ({ routeOptions, headers, url }, reply) => {
    const isAddress = !/\.\w+(?:\?|$)/.test(url) && headers.accept?.includes('text/html') === true;
    if (routeOptions.url === '/*' && isAddress) return nothingHere(reply);
    return undefined;
  });
};

export default client;
