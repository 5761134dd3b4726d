import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Failure, type FailureCode, failures, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { WebSocket, WebSocketServer } from 'ws';
import { personOf } from '../auth/guest-names.ts';
import type { Grant, Principal } from '../auth/hooks.ts';
import { newId } from '../auth/secrets.ts';
import { createFairQueue } from '../quotas/fair-queue.ts';
import { createConnectionIntake } from '../rooms/connection-intake.ts';
import type { Access, Wire } from '../rooms/member.ts';
import type { Arrival } from '../rooms/rooms.ts';
import type { Services } from '../services.ts';
import { callerOf } from './callers.ts';
import { failureOf } from './failures.ts';

/** Room for the envelope around the largest update. */
const envelopeBytes = 1024;
/** How long a peer may take to answer our close before its socket is cut, and a ping before it is taken for gone. */
const closeMs = 3_000;
const pingMs = 20_000;

/** What ws itself finds wrong with a frame is told in Gesso's codes, which a client knows what to do about. */
class BoardSocket extends WebSocket {
  alive = true;

  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) this.refuse('TOO_LARGE');
    else if (code === 1002 || code === 1007 || code === 1008) this.refuse('MALFORMED');
    else super.close(code, reason);
  }

  refuse(failure: FailureCode): void {
    super.close(failures[failure].close, failure);
  }
}

const options = {
  noServer: true,
  WebSocket: BoardSocket,
  // Small frames gain nothing from it, and each socket would pay for it in memory.
  perMessageDeflate: false,
  maxPayload: limits.syncStepBytes + envelopeBytes,
  maxFragments: 256,
  maxBufferedChunks: 16_384,
  closeTimeout: closeMs,
};

/** Where a visitor comes from and where to. */
interface Visit {
  readonly board: string;
  readonly ip: string;
  readonly gesso: boolean;
}

interface Upgrade {
  readonly socket: Socket;
  readonly head: Buffer;
}

/**
 * `/sync/:board`. An upgrade passes the same gate as a request: it travels through Fastify's router with every hook before
 * there is a socket. Whether a visitor may come in, and the board itself, are settled before the handshake is answered, so
 * nothing has to be queued for a stranger. A refusal is told by accepting and closing, since browsers hide any other.
 */
