import type { SecureContextOptions } from 'node:tls';
import Fastify, { type FastifyInstance } from 'fastify';
import client from './plugins/client.ts';
import cors from './plugins/cors.ts';
import failures from './plugins/failures.ts';
import health from './plugins/health.ts';
import json from './plugins/json.ts';
import limits from './plugins/limits.ts';
import load from './plugins/load.ts';
import metrics from './plugins/metrics.ts';
import openapi from './plugins/openapi.ts';
import security from './plugins/security.ts';
import sessions from './plugins/sessions.ts';
import sockets from './plugins/sockets.ts';
import turns from './plugins/turns.ts';
import { capConnections, outliveAccept } from './quotas/connections.ts';
import boards from './routes/boards.ts';
import docs from './routes/docs.ts';
import document from './routes/document.ts';
import join from './routes/join.ts';
import links from './routes/links.ts';
import showMetrics from './routes/metrics.ts';
import session from './routes/session.ts';
import type { Services } from './services.ts';

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
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
    forceCloseConnections: true,
    requestTimeout: 60_000,
  });
  capConnections(fastify.server, services.connections, services.overrun);

  // From here on the answer has to get on: Node counts what leaves, and cuts the connection when nothing does for so long.
  fastify.addHook('onSend', async ({ raw }) => {
    raw.socket.setTimeout(stalledMs);
  });

  await fastify.register(failures, services);
  await fastify.register(turns, services);
  await fastify.register(metrics, services);
  await fastify.register(limits, services);
  await fastify.register(security, services);
  await fastify.register(cors, services);
  await fastify.register(sessions, services);
  await fastify.register(load, services);
  await fastify.register(json);
  await fastify.register(openapi);
  await fastify.register(health, services);
  if (config.metricsPort === undefined) await fastify.register(showMetrics, services);
  await fastify.register(sockets, services);
  await fastify.register(session, { ...services, prefix: '/api/session' });
  await fastify.register(boards, { ...services, prefix: '/api/boards' });
  await fastify.register(links, { ...services, prefix: '/api/boards/:board/links' });
  await fastify.register(join, { ...services, prefix: '/api/boards/:board' });
  await fastify.register(document, { ...services, prefix: '/api/boards/:board/document' });
  await fastify.register(docs, { prefix: '/api/docs' });
  await fastify.register(client, { folder });
  return fastify;
};

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
