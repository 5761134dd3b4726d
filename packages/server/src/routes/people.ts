import { Failure, mayWrite, type Person, type Role, roles } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { guestOf, isGuest, isVisitor } from '../auth/guest-names.ts';
import type { Principal } from '../auth/hooks.ts';
import { personOf, shownId } from '../auth/people.ts';
import { givenRole, standingOf } from '../auth/standing.ts';
import { described, nothing, peopleList } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import { asksToEdit } from '../services/asks.ts';
import type { Services } from '../services/services.ts';
import {
  type BoardPerson,
  type BoardRecord,
  type LinkRole,
  linkRoles,
  type Membership,
} from '../stores/repositories.ts';
import { minuteMs } from '../units.ts';

/** People of a board who are listed: those who are here and those seen last. */
const listed = 200;
/** People among whom one is looked for. */
const known = 10_000;

const person = { type: 'string', minLength: 1, maxLength: 64, description: 'the id by which others see them' };
const ofPerson = { type: 'object', properties: { board: { type: 'string' }, person } };
const body = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

const schemas = {
  list: described('people', 'Who is on a board and who was, for its owner', { 200: peopleList }),
  give: {
    ...described('people', 'Give a person a role on a board, whatever their link says', { 204: nothing }),
    params: ofPerson,
    body: body({ role: { type: 'string', enum: [...linkRoles] } }),
  },
  remove: {
    ...described('people', 'Send a person away; no link lets them in again', { 204: nothing }),
    params: ofPerson,
  },
  own: {
    ...described('people', 'Hand a board over to another person, and stay as an editor', { 204: nothing }),
    body: body({ person }),
  },
  drawing: {
    ...described('people', 'Say who draws: everybody who may, or only the owner', { 204: nothing }),
    body: body({ by: { type: 'string', enum: ['everybody', 'owner'] } }),
  },
  notNow: {
    ...described('people', 'Tell a person who asks to draw: not now', { 204: nothing }),
    params: ofPerson,
  },
  ask: described('people', 'Ask the owner to let me draw', {
    200: {
      type: 'object',
      additionalProperties: false,
      required: ['heard'],
      properties: { heard: { type: 'boolean', description: 'whether the owner is on the board and was told' } },
    },
  }),
};

interface Board {
  Params: { board: string };
}
interface OfPerson {
  Params: { board: string; person: string };
}

/** Each changes who may come in, or looks at all who were there. */
const perMinute = { rateLimit: { max: 120, timeWindow: minuteMs } };
/** An owner is not to be called all the time. */
const asksPerMinute = { rateLimit: { max: 6, timeWindow: minuteMs } };

/** People of a board: who they are, what they may do by the word of its owner, and who owns it. */
const people: FastifyPluginAsync<Services> = async (fastify, services) => {
  list(fastify, services);
  giving(fastify, services);
  ownership(fastify, services);
  drawing(fastify, services);
  ask(fastify, services);
  answer(fastify, services);
};

/** Lets in the owner, where our own links say who may come: elsewhere a host application does. */
async function admitOwner({ access, hooks }: Services, principal: Principal | undefined, id: string) {
  const { board } = await access.admit(principal, id, 'owner');
  if (!hooks.links || principal === undefined) throw new Failure('FORBIDDEN', 'the host application decides that');
  return { board, me: principal };
}

/** The id under which a person is kept, by the one that others see. Throws `NOT_FOUND`. */
async function keptId({ repositories, rooms }: Services, { id, owner }: BoardRecord, shown: string): Promise<string> {
  const found = (await repositories.memberships.ofBoard(id, known)).find((one) => shownId(one.id) === shown);
  // Who came by a ticket is not remembered, but may be here.
  const kept = found?.id ?? (rooms.person(id, shown) !== undefined && !shown.startsWith('id-') ? shown : undefined);
  if (kept === undefined || kept === owner) throw new Failure('NOT_FOUND', 'a person of this board');
  return kept;
}

