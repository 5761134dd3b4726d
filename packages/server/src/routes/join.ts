import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { ticketSeconds } from '../auth/tickets.ts';
import type { Principal } from '../hooks.ts';
import { guestOf } from '../person.ts';
import type { Services } from '../services.ts';
import { admission, described, ticketShape } from './schemas.ts';

const key = { type: 'string', minLength: 1, maxLength: 200 };
const password = { type: 'string', maxLength: 1_000 };

const schemas = {
  join: {
    ...described('joining', "Remember a link's key in this browser", { 200: admission }),
    body: { type: 'object', required: ['key'], properties: { key, password } },
  },
  ticket: {
    ...described('joining', 'A ticket for one socket, by session or by key', { 200: ticketShape }),
    body: { type: 'object', properties: { key, password } },
  },
};

interface Door {
  Params: { board: string };
}

/** From a key to a way in: a grant for this browser, or a ticket for one socket. */
const join: FastifyPluginAsync<Services> = async (fastify, { access, records, tickets, audit, now }) => {
  // Slow enough to make guessing passwords pointless; keys cannot be guessed at any speed.
  const trying = { rateLimit: { max: 600, timeWindow: 60_000 } };

  fastify.post<Door & { Body: { key: string; password?: string } }>(
    '/join',
    { schema: schemas.join, config: trying },
    async (request, reply) => {
      const { params, body } = request;
      const link = await access.unlock(params.board, body.key, body.password);
      const me = await fastify.resident(request, reply);
      if (await records.grant(link.id, me.id, now())) {
        await records.countUse(link.id);
        audit('link.join', { board: params.board, person: me.id, facts: { link: link.id } });
      }
      const { grant } = await access.admit(me, params.board, 'viewer');
      await records.visit(me.id, params.board, now());
      return { role: grant.role };
    },
  );

  fastify.post<Door & { Body: { key?: string; password?: string } }>(
    '/ticket',
    { schema: schemas.ticket, config: trying },
    async (request) => {
      const { principal, params, body } = request;
      if (body.key === undefined) {
        const { grant } = await access.admit(principal, params.board, 'viewer');
        if (principal === undefined) throw new Error('admitted nobody');
        return answer(tickets.issue({ board: params.board, principal, grant }), grant.role);
      }
      const link = await access.unlock(params.board, body.key, body.password);
      await records.countUse(link.id);
      const grant = { role: link.role, link: link.id, until: link.expiresAt };
      return answer(
        tickets.issue({ board: params.board, principal: principal ?? visitor(link.id, request), grant }),
        link.role,
      );
    },
  );
};

const answer = (ticket: string, role: string) => ({ ticket, role, expiresIn: ticketSeconds });

/** Somebody without a session. The same script from the same place stays the same person, so that it may reconnect as itself. */
const visitor = (link: string, { ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Principal => {
  const hash = createHash('sha256')
    .update(JSON.stringify([link, ip, headers['user-agent']]))
    .digest('base64url');
  const id = `visitor-${hash.slice(0, 12)}`;
  return { id, ...guestOf(id), signedIn: false };
};

export default join;
