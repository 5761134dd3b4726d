import { Failure, mayWrite, type Person, type Role } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { guestOf } from '../auth/guest-names.ts';
import type { Principal } from '../auth/hooks.ts';
import { personOf, shownId } from '../auth/people.ts';
import { givenRole } from '../auth/standing.ts';
import { described, nothing, peopleList } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { type BoardPerson, type BoardRecord, type LinkRole, linkRoles } from '../stores/repositories.ts';
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
  roles(fastify, services);
  ownership(fastify, services);
  drawing(fastify, services);
  ask(fastify, services);
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
  const { repositories, rooms, hooks, sessions } = services;

  /** Names of accounts are not stored: they are known while their people are here. */
  const named = async (board: string, id: string): Promise<Person> =>
    rooms.person(board, shownId(id)) ??
    personOf((await sessions.person(id)) ?? { id, name: '', color: guestOf(id).color });

  fastify.get<Board>('/:board/people', { schema: schemas.list, config: perMinute }, async ({ principal, params }) => {
    const { board, me } = await admitOwner(services, principal, params.board);
    const roleOf = async (id: string): Promise<Role | null> =>
      (await hooks.authorize({ id, name: '', color: '', signedIn: false }, board.id))?.role ?? null;
    const seen = await repositories.memberships.ofBoard(board.id, listed);
    const shown = new Set([shownId(me.id), ...seen.map(({ id }) => shownId(id))]);
    // Who came by a ticket: a script, or an embedded board.
    const visitors: BoardPerson[] = rooms
      .people(board.id, listed)
      .filter(({ id }) => !shown.has(id))
      .map(({ id }) => ({ id, seenAt: undefined, membership: undefined }));
    const represent = async ({ id, seenAt, membership }: BoardPerson) => ({
      ...(await named(board.id, id)),
      role: await roleOf(id),
      membership: membership === undefined ? null : givenRole(membership),
      here: rooms.person(board.id, shownId(id)) !== undefined,
      seenAt: seenAt === undefined ? null : new Date(seenAt).toISOString(),
    });
    const others = [...visitors, ...seen].filter(({ id }) => id !== me.id);
    return { people: await Promise.all(others.map(represent)) };
  });
}

function roles(fastify: FastifyInstance, services: Services): void {
  const { repositories, rooms, storage, audit, now } = services;

  fastify.put<OfPerson & { Body: { role: LinkRole } }>(
    '/:board/people/:person',
    { schema: schemas.give, config: perMinute },
    async ({ principal, params, body: { role }, ip }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const id = await keptId(services, board, params.person);
      storage.make({ person: personOf(me).id, ip }, costs.star);
      await repositories.memberships.set(board.id, id, role, now());
      rooms.close(board.id, 'ROLE_CHANGED', (access) => access.person.id === params.person);
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
      rooms.close(board.id, 'SENT_AWAY', (access) => access.person.id === params.person);
      audit('person.remove', { board: board.id, person: me.id, facts: { of: id } });
      return reply.code(204).send();
    },
  );
}

function ownership(fastify: FastifyInstance, services: Services): void {
  const { repositories, rooms, audit, now } = services;

  fastify.post<Board & { Body: { person: string } }>(
    '/:board/owner',
    { schema: schemas.own, config: perMinute },
    async ({ principal, params, body: { person: shown } }, reply) => {
      const { board, me } = await admitOwner(services, principal, params.board);
      const id = await keptId(services, board, shown);
      // Who comes by tickets alone can share, throw away and hand over nothing.
      const isSentAway = (await repositories.memberships.find(board.id, id)) === 'none';
      if (isSentAway || id.startsWith('visitor-')) throw new Failure('NOT_FOUND', 'a person of this board');
      if (!(await repositories.boards.handOver(board.id, me.id, id, now())))
        throw new Failure('FORBIDDEN', 'not the owner');
      const both = new Set([shown, shownId(me.id)]);
      rooms.close(board.id, 'ROLE_CHANGED', (access) => both.has(access.person.id));
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
        rooms.close(board.id, 'ROLE_CHANGED', ({ role }) =>
          ownerDraws ? role !== 'owner' && mayWrite(role) : role === 'commenter',
        );
        audit('board.drawing', { board: board.id, person: me.id, facts: { by } });
      }
      return reply.code(204).send();
    },
  );
}

function ask(fastify: FastifyInstance, { access, rooms }: Services): void {
  fastify.post<Board>('/:board/ask', { schema: schemas.ask, config: asksPerMinute }, async (request, reply) => {
    const { board, grant } = await access.admit(request.principal, request.params.board, 'viewer');
    const me = personOf(await fastify.rememberedCaller(request, reply));
    if (mayWrite(grant.role)) return { heard: false };
    const { name } = rooms.person(board.id, me.id) ?? me;
    const notice = { code: 'ASKS_TO_EDIT', message: `${name} asks to draw on this board.`, person: { ...me, name } };
    return { heard: rooms.notify(board.id, notice, ({ role }) => role === 'owner') > 0 };
  });
}

export default people;