function list(fastify: FastifyInstance, services: Services): void {
  const { repositories, rooms, hooks, sessions, asks, now } = services;

  /** Names of accounts are not stored: they are known while their people are here. */
  const named = async (board: string, id: string): Promise<Person> => {
    const present = rooms.person(board, shownId(id));
    if (present !== undefined) return present;
    const away = personOf((await sessions.person(id)) ?? { id, name: '', color: guestOf(id).color });
    // One person has one color on a board, also when they have left.
    return { ...away, color: rooms.color(board, away.id) ?? away.color };
  };

  fastify.get<Board>('/:board/people', { schema: schemas.list, config: perMinute }, async ({ principal, params }) => {
    const { board, me } = await admitOwner(services, principal, params.board);
    const on = new Map((await repositories.links.ofBoard(board.id)).map((link) => [link.id, link]));
    const asking = new Set(asks.of(board.id).map(({ person }) => person.id));
    /** A visitor's link is known while they are here, to us as to them. */
    const linkOf = (id: string): string | undefined =>
      isVisitor(id) ? rooms.access(board.id, shownId(id))?.link : undefined;
    const roleOf = async (id: string): Promise<Role | null> => {
      const who = { id, name: '', color: '', signedIn: false, link: linkOf(id) };
      return (await hooks.authorize(who, board.id))?.role ?? null;
    };
    const linksOf = async (id: string): Promise<readonly string[]> => {
      const granted = (await repositories.links.grantedTo(id, board.id)).map((link) => link.id);
      return [...new Set([...granted, linkOf(id) ?? ''])].filter((link) => on.has(link));
    };
    /** What they may do by links and memberships, no matter who draws at the moment. */
    const usualRole = (links: readonly string[], membership: Membership | undefined): Role | null => {
      const given = links
        .flatMap((id) => on.get(id) ?? [])
        .filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now())
        .sort((a, b) => linkRoles.indexOf(b.role) - linkRoles.indexOf(a.role));
      return standingOf({ ownerDraws: false }, membership, given[0])?.role ?? null;
    };
    const seen = await repositories.memberships.ofBoard(board.id, listed);
    const shown = new Set([shownId(me.id), ...seen.map(({ id }) => shownId(id))]);
    // Who came by a ticket: a script, or an embedded board.
    const visitors: BoardPerson[] = rooms
      .people(board.id, listed)
      .filter(({ id }) => !shown.has(id))
      .map(({ id }) => ({ id, seenAt: undefined, membership: undefined }));
    const represent = async ({ id, seenAt, membership }: BoardPerson) => {
      const [role, links] = await Promise.all([roleOf(id), linksOf(id)]);
      return {
        ...(await named(board.id, id)),
        role,
        usualRole: board.ownerDraws ? usualRole(links, membership) : role,
        membership: membership === undefined ? null : givenRole(membership),
        here: rooms.person(board.id, shownId(id)) !== undefined,
        asks: asking.has(shownId(id)) && role !== null && !mayWrite(role),
        links,
        seenAt: seenAt === undefined ? null : new Date(seenAt).toISOString(),
      };
    };
    const others = [...visitors, ...seen].filter(({ id }) => id !== me.id);
    return { people: await Promise.all(others.map(represent)) };
  });
}

function giving(fastify: FastifyInstance, services: Services): void {
  const { repositories, rooms, storage, audit, asks, now } = services;

  fastify.put<OfPerson & { Body: { role: LinkRole } }>(
    '/:board/people/:person',
    { schema: schemas.give, config: perMinute },
    async ({ principal, params, body: { role }, ip }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const id = await keptId(services, board, params.person);
      storage.make({ person: personOf(me).id, ip }, costs.star);
      await repositories.memberships.set(board.id, id, role, now());
      asks.answered(board.id, params.person);
      rooms.close(board.id, 'ROLE_CHANGED', { of: 'people', ids: [params.person] });
      audit('person.role', { board: board.id, person: me.id, facts: { of: id, role } });
      return reply.code(204).send();
    },
  );

  fastify.delete<OfPerson>(
    '/:board/people/:person',
    { schema: schemas.remove, config: perMinute },
    async ({ principal, params }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const id = await keptId(services, board, params.person);
      await repositories.memberships.set(board.id, id, 'none', now());
      asks.answered(board.id, params.person);
      rooms.close(board.id, 'SENT_AWAY', { of: 'people', ids: [params.person] });
      audit('person.remove', { board: board.id, person: me.id, facts: { of: id } });
      return reply.code(204).send();
    },
  );
}

