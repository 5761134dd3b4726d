import { cleanName, Failure, type FailureCode, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { isColor, personOf, shownId } from '../auth/people.ts';
import { described, nothing, me as schema, sessionList } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';

const facts = (me: Principal) => ({ ...personOf(me), signedIn: me.signedIn });

const change = {
  ...described('session', 'Change my name or color', { 200: schema }),
  body: {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 4 * limits.personNameLength },
      color: { type: 'string', maxLength: 7 },
    },
  },
};

const schemas = {
  show: described('session', 'Who I am; makes a guest of a caller without a session', { 200: schema }),
  list: described('session', 'My sessions, newest first', { 200: sessionList }),
  rotate: described(
    'session',
    'Go on under a new secret; the old cookie is worth nothing, and what it opened is closed',
    {
      204: nothing,
    },
  ),
  end: described(
    'session',
    "Sign out everywhere; my sockets are closed. A guest does not come back from that, and nobody owns a guest's boards then: links to them go on working, and the operator can give them to another person",
    { 204: nothing },
  ),
};

/** Who am I? */
const session: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { sessions, rooms, tickets, moves, security, storage } = services;

  /** What a person opened with a secret that is worth nothing any more ends with it: sockets, those on their way in, and tickets. */
  const revoke = async (person: string, how: string, code: FailureCode, ip: string): Promise<void> => {
    await Promise.all([tickets.drop(person), moves.drop(person)]).finally(() =>
      rooms.closeEverywhere(code, { of: 'people', ids: [shownId(person)] }),
    );
    security('session.revoke', { person, how, ip });
  };

  fastify.get('/', { schema: schemas.show, config: { visitors: 'link' } }, async (request, reply) =>
    facts(await fastify.callerOrGuest(request, reply)),
  );

  fastify.patch<{ Body: { name?: string; color?: string } }>('/', { schema: change }, async (request, reply) => {
    const me = await fastify.rememberedCaller(request, reply);
    // Who is signed in has their name from elsewhere.
    if (me.signedIn) throw new Failure('FORBIDDEN', 'signed in');
    const name = cleanName(request.body.name ?? me.name);
    const color = request.body.color?.toLowerCase() ?? me.color;
    if (name === '' || !isColor(color)) throw new Failure('MALFORMED', 'name or color');
    const changed = { ...me, name, color, colorChosen: request.body.color !== undefined || me.colorChosen === true };
    await sessions.update(changed);
    rooms.rename({ person: personOf(changed), colorChosen: changed.colorChosen });
    return facts(changed);
  });

  fastify.get('/list', { schema: schemas.list }, async ({ principal, cookies }) => {
    const found = principal === undefined ? [] : await sessions.list(principal.id, cookies);
    return {
      sessions: found.map(({ createdAt, seenAt, current }) => ({
        createdAt: new Date(createdAt).toISOString(),
        seenAt: new Date(seenAt).toISOString(),
        current,
      })),
    };
  });

  fastify.post('/rotate', { schema: schemas.rotate }, async ({ principal, cookies, ip }, reply) => {
    // The session that is over stays as a row for a month.
    if (principal !== undefined) storage.remember(ip, costs.session);
    const rotated = await sessions.rotate(cookies);
    if (rotated === undefined) throw new Failure('UNAUTHENTICATED', 'no session');
    fastify.setSession(reply, rotated.token);
    await revoke(rotated.person, 'rotated', 'SESSION_RENEWED', ip);
    return reply.code(204).send();
  });

  fastify.delete('/', { schema: schemas.end }, async ({ principal, cookies, ip }, reply) => {
    if (principal !== undefined) {
      await sessions.end(principal.id, cookies);
      await revoke(principal.id, 'ended', 'UNAUTHENTICATED', ip);
    }
    const secure = sessions.cookie.startsWith('__Host-');
    reply.clearCookie(sessions.cookie, { path: '/', httpOnly: true, sameSite: 'lax', secure });
    return reply.code(204).send();
  });
};

export default session;
