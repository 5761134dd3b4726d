import type { SecureContextOptions } from 'node:tls';
import cookie from '@fastify/cookie';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import addressLists from './plugins/address-lists.ts';
import browserHeaders from './plugins/browser-headers.ts';
import callers from './plugins/callers.ts';
import client, { type ClientOptions } from './plugins/client.ts';
import { redirectPlainHttp, refusePlainHttp } from './plugins/encryption.ts';
import failures from './plugins/failures.ts';
import health from './plugins/health.ts';
import json from './plugins/json.ts';
import limits from './plugins/limits.ts';
import load from './plugins/load.ts';
import metrics from './plugins/metrics.ts';
import openapi from './plugins/openapi.ts';
import originCheck from './plugins/origin-check.ts';
import sockets from './plugins/sockets.ts';
import turns from './plugins/turns.ts';
import { capConnections, outliveAccept } from './quotas/connections.ts';
import assets from './routes/assets.ts';
import authors from './routes/authors.ts';
import boards from './routes/boards.ts';
import docs from './routes/docs.ts';
import document from './routes/document.ts';
import duplicate from './routes/duplicate.ts';
import exportRoutes from './routes/export.ts';
import history from './routes/history.ts';
import join from './routes/join.ts';
import libraries from './routes/libraries.ts';
import links from './routes/links.ts';
import showMetrics from './routes/metrics.ts';
import moves from './routes/moves.ts';
import myBoards from './routes/my-boards.ts';
import myTags from './routes/my-tags.ts';
import people from './routes/people.ts';
import previews from './routes/previews.ts';
import rename from './routes/rename.ts';
import session from './routes/session.ts';
import thumbnail from './routes/thumbnail.ts';
import versions from './routes/versions.ts';
import webhooks from './routes/webhooks.ts';
import type { Services } from './services/services.ts';
import { KiB } from './units.ts';

export interface AppOptions {
  readonly services: Services;
  /** With it the server speaks HTTPS. */
  readonly tls?: SecureContextOptions | undefined;
  /** Folder with the built client. */
  readonly client: string;
  /** For tests: how long an answer may make no progress before its connection is cut, in ms. */
  readonly stalledMs?: number | undefined;
}

/** A peer that never finishes its request is cut off sooner than Node would, who also looks only every 30 s. In ms. */
const unfinished = { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 } as const;

/**
 * The address of a request as it can be read. One with broken escapes has its percent signs taken for themselves: what is there, and
 * who is answered how often, is decided as for any other that leads nowhere.
 */
const readableUrl = ({ url = '/' }: { readonly url?: string | undefined }): string => {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length);
  }
};

/** The whole HTTP side, top to bottom. The caller listens and closes. */
export const createApp = async ({
  services,
  tls,
  client: folder,
  stalledMs = 30_000,
}: AppOptions): Promise<FastifyInstance> => {
  const { config } = services;
  const fastify = Fastify({
    ...(tls === undefined ? { http: unfinished } : { https: { ...tls, ...unfinished } }),
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    bodyLimit: 64 * KiB,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
    forceCloseConnections: true,
    rewriteUrl: readableUrl,
    requestTimeout: 60_000,
  });
  capConnections(fastify.server, services.connections, services.overrun);

  // From here on the answer has to get on: Node counts what leaves, and cuts the connection when nothing does for so long.
  fastify.addHook('onSend', async ({ raw }) => {
    raw.socket.setTimeout(stalledMs);
  });

  fastify.removeAllContentTypeParsers();
  await fastify.register(failures, services);
  await fastify.register(turns, services);
  await fastify.register(metrics, services);
  await fastify.register(limits, services);
  await fastify.register(browserHeaders, services);
  await fastify.register(addressLists, services);
  await fastify.register(openapi);
  await fastify.register(health, services);
  if (config.metricsPort === undefined) await fastify.register(showMetrics, services);
  await fastify.register(sync(services), { prefix: '/sync' });
  await fastify.register(api(services), { prefix: '/api' });
  await fastify.register(pages({ ...services, folder }));
  return fastify;
};