function ownership(fastify: FastifyInstance, services: Services): void {
  const { repositories, sessions, rooms, webhooks, audit, asks, now } = services;

  /** A guest comes back by a session alone: without one there would be nobody to own the board. Visitors have none. */
  const comesBack = async (id: string): Promise<boolean> => !isGuest(id) || (await sessions.known(id)) !== undefined;

  fastify.post<Board & { Body: { person: string } }>(
    '/:board/owner',
    { schema: schemas.own, config: perMinute },
    async ({ principal, params, body: { person: shown } }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const id = await keptId(services, board, shown);
      const isSentAway = (await repositories.memberships.find(board.id, id)) === 'none';
      if (isSentAway || !(await comesBack(id))) throw new Failure('NOT_FOUND', 'a person of this board');
      if (!(await repositories.boards.handOver(board.id, me.id, id, now())))
        throw new Failure('FORBIDDEN', 'not the owner');
      asks.answered(board.id, shown);
      rooms.close(board.id, 'ROLE_CHANGED', { of: 'people', ids: [shown, shownId(me.id)] });
      webhooks.changed(board.id);
      audit('board.give', { board: board.id, person: me.id, facts: { to: id } });
      return reply.code(204).send();
    },
  );
}

function drawing(fastify: FastifyInstance, services: Services): void {
  const { repositories, rooms, audit } = services;

  fastify.put<Board & { Body: { by: 'everybody' | 'owner' } }>(
    '/:board/drawing',
    { schema: schemas.drawing, config: perMinute },
    async ({ principal, params, body: { by } }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const ownerDraws = by === 'owner';
      if (ownerDraws !== board.ownerDraws) {
        await repositories.boards.update(board.id, { ownerDraws });
        // They come back at once, with what they may do now.
        const others = roles.filter((role) => role !== 'owner' && mayWrite(role));
        rooms.close(board.id, 'ROLE_CHANGED', { of: 'roles', roles: ownerDraws ? others : ['commenter'] });
        audit('board.drawing', { board: board.id, person: me.id, facts: { by } });
      }
      return reply.code(204).send();
    },
  );
}

function ask(fastify: FastifyInstance, { access, rooms, asks }: Services): void {
  fastify.post<Board>('/:board/ask', { schema: schemas.ask, config: asksPerMinute }, async (request, reply) => {
    const { board, grant } = await access.admit(request.principal, request.params.board, 'viewer');
    const by = await fastify.rememberedCaller(request, reply);
    const me = personOf(by);
    if (mayWrite(grant.role)) return { heard: false };
    const { name } = rooms.person(board.id, me.id) ?? me;
    const person = { ...me, name };
    asks.add(board.id, { person, by });
    const owner = { of: 'roles', roles: ['owner'] } as const;
    return { heard: (await rooms.notify(board.id, asksToEdit('ASKS_TO_EDIT', person), owner)) > 0 };
  });
}

function answer(fastify: FastifyInstance, services: Services): void {
  const { rooms, asks } = services;
  fastify.delete<OfPerson>(
    '/:board/people/:person/ask',
    { schema: schemas.notNow, config: perMinute },
    async ({ principal, params }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      if (!asks.answered(board.id, params.person)) throw new Failure('NOT_FOUND', 'a person who asks');
      const notice = { code: 'SAID_NOT_NOW', message: 'The owner said not now.', person: personOf(me) };
      await rooms.notify(board.id, notice, { of: 'people', ids: [params.person] });
      return reply.code(204).send();
    },
  );
}

export default people;
