import { Failure, type FailureCode, mayWrite } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Principal } from '../auth/hooks.ts';
import { personOf } from '../auth/people.ts';
import { newId } from '../auth/secrets.ts';
import { sessionOf } from '../auth/stays.ts';
import type { Admission } from '../auth/tickets.ts';
import { createFairQueue } from '../quotas/fair-queue.ts';
import type { Access } from '../rooms/member.ts';
import type { Arrival } from '../rooms/rooms.ts';
import { asksToEdit } from '../services/asks.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';
import type { BoardSocket } from './board-socket.ts';
import { callerOf } from './callers.ts';
import { converse } from './conversation.ts';
import { failureOf } from './failures.ts';
import { listenToUpgrades } from './upgrades.ts';

type Visit = FastifyRequest<{ Params: { board: string }; Querystring: Record<string, unknown> }>;

/**
 * `/sync/:board`. An upgrade passes the same gate as a request: it travels through Fastify's router with every hook before
 * there is a socket. Whether a visitor may come in, and the board itself, are settled before the handshake is answered, so
 * nothing has to be queued for a stranger. A refusal is told by accepting and closing, since browsers hide any other. A server on
 * its way out says nothing: a proxy takes who is not answered to another server, and who is accepted stays.
 */
const sockets: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, hooks, load, rooms, log, refused, rateLimits, timers } = services;
  const upgrades = listenToUpgrades(fastify, log, timers);
  const turns = createFairQueue(timers);
  const seats = createSeats(config.socketsPerPerson);

  const arrive = async (request: Visit): Promise<Entry> => {
    const principal = await hooks.authenticate(callerOf(request));
    if (load.overloaded) throw new Failure('OVERLOADED');
    const arrival = await rooms.arrive(request.params.board, () => admit(services, request, principal));
    return { arrival, visitor: request.query['ticket'] === undefined ? principal?.id : undefined };
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
      if (fastify.draining) {
        refused('socket', new Failure('DRAINING'), { board, ip });
        return upgrades.cut(request, reply);
      }
      const entry = await arrive(request).catch(failureOf);

      upgrades.accept(request, reply, (socket, raw) => {
        const turnAway = (failure: Failure): void => {
          refused('socket', failure, { board, ip });
          socket?.refuse(failure.code);
        };
        if (entry instanceof Failure) turnAway(entry);
        else if (socket === undefined) entry.arrival.release();
        else {
          try {
            const { arrival, visitor } = entry;
            const person = arrival.access.person.id;
            socket.once('close', seats.take(person));
            const rateLimitOf = () => rateLimits.of({ person, board, ip });
            converse(socket, raw, { board, arrival, gesso: query['gesso'] === '1', turns, rateLimitOf, timers });
            tellOfAsks(services, board, arrival.access).catch((error) =>
              log.error({ err: error, board }, 'an owner was not told who asks to draw'),
            );
            if (visitor !== undefined) noteLeaving(services, socket, { person: visitor, board });
          } catch (error) {
            entry.arrival.release();
            turnAway(failureOf(error));
          }
        }
      });
      return reply;
    },
  );
};

/** A person on their way in, and the id under which their visit is kept. */
interface Entry {
  readonly arrival: Arrival;
  readonly visitor: string | undefined;
}

/** So many who asked are looked at for an owner who comes, until one is found who can still be let in. */
const mostLookedAt = 8;

/**
 * Tells an owner who comes of the last who asked to draw meanwhile; the others are in the list of people. Who has no way in any more, or may
 * draw by now, does not ask any more.
 */
async function tellOfAsks(
  { rooms, asks, hooks }: Services,
  board: string,
  { person: { id }, role, connection }: Access,
): Promise<void> {
  if (mayWrite(role)) asks.answered(board, id);
  if (role !== 'owner') return;
  for (const { person, by } of asks.of(board).slice(-mostLookedAt).reverse()) {
    const grant = await hooks.authorize(by, board);
    if (grant !== undefined && !mayWrite(grant.role)) {
      if (connection !== undefined)
        await rooms.notify(board, asksToEdit('STILL_ASKS', person), { of: 'connection', connection });
      return;
    }
    asks.answered(board, person.id);
  }
}

/** What ends a stay that is remembered: the way in was closed, and not to this person alone. */
const remembered: ReadonlySet<FailureCode> = new Set(['REVOKED', 'BOARD_IN_TRASH']);

/**
 * Writes down when a person was there last: of those who are sent away, leave for good or go on as another person nothing is to be
 * remembered anew. Who came less than a minute ago was noted then.
 */
function noteLeaving(
  { repositories, now, log }: Services,
  socket: BoardSocket,
  { person, board }: { readonly person: string; readonly board: string },
): void {
  const cameAt = now();
  socket.once('close', () => {
    const { endedBy } = socket;
    if ((endedBy !== undefined && !remembered.has(endedBy)) || now() - cameAt < minuteMs) return;
    repositories.boards
      .visit(person, board, now())
      .catch((error) => log.error({ err: error, board }, 'a visit was not written'));
  });
}

/** Finds out by ticket or by cookie who asks to come in, and what they may do. */
async function admit(
  services: Services,
  { params: { board }, query: { ticket }, cookies, ip }: Visit,
  principal: Principal | undefined,
): Promise<Access> {
  const { access, tickets, repositories, now } = services;
  if (ticket === undefined) {
    if (principal === undefined) throw new Failure('UNAUTHENTICATED');
    const { grant } = await access.admit(principal, board, 'viewer');
    await repositories.boards.visit(principal.id, board, now());
    return accessOf(services, { board, principal, grant, session: sessionOf(services, principal, cookies) }, ip);
  }
  const admission = typeof ticket === 'string' ? await tickets.redeem(ticket, board) : undefined;
  if (admission === undefined) throw new Failure('UNAUTHENTICATED', 'ticket');
  const session = admission.session === undefined ? undefined : Buffer.from(admission.session, 'base64');
  return accessOf(services, { ...admission, session, grant: await access.confirm(admission) }, ip);
}

/** `session`: what is kept of the one a person came by, where that is how they are known. */
const accessOf = (
  { mayReturn }: Services,
  { board, principal, grant, session }: Omit<Admission, 'session'> & { readonly session: Uint8Array | undefined },
  ip: string,
): Access => {
  const stay = { board, person: principal.id, link: principal.link, session };
  return {
    person: personOf(principal),
    colorChosen: principal.colorChosen,
    role: grant.role,
    link: grant.link,
    mayReturn: mayReturn && (() => mayReturn(stay)),
    stay,
    until: grant.until,
    knownUntil: principal.until,
    ip,
    connection: newId(),
  };
};

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
