import { Failure, limits, roles, withName } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { personOf } from '../auth/people.ts';
import { cleanTitle } from '../auth/titles.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { auditList, boardShape, described, newBoardShape, nothing, shownBoardShape } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { removeForGood } from '../services/trash.ts';
import type { LinkRecord } from '../stores/repositories.ts';
import { makeBoard, mayCreate, representNewBoard } from './making-boards.ts';
import { representBoard, representCameBy } from './representations.ts';

const title = { type: 'string', maxLength: limits.nameLength };
const schemas = {
  create: {
    ...described('boards', 'Make a board, with a link to edit and one to view', { 201: newBoardShape }),
    body: { type: 'object', properties: { title } },
  },
  show: described('boards', 'What a board is called and what I may do on it', { 200: shownBoardShape }),
  trash: described('boards', 'Throw a board away, for 30 days', { 204: nothing }),
  remove: described('boards', 'Delete a board that is in the trash for good', { 204: nothing }),
  restore: described('boards', 'Bring a board back', { 200: boardShape }),
  audit: {
    ...described('boards', 'What was done to a board, newest first, for its owner', { 200: auditList }),
    querystring: {
      type: 'object',
      properties: {
        before: { type: 'string', maxLength: 32, pattern: '^\\d+-\\d+$', description: 'next of an earlier answer' },
        limit: { type: 'string', pattern: '^[1-9]\\d{0,2}$', description: 'events at most, up to 500' },
      },
    },
  },
};
/** Events of a board that are shown at most. */
const listed = 500;

interface Board {
  Params: { board: string };
}

/** Boards as things one has: made, thrown away and brought back. */
const boards: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, store, storage } = services;
  const creating = { rateLimit: { max: config.boardsPerMinute, timeWindow: 60_000 } };

  fastify.post<{ Body: { title?: string } }>(
    '/',
    { schema: schemas.create, config: creating },
    async (request, reply) => {
      // Asked before a guest is made of them: who may not create gets no session for trying.
      mayCreate(config, request.principal?.signedIn ?? false);
      const me = await fastify.rememberedCaller(request, reply);
      const title = cleanTitle(request.body.title ?? '');
      storage.make({ person: personOf(me).id, ip: request.ip }, costs.board);
      const named = (board: string) => store.append([{ board, update: withName(undefined, title), by: me.id }]);
      const board = await makeBoard(services, me.id, title, title === '' ? {} : { fill: named });
      return reply.code(201).send(representNewBoard(publicOrigin(request, config), board));
    },
  );

  fastify.get<Board>(
    '/:board',
    { schema: schemas.show, config: { visitors: 'link' } },
    async ({ principal, params }) => {
      const { board, grant } = await services.access.admit(principal, params.board, 'viewer');
      const isOwner = grant.role === 'owner' || principal === undefined;
      const cameBy = isOwner ? undefined : await linkOf(services, board.id, principal);
      return {
        ...representBoard(board, grant.role),
        ...(cameBy === undefined ? {} : { link: representCameBy(cameBy) }),
      };
    },
  );
  trashBoards(fastify, services);
  showAudit(fastify, services);
};

/** The link by which a person came; of several that which lets others do least, so that no address is said to give more than it does. Undefined where none is on. */
async function linkOf({ repositories, now }: Services, board: string, me: Principal): Promise<LinkRecord | undefined> {
  const granted = new Set((await repositories.links.grantedTo(me.id, board)).map(({ id }) => id));
  return (await repositories.links.ofBoard(board))
    .filter(({ id, expiresAt = Number.POSITIVE_INFINITY }) => (granted.has(id) || id === me.link) && expiresAt > now())
    .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))[0];
}

function trashBoards(fastify: FastifyInstance, services: Services): void {
  const { access, repositories, rooms, audit, now } = services;
  fastify.delete<Board>('/:board', { schema: schemas.trash }, async ({ principal, params }, reply) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    await repositories.boards.trash(board.id, now());
    // As those who come later are, if they could come in otherwise.
    rooms.close(board.id, 'BOARD_IN_TRASH');
    audit('board.trash', { board: board.id, person: principal?.id });
    return reply.code(204).send();
  });

  fastify.post<Board>('/:board/restore', { schema: schemas.restore }, async ({ principal, params }) => {
    const board = await access.admitToTrash(principal, params.board);
    if (!(await repositories.boards.trash(board.id, undefined))) throw new Failure('NO_SUCH_BOARD');
    audit('board.restore', { board: board.id, person: principal?.id });
    return representBoard({ ...board, deletedAt: undefined }, 'owner');
  });

  fastify.delete<Board>('/:board/forever', { schema: schemas.remove }, async ({ principal, params }, reply) => {
    const board = await access.admitToTrash(principal, params.board);
    // Those who were there when it was thrown away are on their way out.
    const found = await removeForGood(services, board.id, { person: principal?.id });
    if (found === 'open') throw new Failure('OVERLOADED', 'the board is open');
    if (found === 'elsewhere') throw new Failure('NO_SUCH_BOARD');
    return reply.code(204).send();
  });
}

function showAudit(fastify: FastifyInstance, { access, repositories }: Services): void {
  fastify.get<Board & { Querystring: { before?: string; limit?: string } }>(
    '/:board/audit',
    { schema: schemas.audit },
    async ({ principal, params, query }) => {
      const { board } = await access.admit(principal, params.board, 'owner');
      const limit = Math.min(listed, Number(query.limit ?? listed));
      const { events, next } = await repositories.audit.ofBoard(board.id, limit, query.before);
      return {
        events: events.map(({ at, event, person, facts }) => ({
          at: new Date(at).toISOString(),
          event,
          person: person ?? null,
          facts,
        })),
        next: next ?? null,
      };
    },
  );
}

export default boards;
