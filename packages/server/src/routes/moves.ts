import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { moveSeconds } from '../auth/moves.ts';
import { personOf, shownId } from '../auth/people.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { described, me as meShape, moveShape } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';

const schemas = {
  begin: described('session', 'A link by which I go on as myself in another browser, once and within ten minutes', {
    201: moveShape,
  }),
  take: {
    ...described(
      'session',
      'Go on as the person who made the link, with what I had here; signed in, have what this browser had as a guest',
      { 200: meShape },
    ),
    body: { type: 'object', properties: { key: { type: 'string', minLength: 1, maxLength: 200 } } },
  },
};

const perMinute = { rateLimit: { max: 30, timeWindow: minuteMs } };

/** From one browser to the next: a guest has no account that they could sign in to. */
const moves: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, hooks, sessions, rooms, tickets, storage, security } = services;
  const open = services.moves;

  /** What a guest had is another person's; their sockets come back as that one. */
  const joinTo = async (guest: Principal, to: Principal, cookies: Parameters<typeof sessions.join>[2], ip: string) => {
    await sessions.join(guest, to.id, cookies);
    await Promise.all([open.drop(guest.id), tickets.drop(guest.id)]).finally(() =>
      rooms.closeEverywhere('SESSION_RENEWED', { of: 'people', ids: [shownId(guest.id)] }),
    );
    security('session.revoke', { person: guest.id, how: 'joined', ip });
  };

  fastify.post('/move', { schema: schemas.begin, config: perMinute }, async (request, reply) => {
    const me = await fastify.rememberedCaller(request, reply);
    // Who is signed in signs in there as well.
    if (me.signedIn || !hooks.guests) throw new Failure('FORBIDDEN', 'signed in');
    const key = await open.issue(me.id);
    const url = `${publicOrigin(request, config)}/boards#move=${key}`;
    return reply.code(201).send({ url, key, expiresIn: moveSeconds });
  });

  fastify.post<{ Body: { key?: string } }>(
    '/take',
    { schema: schemas.take, config: perMinute },
    async ({ principal: here, body: { key }, cookies, ip }, reply) => {
      // Asked before the link is used up: it would be lost.
      if (key !== undefined) storage.remember(ip, costs.session);
      const guest = key === undefined ? undefined : await open.redeem(key);
      const there = guest === undefined ? undefined : await sessions.known(guest);
      if (key !== undefined && there === undefined) throw new Failure('NOT_FOUND', 'a link to move by');
      if (here?.signedIn === true) {
        // The guest that this browser was before, and the one the link is of.
        const before = hooks.links ? await sessions.find(cookies) : undefined;
        if (before === undefined && there === undefined) throw new Failure('NOT_FOUND', 'a guest');
        if (before !== undefined) await joinTo(before, here, cookies, ip);
        if (there !== undefined && there.id !== before?.id) await joinTo(there, here, {}, ip);
        return { ...personOf(here), signedIn: true };
      }
      if (there === undefined) throw new Failure('MALFORMED', 'key');
      if (here?.id !== there.id) {
        // First: without it nobody here could be the person to whom all of it goes.
        const token = await sessions.another(there);
        if (here !== undefined) await joinTo(here, there, cookies, ip);
        fastify.setSession(reply, token);
      }
      return { ...personOf(there), signedIn: false };
    },
  );
};

export default moves;