/** Keeps addresses below a context that it does not know from the files of the app, so that its own hooks run before they are refused. */
const answerUnknown = (fastify: FastifyInstance): void => {
  fastify.setNotFoundHandler(fastify.notFound);
  fastify.route({ method: ['GET', 'HEAD'], url: '/*', handler: fastify.notFound });
};

/** Sockets: the gate of pages and people, and then the relay. */
const sync =
  (services: Services) =>
  async (fastify: FastifyInstance): Promise<void> => {
    await fastify.register(cookie);
    await fastify.register(refusePlainHttp, services);
    await fastify.register(originCheck, services);
    await fastify.register(sockets, services);
    answerUnknown(fastify);
  };

/** The HTTP API: JSON, for people who are known or become guests. Hooks run for addresses it does not know, too. */
const api =
  (services: Services) =>
  async (fastify: FastifyInstance): Promise<void> => {
    const { allowedOrigins } = services.config;
    // What the API answers is for the caller, and for now.
    fastify.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    await fastify.register(refusePlainHttp, services);
    await fastify.register(originCheck, services);
    if (allowedOrigins.length > 0) await fastify.register(cors, corsOptions(allowedOrigins));
    await fastify.register(cookie);
    await fastify.register(callers, services);
    await fastify.register(json);
    answerUnknown(fastify);

    await fastify.register(session, { ...services, prefix: '/session' });
    await fastify.register(moves, { ...services, prefix: '/session' });
    await fastify.register(ofBoards(services), { prefix: '/boards' });
    await fastify.register(myTags, { ...services, prefix: '/tags' });
    await fastify.register(libraries, { ...services, prefix: '/libraries' });
    await fastify.register(docs, { prefix: '/docs' });
  };

/** Boards and what leads to one, closed to newcomers while the process cannot keep up. */
const ofBoards =
  (services: Services) =>
  async (fastify: FastifyInstance): Promise<void> => {
    await fastify.register(load, services);
    await fastify.register(boards, services);
    await fastify.register(myBoards, services);
    await fastify.register(people, services);
    await fastify.register(rename, services);
    await fastify.register(previews, services);
    await fastify.register(duplicate, services);
    await fastify.register(links, { ...services, prefix: '/:board/links' });
    await fastify.register(join, { ...services, prefix: '/:board' });
    await fastify.register(document, { ...services, prefix: '/:board/document' });
    await fastify.register(history, { ...services, prefix: '/:board/history' });
    await fastify.register(versions, { ...services, prefix: '/:board/versions' });
    await fastify.register(webhooks, { ...services, prefix: '/:board/webhooks' });
    await fastify.register(thumbnail, { ...services, prefix: '/:board' });
    await fastify.register(exportRoutes, { ...services, prefix: '/:board' });
    await fastify.register(authors, { ...services, prefix: '/:board/authors' });
    await fastify.register(assets, { ...services, prefix: '/:board/assets' });
  };

/** The app and its files. */
const pages =
  (options: Services & ClientOptions) =>
  async (fastify: FastifyInstance): Promise<void> => {
    await fastify.register(redirectPlainHttp, options);
    await fastify.register(client, options);
  };

/**
 * Pages of the origins in `ALLOWED_ORIGINS`, and of no others, may read what the API answers them. Whether they may change
 * anything is settled by `plugins/origin-check.ts`.
 */
const corsOptions = (origins: readonly string[]): FastifyCorsOptions => ({
  origin: [...origins],
  credentials: true,
  exposedHeaders: ['etag', 'retry-after', 'gesso-visitor', 'gesso-pictures'],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'gesso-visitor'],
  // How long a browser may remember what it may ask, in seconds.
  maxAge: 600,
  // What is no question of a browser is answered like any other method.
  strictPreflight: false,
});

/** What only the operator's machines ask, on a listener of its own: metrics and health, and nothing a board could be reached by. */
export const createOperatorApp = async (services: Services): Promise<FastifyInstance> => {
  const fastify = Fastify({ bodyLimit: 1024, forceCloseConnections: true, requestTimeout: 15_000 });
  fastify.server.headersTimeout = 15_000;
  outliveAccept(fastify.server, services.overrun.trouble);
  await fastify.register(failures, services);
  await fastify.register(health, services);
  await fastify.register(showMetrics, services);
  return fastify;
};
