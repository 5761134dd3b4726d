import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Grant, Principal } from '../auth/hooks.ts';
import { personOf } from '../auth/people.ts';
import { newId } from '../auth/secrets.ts';
import { createFairQueue } from '../quotas/fair-queue.ts';
import type { Access } from '../rooms/member.ts';
import type { Arrival } from '../rooms/rooms.ts';
import type { Services } from '../services/services.ts';
import { callerOf } from './callers.ts';
import { converse } from './conversation.ts';
import { failureOf } from './failures.ts';
import { listenToUpgrades } from './upgrades.ts';

type Visit = FastifyRequest<{ Params: { board: string }; Querystring: Record<string, unknown> }>;

/**
 * `/sync/:board`. An upgrade passes the same gate as a request: it travels through Fastify's router with every hook before
 * there is a socket. Whether a visitor may come in, and the board itself, are settled before the handshake is answered, so
 * nothing has to be queued for a stranger. A refusal is told by accepting and closing, since browsers hide any other.
 */
const sockets: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, hooks, load, rooms, log, refused, rateLimits, timers } = services;
  const upgrades = listenToUpgrades(fastify, log, timers);
  const turns = createFairQueue(timers);
  const seats = createSeats(config.socketsPerPerson);

  const arrive = async (request: Visit): Promise<Arrival> => {
    if (fastify.draining) throw new Failure('DRAINING');
    const principal = await hooks.authenticate(callerOf(request));
    if (load.overloaded) throw new Failure('OVERLOADED');
    return await rooms.arrive(request.params.board, () => admit(services, request, principal));
  };

  fastify.get<{ Params: { board: string }; Querystring: Record<string, unknown> }>(
    '/:board',
    async (request, reply) => {
      if (!upgrades.has(request)) return reply.code(426).header('upgrade', 'websocket').send();
      const { ip, params, query, headers } = request;
      const { board } = params;
      // A browser sends the cookie by itself; only together with its word on which page asks is that a credential.
      if (headers.cookie !== undefined && query['ticket'] === undefined && headers.origin === undefined)
        throw new Failure('FORBIDDEN', 'no origin');
      const entry = await arrive(request).catch(failureOf);

      upgrades.accept(request, reply, (socket, raw) => {
        const turnAway = (failure: Failure): void => {
          refused('socket', failure, { board, ip });
          socket?.refuse(failure.code);
        };
        if (entry instanceof Failure) turnAway(entry);
        else if (socket === undefined) entry.release();
        else {
          try {
            const person = entry.access.person.id;
            socket.once('close', seats.take(person));
            const rateLimitOf = () => rateLimits.of({ person, board, ip });
            converse(socket, raw, { board, arrival: entry, gesso: query['gesso'] === '1', turns, rateLimitOf, timers });
          } catch (error) {
            entry.release();
            turnAway(failureOf(error));
          }
        }
      });
      return reply;
    },
  );
};

/** Finds out by ticket or by cookie who asks to come in, and what they may do. */
async function admit(
  { access, tickets, repositories, now }: Services,
  { params: { board }, query: { ticket }, ip }: Visit,
  principal: Principal | undefined,
): Promise<Access> {
  if (ticket === undefined) {
    if (principal === undefined) throw new Failure('UNAUTHENTICATED');
    const { grant } = await access.admit(principal, board, 'viewer');
    await repositories.boards.visit(principal.id, board, now());
    return accessOf(principal, grant, ip);
  }
  const admission = typeof ticket === 'string' ? tickets.redeem(ticket, board) : undefined;
  if (admission === undefined) throw new Failure('UNAUTHENTICATED', 'ticket');
  return accessOf(admission.principal, await access.confirm(admission), ip);
}

const accessOf = (principal: Principal, { role, link, until }: Grant, ip: string): Access => ({
  person: personOf(principal),
  colorChosen: principal.colorChosen,
  role,
  link,
  until,
  knownUntil: principal.until,
  ip,
  connection: newId(),
});

/** Counts the sockets each person has open, up to `most`. */
function createSeats(most: number): { take(person: string): () => void } {
  const taken = new Map<string, number>();
  return {
    take(person) {
      const before = taken.get(person) ?? 0;
      if (before >= most) throw new Failure('RATE_LIMITED', 'sockets of one person');
      taken.set(person, before + 1);
      return () => {
        const left = (taken.get(person) ?? 1) - 1;
        if (left > 0) taken.set(person, left);
        else taken.delete(person);
      };
    },
  };
}

export default fp(sockets);
