import { cleanName, Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import type { Principal } from '../hooks.ts';
import { isColor, personOf } from '../person.ts';
import { securityEvents } from '../security-events.ts';
import type { Services } from '../services.ts';
import { described, nothing, me as schema, sessionList } from './schemas.ts';

const facts = (me: Principal) => ({ ...personOf(me), signedIn: me.signedIn });

const change = {
  ...described('session', 'Change my name or colour', { 200: schema }),
  body: {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 4 * limits.personNameLength },
      color: { type: 'string', maxLength: 7 },
    },
  },
};

const schemas = {
  show: described('session', 'Who I am; makes a guest of whoever is nobody yet', { 200: schema }),
  list: described('session', 'My sessions, newest first', { 200: sessionList }),
  rotate: described('session', 'Go on under a new secret; the old cookie is worth nothing', { 204: nothing }),
  end: described('session', 'Sign out everywhere; my sockets are closed', { 204: nothing }),
};

/** Who am I? */
const session: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { sessions, rooms, openBoards, log } = services;
  const revoked = (person: string, how: string): void =>
    log.info({ event: 'session.revoke', person, how }, securityEvents['session.revoke']);

  fastify.get('/', { schema: schemas.show }, async (request, reply) => facts(await fastify.somebody(request, reply)));

  fastify.patch<{ Body: { name?: string; color?: string } }>('/', { schema: change }, async (request, reply) => {
    const me = await fastify.somebody(request, reply);
    // Who is signed in has their name from elsewhere.
    if (me.signedIn) throw new Failure('FORBIDDEN', 'signed in');
    const name = cleanName(request.body.name ?? me.name);
    const color = request.body.color?.toLowerCase() ?? me.color;
    if (name === '' || !isColor(color)) throw new Failure('MALFORMED', 'name or color');
    const changed = { ...me, name, color };
    await sessions.update(changed);
    rooms.rename(personOf(changed));
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

  fastify.post('/rotate', { schema: schemas.rotate }, async ({ principal, cookies }, reply) => {
    const token = await sessions.rotate(cookies);
    if (token === undefined || principal === undefined) throw new Failure('UNAUTHENTICATED', 'no session');
    fastify.setSession(reply, token);
    revoked(principal.id, 'rotated');
    return reply.code(204).send();
  });

  fastify.delete('/', { schema: schemas.end }, async ({ principal }, reply) => {
    if (principal !== undefined) {
      await sessions.end(principal.id);
      const { id } = personOf(principal);
      for (const board of openBoards) rooms.close(board, 'UNAUTHENTICATED', ({ person }) => person.id === id);
      revoked(principal.id, 'ended');
    }
    const secure = sessions.cookie.startsWith('__Host-');
    reply.clearCookie(sessions.cookie, { path: '/', httpOnly: true, sameSite: 'lax', secure });
    return reply.code(204).send();
  });
};

export default session;
