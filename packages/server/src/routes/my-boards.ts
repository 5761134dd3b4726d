import { Failure, fold, limits, type Role, tagLimits } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { personOf, shownId } from '../auth/people.ts';
import { cleanTag } from '../auth/titles.ts';
import { boardList, described, nothing, tagsShape } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import {
  type BoardOrder,
  type BoardQuery,
  boardOrders,
  type FoundBoard,
  type ListedBoard,
  tagKey,
} from '../stores/repositories.ts';
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
        q: {
          type: 'string',
          maxLength: limits.nameLength,
          description: 'words of the title, and behind those boards words that are written on one',
        },
        sort: { type: 'string', enum: [...boardOrders], description: 'last changed first unless said otherwise' },
        trash: flag,
        starred: flag,
        tag: { type: 'string', maxLength: tagLimits.length, description: 'one of my tags, in any case' },
        limit: { type: 'string', pattern: '^[1-9]\\d{0,2}$', description: 'boards at most, up to 500' },
        after: { type: 'string', maxLength: limits.nameLength + 66, description: 'next of an earlier answer' },
      },
    },
  },
  star: described('boards', 'Give a board my star, by which I find it first', { 204: nothing }),
  unstar: described('boards', 'Take my star from a board', { 204: nothing }),
  tag: {
    ...described('boards', 'Give a board these tags of mine, in the place of those it had', { 200: tagsShape }),
    body: {
      type: 'object',
      required: ['tags'],
      properties: {
        tags: {
          type: 'array',
          maxItems: tagLimits.perBoard,
          items: { type: 'string', maxLength: tagLimits.length },
        },
      },
    },
  },
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
    tag?: string;
    limit?: string;
    after?: string;
  };
}

const isYes = (value: string | undefined): boolean => yes.some((word) => word === value);

/** Boards as one person has them: their list, their stars and tags, and leaving. */
const myBoards: FastifyPluginAsync<Services> = async (fastify, services) => {
  list(fastify, services);
  star(fastify, services);
  tag(fastify, services);
  leave(fastify, services);
};

/** Pages of the store that are looked at for one of the list: some of their boards a person may not see any more. */
const mostLooks = 10;
/** Boards of such a page at least: few that are asked for are not lost behind many that may not be seen. */
const fewestLooked = 100;

type Asked = Pick<BoardQuery, 'after' | 'limit'>;
/** What a page of the store is. */
interface Looked {
  readonly boards: readonly (ListedBoard | FoundBoard)[];
  readonly goesOn: boolean;
  readonly stoppedAt?: readonly string[];
}
/** The next boards of a list, and where it goes on. */
interface Page {
  readonly page: readonly { readonly board: ListedBoard | FoundBoard; readonly role: Role }[];
  readonly next: string | null;
  /** Whether boards are still being read on which the words may be written. */
  readonly reading?: boolean;
}

/**
 * The next boards of a person's list, of what `look` gives. What they have visited and may not see any more is passed over, and no place of
 * the list is that of such a board: it would tell its title.
 */
async function pageOf(
  services: Services,
  me: Principal,
  { limit, ...asked }: Asked,
  look: (asked: Asked) => Promise<Looked>,
  isShown: (role: Role) => boolean,
): Promise<Page> {
  const found: Page['page'][number][] = [];
  let { after } = asked;
  for (let looks = 0; looks < mostLooks; looks++) {
    const { boards, goesOn, stoppedAt = [] } = await look({ limit: Math.max(limit, fewestLooked), after });
    const roles = await Promise.all(boards.map(async ({ id }) => (await services.hooks.authorize(me, id))?.role));
    for (const [i, board] of boards.entries()) {
      const role = roles[i];
      if (role !== undefined && isShown(role)) found.push({ board, role });
    }
    const page = found.slice(0, limit);
    if (page.length === limit && (goesOn || found.length > limit))
      return { page, next: page.at(-1)?.board.place ?? null };
    if (stoppedAt.length > 0) return { page: found, next: await firstSeen(services, me, stoppedAt) };
    after = boards.at(-1)?.place;
    if (!goesOn || after === undefined) break;
  }
  return { page: found, next: null };
}

/** The first of some places whose board a person may see: that of another would tell its title. */
async function firstSeen({ hooks }: Services, me: Principal, places: readonly string[]): Promise<string | null> {
  for (const place of places) {
    const [board = ''] = place.split(':');
    if ((await hooks.authorize(me, board)) !== undefined) return place;
  }
  return null;
}

