import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { failureBody, failures } from '@gesso/crdt-schema';
import type { Config } from '../config/config.ts';

/** A page's address: printable, from the root, and no part of the API or the relay. */
const page = /^\/(?!(?:api|sync)\/)[\x21-\x7e]*$/;
const hostName = /^([\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** Where a page asked for in the clear is to be found; undefined for everything that is not a page. */
export const securePlace = (
  { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  securePort: number,
): string | undefined => {
  if ((method !== 'GET' && method !== 'HEAD') || !page.test(url)) return undefined;
  if (publicUrl !== undefined) return `${publicUrl}${url}`;
  const name = hostName.exec(headers.host ?? '')?.[1];
  if (name === undefined) return undefined;
  return `https://${name}${securePort === 443 ? '' : `:${securePort}`}${url}`;
};

/**
 * Answers plain HTTP beside a server with a certificate of its own: pages are sent to HTTPS (308), everything else is refused.
 * Nothing that came in the clear is acted on, so that a secret sent here by mistake opens nothing and is noticed at once.
 */
export const createHttpsRedirect = (config: Config, securePort: () => number): Server => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    // One question a connection: a client that asks here has no business staying.
    response.setHeader('connection', 'close');
    response.setHeader('cache-control', 'no-store');
    const place = securePlace(request, config, securePort());
    if (place === undefined) {
      response.writeHead(failures.MALFORMED.http, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(failureBody('MALFORMED')));
    } else response.writeHead(308, { location: place }).end();
  };
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000, maxHeaderSize: 8_192 }, answer);
  server.on('upgrade', (_request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  return server;
};