const sockets: FastifyPluginAsync<Services> = async (
  fastify,
  { config, access, hooks, load, tickets, rooms, repositories, now, log, refused, paces, timers },
) => {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  const server = new WebSocketServer<typeof BoardSocket>(options);
  const turns = createFairQueue(timers);

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

  /**
   * Completes the handshake and calls `then` within the same turn, so that its listeners are there before any frame;
   * with undefined when the peer has gone or did not speak WebSocket after all.
   */
  const accept = (request: IncomingMessage, { socket, head }: Upgrade, then: (peer?: BoardSocket) => void): void => {
    const gone = (): void => then();
    if (socket.destroyed) {
      gone();
      return;
    }
    socket.once('close', gone);
    server.handleUpgrade(request, socket, head, (peer) => {
      socket.off('close', gone);
      peer.on('error', (error) => log.info({ detail: String(error) }, 'a socket broke'));
      then(peer);
    });
  };

  /** Who is at the door, by ticket or by cookie, and what they may do. */
  const admit = async (
    board: string,
    principal: Principal | undefined,
    ticket: unknown,
    ip: string,
  ): Promise<Access> => {
    if (ticket === undefined) {
      if (principal === undefined) throw new Failure('UNAUTHENTICATED');
      const { grant } = await access.admit(principal, board, 'viewer');
      await repositories.boards.visit(principal.id, board, now());
      return accessOf(principal, grant, ip);
    }
    const admission = typeof ticket === 'string' ? tickets.redeem(ticket, board) : undefined;
    if (admission === undefined) throw new Failure('UNAUTHENTICATED', 'ticket');
    return accessOf(admission.principal, await access.confirm(admission), ip);
  };

  /** From here on the socket belongs to the room. Listeners are attached before anything can arrive. */
  const converse = (peer: BoardSocket, line: Socket, arrival: Arrival, visit: Visit): void => {
    const { board, ip, gesso } = visit;
    const { person } = arrival.access;
    const wire: Wire = {
      send(frame) {
        if (peer.readyState === WebSocket.OPEN) peer.send(frame);
      },
      // Without compression ws writes every message at once, so what is written beside it keeps its place.
      sendFramed(bytes) {
        if (peer.readyState === WebSocket.OPEN) line.write(bytes);
      },
      close: (code) => peer.refuse(code),
      get backlog() {
        return line.writableLength;
      },
    };
    const rise = sit(person.id);
    peer.once('close', rise);
    const connection = arrival.join(wire, gesso);
    const intake = createConnectionIntake({
      board,
      turns,
      pace: paces.of({ person: person.id, board, ip }),
      reader: peer,
      timers,
      refuse: (failure) => connection.refuse(failure),
    });
    peer.on('message', (data, binary) => {
      if (binary && data instanceof Uint8Array) intake.frame(data.length, () => connection.receive(data));
      else connection.refuse(new Failure('MALFORMED', 'text'));
    });
    peer.on('pong', () => {
      peer.alive = true;
    });
    peer.on('close', () => {
      // What it sent before it went still counts.
      intake.end(() => {
        connection.leave();
        arrival.release();
      });
    });
  };

  /** How many sockets each person has open. */
  const sockets = new Map<string, number>();
  const sit = (person: string): (() => void) => {
    const before = sockets.get(person) ?? 0;
    if (before >= config.socketsPerPerson) throw new Failure('RATE_LIMITED', 'sockets of one person');
    sockets.set(person, before + 1);
    return () => {
      const left = (sockets.get(person) ?? 1) - 1;
      if (left > 0) sockets.set(person, left);
      else sockets.delete(person);
    };
  };

  fastify.get<{ Params: { board: string }; Querystring: Record<string, unknown> }>(
    '/:board',
    async (request, reply) => {
      const upgrade = upgrades.get(request.raw);
      if (upgrade === undefined) return reply.code(426).header('upgrade', 'websocket').send();
      const { board } = request.params;
      const { ticket, gesso } = request.query;
      const { origin, cookie } = request.headers;
      // A browser sends the cookie by itself; only together with its word on which page asks is that a credential.
      if (cookie !== undefined && ticket === undefined && origin === undefined)
        throw new Failure('FORBIDDEN', 'no origin');

      const come = async (): Promise<Arrival> => {
        if (fastify.draining) throw new Failure('DRAINING');
        const principal = await hooks.authenticate(callerOf(request));
        if (load.overloaded) throw new Failure('OVERLOADED');
        return await rooms.arrive(board, () => admit(board, principal, ticket, request.ip));
      };
      const entry = await come().catch(failureOf);

      reply.hijack();
      reply.raw.detachSocket(upgrade.socket);
      accept(request.raw, upgrade, (peer) => {
        const turnAway = (failure: Failure): void => {
          refused('socket', failure, { board, ip: request.ip });
          peer?.refuse(failure.code);
        };
        if (entry instanceof Failure) turnAway(entry);
        else if (peer === undefined) entry.release();
        else {
          try {
            converse(peer, upgrade.socket, entry, { board, ip: request.ip, gesso: gesso === '1' });
          } catch (error) {
            entry.release();
            turnAway(failureOf(error));
          }
        }
      });
      return reply;
    },
  );

  const stopPinging = timers.every(pingMs, () => {
    for (const peer of server.clients) {
      if (!peer.alive) peer.terminate();
      else {
        peer.alive = false;
        peer.ping();
      }
    }
  });
  fastify.addHook('preClose', async () => {
    stopPinging();
    for (const peer of server.clients) peer.terminate();
  });
};

const accessOf = (principal: Principal, { role, link, until }: Grant, ip: string): Access => ({
  person: personOf(principal),
  role,
  link,
  until,
  knownUntil: principal.until,
  ip,
  connection: newId(),
});

export default fp(sockets);
