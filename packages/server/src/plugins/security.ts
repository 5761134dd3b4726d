import type { Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import helmet from '@fastify/helmet';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isListed, isPrivateAddress } from '../addresses.ts';
import type { Config } from '../config.ts';
import { isSecure } from '../exposure.ts';
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

/** Whether an address is kept out. */
const isDenied = (address: string, { allowIps, denyIps }: Config): boolean =>
  (denyIps !== undefined && isListed(denyIps, address)) || (allowIps !== undefined && !isListed(allowIps, address));

/** Cuts connections from addresses that are kept out, before anything is read. */
export const cutDenied = (server: Server, { config, metrics, security }: Services): void => {
  server.on('connection', (socket: Socket) => {
    const ip = socket.remoteAddress ?? '';
    if (!isDenied(ip, config)) return;
    socket.destroy();
    metrics.denied();
    security('address.deny', { ip });
  });
};

/**
 * Whether a request crossed a network in the clear although people are promised HTTPS. A proxy is believed when it says so;
 * where none was named, whoever comes from a private address is taken for one.
 */
const cameInTheClear = ({ raw, headers }: FastifyRequest, { publicUrl, proxies }: Config): boolean => {
  if (publicUrl?.startsWith('https:') !== true || raw.socket instanceof TLSSocket) return false;
  const peer = raw.socket.remoteAddress ?? '';
  const proxied = proxies === undefined ? isPrivateAddress(peer) : isListed(proxies, peer);
  if (!proxied) return true;
  return (
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() === 'http'
  );
};

/** Asked by machines from inside, under whatever address. */
const inside = new Set(['/healthz', '/readyz', '/metrics']);

/** Who may talk to the server at all, and what browsers are told to allow its pages. */
const security: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config } = services;
  const https = isSecure(config);

  // Without a proxy in between, whoever is kept out does not get as far as a request.
  if (config.proxies === undefined) cutDenied(fastify.server, services);

  fastify.addHook('onRequest', async (request, reply) => {
    const { ip, method, headers } = request;
    if (isDenied(ip, config)) throw new Failure('FORBIDDEN', 'address');
    if (cameInTheClear(request, config) && !inside.has(request.routeOptions.url ?? '')) {
      const page =
        (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined && !request.url.startsWith('/api/');
      if (!page) throw new Failure('MALFORMED', 'plain http');
      return reply.redirect(`${config.publicUrl}${request.url}`, 308);
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
        'connect-src': ["'self'", (request) => socketSource(request.headers.host, config)],
        'worker-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
        // No string becomes markup or script; the client's one policy lets nothing but the empty string through.
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ['default'],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: true,
  });
};

const socketSource = (host: string | undefined, config: Config): string => {
  const { publicUrl } = config;
  if (publicUrl?.startsWith('https:') === true) return publicUrl.replace('https:', 'wss:');
  const scheme = isSecure(config) ? 'wss' : 'ws';
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `${scheme}://${host}` : "'self'";
};

export default fp(security);
