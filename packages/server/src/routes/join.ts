import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { isVisitor } from '../auth/guest-names.ts';
import type { Grant, Principal } from '../auth/hooks.ts';
import { passwordLength } from '../auth/secrets.ts';
import { sessionOf } from '../auth/stays.ts';
import { ticketSeconds } from '../auth/tickets.ts';
import { picturesHeader, visitorHeader } from '../auth/visitors.ts';
import { admission, described, ticketShape } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import type { LinkRecord } from '../stores/repositories.ts';

const key = { type: 'string', minLength: 1, maxLength: 200 };
const password = { type: 'string', maxLength: passwordLength };

const visitor = {
  type: 'string',
  description:
    'from an earlier answer with a ticket by key: to stay the same person, and to come in again without the key',
};

const schemas = {
  join: {
    ...described('joining', "Remember a link's key in this browser", { 200: admission }),
    body: { type: 'object', required: ['key'], properties: { key, password } },
  },
  ticket: {
    ...described('joining', 'A ticket for one socket, by session, by key, or as the visitor one was', {
      200: ticketShape,
    }),
    headers: { type: 'object', properties: { [visitorHeader]: visitor } },
    body: { type: 'object', properties: { key, password } },
  },
};

interface OfBoard {
  Params: { board: string };
}

interface Ticket extends OfBoard {
  Body: { key?: string; password?: string };
}

/** Counts and remembers one who comes by a link; resolves to false, and nothing is, for one who was sent away. */
type ComeBy = (me: Principal, link: LinkRecord) => Promise<boolean>;

const coming = ({ access, repositories, audit, now }: Services): ComeBy => {
  const { links } = repositories;
  /** Grants what the link gives, and counts that, once for each person; returns whether that is new. Throws `LINK_USED_UP`. */
  const takeIn = async (me: Principal, link: LinkRecord, grant: Grant): Promise<boolean> => {
    // A visitor who proves that they have come by it was counted then.
    if (me.link === link.id) return false;
    const isPassing = isVisitor(me.id);
    // Whom the link gives nothing takes nobody's place. It is remembered that they came by it all the same: they are not asked for its
    // password again, and have what it gives should the board be another's one day.
    if (grant.link === undefined) return !isPassing && (await links.grant(link.id, me.id, now()));
    if (link.maxUses === undefined) {
      // Nothing is remembered of visitors while there is room for any number of them.
      const isNew = isPassing || (await links.grant(link.id, me.id, now()));
      if (isNew) await links.countUse(link);
      return isNew;
    }
    const taken = await links.takeIn(link.id, me.id, now());
    if (taken === 'full') throw new Failure('LINK_USED_UP');
    return taken === 'new';
  };

  return async (me, link) => {
    const given = await access.byLink(me, link);
    if (given === undefined) return false;
    const isNew = await takeIn(me, link, given);
    if (isNew && !isVisitor(me.id)) audit('link.join', { board: link.board, person: me.id, facts: { link: link.id } });
    return true;
  };
};

/** From a key to a way in: a grant for this browser, or a ticket for one socket. */
const join: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, repositories, tickets, visitors, now } = services;
  // Slow enough to make guessing passwords pointless; keys cannot be guessed at any speed.
  const trying = { rateLimit: { max: 600, timeWindow: 60_000 } };

  const comeBy = coming(services);

  /** Whom the key of a link lets in. */
  const byKey = async (request: FastifyRequest<Ticket>, reply: FastifyReply, key: string) => {
    const { params, body, ip } = request;
    const { password } = body;
    const link = await access.unlock(params.board, { key, password, principal: request.principal, ip });
    // A password takes its time to be looked at.
    await fastify.callerStill(request);
    const me = request.principal ?? visitors.make();
    const isPassing = isVisitor(me.id);
    if (!isPassing) await fastify.rememberedCaller(request, reply);
    if (!(await comeBy(me, link))) throw new Failure('REVOKED');
    // All that lets a visitor in is the link; anybody else may have others.
    return isPassing ? { ...me, link: link.id } : me;
  };

  fastify.post<OfBoard & { Body: { key: string; password?: string } }>(
    '/join',
    { schema: schemas.join, config: trying },
    async (request, reply) => {
      const { params, body, principal, ip } = request;
      const link = await access.unlock(params.board, { ...body, password: body.password, principal, ip });
      // A password takes its time to be looked at.
      await fastify.callerStill(request);
      const me = await fastify.rememberedCaller(request, reply);
      if (!(await comeBy(me, link))) throw new Failure('NO_SUCH_BOARD');
      const { grant } = await access.admit(me, params.board, 'viewer');
      await repositories.boards.visit(me.id, params.board, now());
      return { role: grant.role };
    },
  );

  fastify.post<Ticket>(
    '/ticket',
    { schema: schemas.ticket, config: { ...trying, visitors: 'link' } },
    async (request, reply) => {
      const { params, body } = request;
      const principal = body.key === undefined ? request.principal : await byKey(request, reply, body.key);
      const { grant } = await access.admit(principal, params.board, 'viewer');
      if (principal === undefined) throw new Error('admitted nobody');
      const session = sessionOf(services, principal, request.cookies);
      const ticket = await tickets.issue({
        board: params.board,
        principal,
        grant,
        session: session && Buffer.from(session).toString('base64'),
      });
      const answer = { ticket, role: grant.role, expiresIn: ticketSeconds };
      // By the link they came by, also where the owner has given them another role since.
      const { link } = principal;
      if (link === undefined) return answer;
      // Told to go on with a fresh proof: that of a visitor who keeps coming does not run out.
      reply.header(visitorHeader, visitors.proof(principal, link));
      reply.header(picturesHeader, visitors.proof(principal, link, 'pictures'));
      return answer;
    },
  );
};

export default join;