/** What stands before a place among the boards that are found by what is written on them. */
const byText = '~';

/** Boards of a list; with words first those that are called so, then those on which they are written. */
async function listed(services: Services, me: Principal, words: string, query: BoardQuery): Promise<Page> {
  const { after, limit, ...which } = query;
  const { repositories, searches, texts } = services;
  const isSearch = fold(words) !== '';
  if (isSearch) searches.admit(me.id);
  const isShown = (role: Role) => !query.trashed || role === 'owner';
  const isByName = !after?.startsWith(byText);
  const maySee = async (board: string) => (await services.hooks.authorize(me, board)) !== undefined;
  const search = (asked: Asked, names = false) => texts.search(me.id, { ...which, ...asked, words, names }, maySee);
  // The first page has both of one walk through all boards.
  const isFirst = after === undefined && isSearch;
  const both = isFirst ? await search({ limit: Math.max(limit, fewestLooked), after }, true) : undefined;
  // Where that ended early, those that are called so are found by themselves, which is quick.
  const bothNamed = both?.stoppedAt.length === 0 ? both.named : undefined;
  const ofPerson = (asked: Asked) => repositories.boards.ofPerson(me.id, { ...which, ...asked, title: words });
  const byName = (asked: Asked) => (isSearch ? searches.walk(me.id, () => ofPerson(asked)) : ofPerson(asked));
  const named = isByName
    ? await pageOf(
        services,
        me,
        { after, limit },
        async (asked) => (asked.after === undefined ? bothNamed : undefined) ?? byName(asked),
        isShown,
      )
    : { page: [], next: null };
  if (!isSearch || named.next !== null) return named;
  if (named.page.length === limit) return { ...named, next: byText };
  let reading = false;
  const written = await pageOf(
    services,
    me,
    { after: isByName ? undefined : after?.slice(byText.length) || undefined, limit: limit - named.page.length },
    async (asked) => {
      const isKnown = asked.after === undefined && both?.named.goesOn === false;
      const found = isKnown ? both : await search(asked);
      reading ||= found.isReading;
      return found;
    },
    isShown,
  );
  return {
    page: [...named.page, ...written.page],
    next: written.next === null ? null : `${byText}${written.next}`,
    reading,
  };
}

function list(fastify: FastifyInstance, services: Services): void {
  fastify.get<List>('/', { schema: schemas.list }, async ({ principal: me, query }) => {
    if (me === undefined) return { boards: [], next: null };
    const {
      page,
      next,
      reading = false,
    } = await listed(services, me, query.q ?? '', {
      trashed: isYes(query.trash),
      starred: isYes(query.starred),
      tag: query.tag || undefined,
      order: query.sort,
      after: query.after,
      limit: Math.min(pageSize.most, Number(query.limit ?? pageSize.usual)),
    });
    const peopleOn = ({ id }: ListedBoard) => services.rooms.people(id, namedPeople);
    const boards = page.map(({ board, role }) => representListedBoard(board, role, peopleOn(board)));
    return { boards, next, ...(reading ? { reading } : {}) };
  });
}

/** Each once, in any case, and none that is empty. */
const cleanTags = (tags: readonly string[]): readonly string[] =>
  [...new Map(tags.map(cleanTag).map((one) => [tagKey(one), one])).values()].filter((one) => one !== '');

function tag(fastify: FastifyInstance, { access, repositories, storage, now }: Services): void {
  fastify.put<Board & { Body: { tags: readonly string[] } }>(
    '/:board/tags',
    { schema: schemas.tag },
    async (request, reply) => {
      const { principal, params, body, ip } = request;
      const { board } = await access.admit(principal, params.board, 'viewer');
      const tags = cleanTags(body.tags);
      const me = await fastify.rememberedCaller(request, reply);
      if (tags.length > 0) storage.make({ person: personOf(me).id, ip }, costs.tags);
      await repositories.boards.tag(me.id, board.id, tags, now());
      return { tags };
    },
  );
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
    rooms.close(board.id, 'NO_SUCH_BOARD', { of: 'people', ids: [shownId(principal.id)] });
    audit('board.leave', { board: board.id, person: principal.id });
    return reply.code(204).send();
  });
}

export default myBoards;
