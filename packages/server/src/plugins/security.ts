import type { BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import helmet from '@fastify/helmet';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import type { Services } from '../services.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a page of this origin may call the server: its own pages, and those the operator named. */
export const originAllowed = (origin: string, host: string, { publicUrl, allowedOrigins }: Config): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (!/^https?:$/.test(url.protocol) || url.origin !== origin.toLowerCase()) return false;
  return url.host === host.toLowerCase() || url.origin === publicUrl || allowedOrigins.includes(url.origin);
};

/** The address people reach the server under, as seen from a request. */
export const publicOrigin = (request: FastifyRequest, { publicUrl }: Config): string =>
  publicUrl ?? `${request.protocol}://${request.host}`;

const listed = (list: BlockList, ip: string): boolean => {
  const plain = ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice('::ffff:'.length) : ip;
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
};

/** Who may talk to the server at all, and what browsers are told to allow its pages. */
const security: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  const https = config.tls !== undefined || config.publicUrl?.startsWith('https:') === true;

  fastify.addHook('onRequest', async (request) => {
    const { ip, method, headers } = request;
    const refused = config.denyIps !== undefined && listed(config.denyIps, ip);
    if (refused || (config.allowIps !== undefined && !listed(config.allowIps, ip))) {
      throw new Failure('FORBIDDEN', 'address');
    }
    const { origin } = headers;
    const opensSocket = headers.upgrade !== undefined;
    if (
      origin !== undefined &&
      (opensSocket || !safeMethods.has(method)) &&
      !originAllowed(origin, request.host, config)
    ) {
      throw new Failure('FORBIDDEN', `origin ${origin}`);
    }
  });

  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'blob:', 'data:'],
        'font-src': ["'self'"],
        // Some browsers do not count the socket of the same host as 'self'.
        'connect-src': ["'self'", (request) => socketSource(request.headers.host, https)],
        'worker-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: true,
  });
};

const socketSource = (host: string | undefined, https: boolean): string =>
  host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `${https ? 'wss' : 'ws'}://${host}` : "'self'";

export default fp(security);
