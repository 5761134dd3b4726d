import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { isListed } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import { isSecure } from '../config/insecure-exposure.ts';
import type { Services } from '../services/services.ts';

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

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether pages of other sites may show this one in a frame: it must not know by a cookie who looks at it. */
    framed?: true;
  }
}

/** What browsers are told to allow the pages of the server, in headers of every answer. */
const browserHeaders: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  fastify.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', permissions);
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
    strictTransportSecurity: isSecure(config) ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: true,
  });

  const frames = config.embedOrigins === '*' ? '*' : config.embedOrigins.join(' ') || "'none'";
  fastify.addHook('onRequest', async ({ routeOptions }, reply) => {
    if (routeOptions.config.framed !== true) return;
    const policy = String(reply.getHeader('content-security-policy'));
    reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${frames}`));
    // It can say no more than "nobody", and an older browser would take it at its word.
    reply.removeHeader('x-frame-options');
    reply.header('cross-origin-resource-policy', 'cross-origin');
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

export default fp(browserHeaders);
