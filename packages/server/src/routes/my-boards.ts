import { Failure, limits, type Role } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { personOf, shownId } from '../auth/people.ts';
import { boardList, described, nothing } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { type BoardOrder, type BoardQuery, boardOrders, type ListedBoard } from '../stores/repositories.ts';
import { representListedBoard } from './representations.ts';

/** Boards of a page: as many as are asked for, and never more than `most`. */
const pageSize = { usual: 500, most: 500 } as const;
/** People of a board who are named in a list. */
const namedPeople = 6;

const yes = ['1', 'true'] as const;
const flag = { type: 'string', enum: [...yes, '0', 'false'] };

const schemas = {
  list: {
    ...described('boards', 'The boards I own or have opened, page by page', { 200: boardList }),
    querystring: {
      type: 'object',
      properties: {
        q: { type: 'string', maxLength: limits.nameLength, description: 'part of the title' },
        sort: { type: 'string', enum: [...boardOrders], description: 'last changed first unless said otherwise' },
        trash: flag,
        starred: flag,
        limit: { type: 'string', pattern: '^[1-9]\\d{0,2}$', description: 'boards at most, up to 500' },
        after: { type: 'string', maxLength: limits.nameLength + 65, description: 'next of an earlier answer' },
      },
    },
  },
  star: described('boards', 'Give a board my star, by which I find it first', { 204: nothing }),
  unstar: described('boards', 'Take my star from a board', { 204: nothing }),
  leave: described('boards', 'Take a board that is not mine off my list; what its links gave me is given up', {
    204: nothing,
  }),
};

interface Board {
  Params: { board: string };
}

interface List {
  Querystring: {
    q?: string;
    sort?: BoardOrder;
    trash?: string;
    starred?: string;
    limit?: string;
    after?: string;
  };
}

const isYes = (value: string | undefined): boolean => yes.some((word) => word === value);

/** Boards as one person has them: their list, their stars, and leaving. */
const myBoards: FastifyPluginAsync<Services> = async (fastify, services) => {
  list(fastify, services);
  star(fastify, services);
  leave(fastify, services);
};

/** Pages of the store that are looked at for one of the list: some of their boards a person may not see any more. */
const mostLooks = 10;
/** Boards of such a page at least: few that are asked for are not lost behind many that may not be seen. */
const fewestLooked = 100;

type Asked = Omit<BoardQuery, 'after'> & { readonly after: string | undefined };

/**
 * The next boards of a person's list. What they have visited and may not see any more is passed over, and no place of the list is that
 * of such a board: it would tell its title.
 */
async function pageOf({ hooks, repositories }: Services, me: Principal, asked: Asked) {
  const found: { readonly board: ListedBoard; readonly role: Role }[] = [];
  let { after } = asked;
  for (let looks = 0; looks < mostLooks; looks++) {
    const limit = Math.max(asked.limit, fewestLooked);
    const { boards, goesOn } = await repositories.boards.ofPerson(me.id, { ...asked, limit, after });
    const roles = await Promise.all(boards.map(async ({ id }) => (await hooks.authorize(me, id))?.role));
    for (const [i, board] of boards.entries()) {
      const role = roles[i];
      if (role !== undefined && (!asked.trashed || role === 'owner')) found.push({ board, role });
    }
    const page = found.slice(0, asked.limit);
    if (page.length === asked.limit && (goesOn || found.length > asked.limit))
      return { page, next: page.at(-1)?.board.place ?? null };
    after = boards.at(-1)?.place;
    if (!goesOn || after === undefined) break;
  }
  return { page: found, next: null };
}

function list(fastify: FastifyInstance, services: Services): void {
  fastify.get<List>('/', { schema: schemas.list }, async ({ principal: me, query }) => {
    if (me === undefined) return { boards: [], next: null };
    const { page, next } = await pageOf(services, me, {
      title: query.q,
      trashed: isYes(query.trash),
      starred: isYes(query.starred),
      order: query.sort,
      after: query.after,
      limit: Math.min(pageSize.most, Number(query.limit ?? pageSize.usual)),
    });
    const peopleOn = ({ id }: ListedBoard) => services.rooms.people(id, namedPeople);
    return { boards: page.map(({ board, role }) => representListedBoard(board, role, peopleOn(board))), next };
  });
}

function star(fastify: FastifyInstance, { access, repositories, storage, now }: Services): void {
  fastify.put<Board>('/:board/star', { schema: schemas.star }, async (request, reply) => {
    const { principal, params, ip } = request;
    const { board } = await access.admit(principal, params.board, 'viewer');
    const me = await fastify.rememberedCaller(request, reply);
    storage.make({ person: personOf(me).id, ip }, costs.star);
    await repositories.boards.star(me.id, board.id, now());
    return reply.code(204).send();
  });

  fastify.delete<Board>('/:board/star', { schema: schemas.unstar }, async ({ principal, params }, reply) => {
    if (principal !== undefined) await repositories.boards.star(principal.id, params.board, undefined);
    return reply.code(204).send();
  });
}

function leave(fastify: FastifyInstance, { access, repositories, rooms, audit }: Services): void {
  fastify.post<Board>('/:board/leave', { schema: schemas.leave }, async ({ principal, params }, reply) => {
    const { board, grant } = await access.admit(principal, params.board, 'viewer');
    if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
    // A board without its owner could be neither shared nor thrown away.
    if (grant.role === 'owner') throw new Failure('FORBIDDEN', 'an owner leaves by the trash');
    await repositories.boards.leave(principal.id, board.id);
    const shown = shownId(principal.id);
    rooms.close(board.id, 'NO_SUCH_BOARD', ({ person }) => person.id === shown);
    audit('board.leave', { board: board.id, person: principal.id });
    return reply.code(204).send();
  });
}

export default myBoards;
