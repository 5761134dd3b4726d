import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import helmet from '@fastify/helmet';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isListed, isPrivateAddress } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import { isSecure } from '../config/insecure-exposure.ts';
import type { Services } from '../services.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** How somebody addressed the server, as far as it can tell. */
export interface Asked {
  /** Name and port, as a page has them in its address. */
  readonly host: string;
  /** Whether it is known that people come over HTTPS. */
  readonly secure: boolean;
  /** A trusted proxy passed it on, perhaps with what it was told by the client. */
  readonly proxied: boolean;
  /** That proxy has left the port out: `$host` of nginx has none, whatever the port is. */
  readonly anyPort: boolean;
}

export const askedBy = (request: Pick<FastifyRequest, 'host' | 'protocol' | 'raw'>, config: Config): Asked => {
  const { host, protocol, raw } = request;
  const { proxies } = config;
  const proxied = proxies !== undefined && isListed(proxies, raw.socket.remoteAddress ?? '');
  return {
    host: host.toLowerCase(),
    secure: isSecure(config) || protocol === 'https',
    proxied,
    anyPort: proxied && !/:\d+$/.test(host),
  };
};

/** Whether a page of this origin may call the server: its own pages, and those the operator named. */
export const originAllowed = (origin: string, asked: Asked, { publicUrl, allowedOrigins }: Config): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (!/^https?:$/.test(url.protocol) || url.origin !== origin.toLowerCase()) return false;
  if (url.origin === publicUrl || allowedOrigins.includes(url.origin)) return true;
  // Where people come by a name that is known, no forwarded one makes another of it; its port may have been left out.
  if (publicUrl !== undefined && asked.proxied && url.hostname !== new URL(publicUrl).hostname) return false;
  return isOwn(url, asked);
};

/** A page in the clear is nobody's own where people come over HTTPS: whoever is on the way can write it. */
const isOwn = (url: URL, { host, secure, anyPort }: Asked): boolean =>
  (anyPort ? url.hostname : url.host) === host && (!secure || url.protocol === 'https:');

/** The address people reach the server under, as seen from a request. */
export const publicOrigin = (request: FastifyRequest, config: Config): string => {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const asked = askedBy(request, config);
  const { origin } = request.headers;
  // The page knows the port that the proxy has left out.
  if (asked.anyPort && origin !== undefined && URL.canParse(origin) && isOwn(new URL(origin), asked)) return origin;
  return `${request.protocol}://${request.host}`;
};

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

/** What of a browser's powers the app has no use for: nothing that gets into a page gets to them. */
const permissions = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .join(', ');

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
    reply.header('permissions-policy', permissions);
    // What the API answers is for whoever asked, and for now.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
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
      !originAllowed(origin, askedBy(request, config), config)
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
        'connect-src': ["'self'", (request) => socketSource(request, config)],
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

const socketSource = ({ headers, socket }: IncomingMessage, config: Config): string => {
  const { publicUrl, proxies } = config;
  if (publicUrl !== undefined) return publicUrl.replace(/^http/, 'ws');
  const { host } = headers;
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return "'self'";
  const proxied = proxies !== undefined && isListed(proxies, socket.remoteAddress ?? '');
  const secure = isSecure(config) || (proxied && headers['x-forwarded-proto'] === 'https');
  return `${secure ? 'wss' : 'ws'}://${host}${proxied && !/:\d+$/.test(host) ? ':*' : ''}`;
};

export default fp(security);
