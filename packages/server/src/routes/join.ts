import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { passwordLength } from '../auth/secrets.ts';
import { ticketSeconds } from '../auth/tickets.ts';
import { admission, described, ticketShape } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import type { LinkRecord } from '../stores/repositories.ts';

const key = { type: 'string', minLength: 1, maxLength: 200 };
const password = { type: 'string', maxLength: passwordLength };

/** Carries who a visitor is: with the answer to a key that came without a session, and with the next key from there. */
const visitorHeader = 'gesso-visitor';
const visitor = { type: 'string', description: 'from an earlier answer with a ticket by key: to stay the same person' };

const schemas = {
  join: {
    ...described('joining', "Remember a link's key in this browser", { 200: admission }),
    body: { type: 'object', required: ['key'], properties: { key, password } },
  },
  ticket: {
    ...described('joining', 'A ticket for one socket, by session or by key', { 200: ticketShape }),
    headers: { type: 'object', properties: { [visitorHeader]: visitor } },
    body: { type: 'object', properties: { key, password } },
  },
};

interface OfBoard {
  Params: { board: string };
}

/** From a key to a way in: a grant for this browser, or a ticket for one socket. */
const join: FastifyPluginAsync<Services> = async (fastify, { access, repositories, tickets, visitors, audit, now }) => {
  // Slow enough to make guessing passwords pointless; keys cannot be guessed at any speed.
  const trying = { rateLimit: { max: 600, timeWindow: 60_000 } };

  const { links } = repositories;
  const hasGrant = async ({ id }: Principal, link: LinkRecord): Promise<boolean> =>
    (await links.grantedTo(id, link.board)).some((granted) => granted.id === link.id);
  /** Grants what the link gives, once; returns whether that is new. Throws `LINK_USED_UP`. */
  const takeIn = async (me: Principal, link: LinkRecord): Promise<boolean> => {
    if (link.maxUses === undefined) {
      const isNew = await links.grant(link.id, me.id, now());
      if (isNew) await links.countUse(link);
      return isNew;
    }
    if (await hasGrant(me, link)) return false;
    // Where several come at once for the last place, the count decides.
    if (!(await links.countUse(link))) throw new Failure('LINK_USED_UP');
    return await links.grant(link.id, me.id, now());
  };

  /** Where a link is for so many people, those who come by tickets are remembered too: each counts once, however often they connect. */
  const countTicket = async (who: Principal, link: LinkRecord): Promise<void> => {
    if (link.maxUses === undefined) await links.countUse(link);
    else await takeIn(who, link);
  };

  fastify.post<OfBoard & { Body: { key: string; password?: string } }>(
    '/join',
    { schema: schemas.join, config: trying },
    async (request, reply) => {
      const { params, body } = request;
      const link = await access.unlock(params.board, body.key, body.password, request.ip);
      const me = await fastify.rememberedCaller(request, reply);
      if (await takeIn(me, link)) audit('link.join', { board: params.board, person: me.id, facts: { link: link.id } });
      const { grant } = await access.admit(me, params.board, 'viewer');
      await repositories.boards.visit(me.id, params.board, now());
      return { role: grant.role };
    },
  );

  fastify.post<OfBoard & { Body: { key?: string; password?: string } }>(
    '/ticket',
    { schema: schemas.ticket, config: trying },
    async (request, reply) => {
      const { principal, params, body } = request;
      if (body.key === undefined) {
        const { grant } = await access.admit(principal, params.board, 'viewer');
        if (principal === undefined) throw new Error('admitted nobody');
        return answer(tickets.issue({ board: params.board, principal, grant }), grant.role);
      }
      const link = await access.unlock(params.board, body.key, body.password, request.ip);
      if (principal !== undefined) {
        const grant = await access.byLink(principal, link);
        await countTicket(principal, link);
        await fastify.rememberedCaller(request, reply);
        return answer(tickets.issue({ board: params.board, principal, grant }), grant.role);
      }
      const given = request.headers[visitorHeader];
      const { visitor, proof } = visitors.known(typeof given === 'string' ? given : undefined) ?? visitors.make();
      const grant = await access.byLink(visitor, link);
      await countTicket(visitor, link);
      reply.header(visitorHeader, proof);
      return answer(tickets.issue({ board: params.board, principal: visitor, grant }), grant.role);
    },
  );
};

const answer = (ticket: string, role: string) => ({ ticket, role, expiresIn: ticketSeconds });

export default join;
