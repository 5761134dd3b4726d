import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import type { Log } from '../observe/log.ts';
import type { Timers } from '../timers.ts';
import { type BoardSocket, socketOptions } from './board-socket.ts';

/** How long a client may take to answer a ping before it counts as gone, in ms. */
const pingMs = 20_000;

interface Upgrade {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Requests to become a socket, which travel through Fastify's router as any other does. */
export interface Upgrades {
  /** Whether a request is one. */
  has(request: FastifyRequest): boolean;
  /**
   * Completes the handshake and calls `then` within the same turn, so that its listeners are there before any frame; with
   * undefined when the client has gone or did not speak WebSocket after all.
   */
  accept(
    request: FastifyRequest,
    reply: FastifyReply,
    then: (socket: BoardSocket | undefined, raw: Socket) => void,
  ): void;
  /** Ends the connection without an answer. */
  cut(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

/** Sends upgrades through the routes of a server, pings the sockets they became, and cuts them when the server closes. */
export function listenToUpgrades(fastify: FastifyInstance, log: Log, timers: Timers): Upgrades {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  const server = new WebSocketServer<typeof BoardSocket>(socketOptions);

  fastify.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A socket without a listener for its errors takes the process with it.
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.on('finish', () => socket.end());
    upgrades.set(request, { socket, head });
    fastify.routing(request, response);
  });

  const stopPinging = timers.every(pingMs, () => {
    for (const client of server.clients) {
      if (!client.alive) client.terminate();
      else {
        client.alive = false;
        client.ping();
      }
    }
  });
  fastify.addHook('preClose', async () => {
    stopPinging();
    for (const client of server.clients) client.terminate();
  });

  return {
    has: ({ raw }) => upgrades.has(raw),
    accept({ raw }, reply, then) {
      const upgrade = upgrades.get(raw);
      if (upgrade === undefined) return;
      const { socket, head } = upgrade;
      reply.hijack();
      reply.raw.detachSocket(socket);
      const gone = (): void => then(undefined, socket);
      if (socket.destroyed) {
        gone();
        return;
      }
      socket.once('close', gone);
      server.handleUpgrade(raw, socket, head, (opened) => {
        socket.off('close', gone);
        opened.on('error', (error) => log.info({ detail: String(error) }, 'a socket broke'));
        then(opened, socket);
      });
    },
    cut({ raw }, reply) {
      reply.hijack();
      upgrades.get(raw)?.socket.destroy();
      return reply;
    },
  };
}
