import type { FastifyRequest } from 'fastify';
import { isListed } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import { isSecure } from '../config/insecure-exposure.ts';

/** How a request addressed the server, as far as the server can tell. */
export interface Asked {
  /** Name and port, as a page has them in its address. */
  readonly host: string;
  /** Whether it is known that people come over HTTPS. */
  readonly secure: boolean;
  /** A trusted proxy passed it on, perhaps with what it was told by the client. */
  readonly proxied: boolean;
  /** That proxy has left the port out: `$host` of nginx never has one. */
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

/** A page in the clear is nobody's own where people come over HTTPS: anyone on the way can write it. */
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
