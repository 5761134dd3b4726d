import { Failure, limits, withName } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { cleanTitle, personOf } from '../auth/guest-names.ts';
import { newBoard } from '../auth/new-board.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { auditList, boardList, boardShape, described, newBoardShape, nothing } from '../http/schemas.ts';
import { outOfDebt } from '../quotas/debts.ts';
import { costs } from '../quotas/storage.ts';
import { createClosedBoardNamer } from '../rooms/closed-board-name.ts';
import type { Access } from '../rooms/member.ts';
import type { Services } from '../services.ts';
import { representBoard, representNewLink } from './representations.ts';

const title = { type: 'string', maxLength: limits.nameLength };
const schemas = {
  create: {
    ...described('boards', 'Make a board, with a link to edit and one to view', { 201: newBoardShape }),
    body: { type: 'object', properties: { title } },
  },
  show: described('boards', 'What a board is called and what I may do on it', { 200: boardShape }),
  rename: {
    ...described('boards', 'Rename a board', { 200: boardShape }),
    body: { type: 'object', properties: { title }, required: ['title'] },
  },
  trash: described('boards', 'Throw a board away, for 30 days', { 204: nothing }),
  restore: described('boards', 'Bring a board back', { 200: boardShape }),
  duplicate: described('boards', 'Copy a board', { 201: newBoardShape }),
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
const list = {
  ...described('boards', 'My boards, last changed first', { 200: boardList }),
  querystring: {
    type: 'object',
    properties: {
      q: { type: 'string', maxLength: limits.nameLength },
      trash: { type: 'string', enum: ['true', 'false'] },
    },
  },
};
/** Boards a listing shows at most, last changed first, and events of a board. */
const listed = 500;

const unavailable = (error: unknown): never => {
  throw new Failure('STORE_UNAVAILABLE', String(error));
};

/** What a copy is made of, in order, and the state vector of that where it is one part. */
interface Copy {
  readonly parts: readonly Uint8Array[];
  readonly vector?: Uint8Array | undefined;
}

interface Board {
  Params: { board: string };
}

/** Boards as things one has: made, listed, renamed, copied, thrown away and brought back. */
const boards: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, access, repositories, rooms, store, storage, paces, hooks, audit, now, timers } = services;
  const nameOf = createClosedBoardNamer(timers);
  const renames = { rateLimit: { max: 120, timeWindow: 60_000 } };
  const creating = { rateLimit: { max: config.boardsPerMinute, timeWindow: 60_000 } };

  const mayCreate = (signedIn: boolean): void => {
    const allowed = config.whoCanCreate === 'anyone' || (config.whoCanCreate === 'signed-in' && signedIn);
    if (!allowed) throw new Failure('FORBIDDEN', `WHO_CAN_CREATE is ${config.whoCanCreate}`);
  };

  /** What is read of a board is paid like a document that one is given, and before any of it is read. Resolves to its bytes. */
  const payReading = async (board: string, person: string, ip: string): Promise<number> => {
    const bytes = await store.size(board).catch(unavailable);
    const pace = paces.of({ person, board, ip });
    try {
      await outOfDebt(pace, timers);
      pace.charge(bytes, timers.elapsed());
    } finally {
      pace.release();
    }
    return bytes;
  };

  /** Tells whether it could: a board that is slow to read is left to a room, which knows how to open it. */
  const renameClosed = async (board: string, title: string, by: Pick<Access, 'person' | 'role'>): Promise<boolean> => {
    const { parts } = await store.load(board).catch(unavailable);
    const update = await nameOf({ parts, name: title }).catch(() => undefined);
    if (update === undefined) return false;
    services.beforeUpdate(board, update, by);
    await store.append([{ board, update, by: by.person.id }]).catch(unavailable);
    services.onStored(board, update.length);
    return true;
  };

  /** Makes a board that belongs to `owner`, which `fill` gives its content. */
  const make = async (owner: string, name: string, fill?: (board: string) => Promise<unknown>) => {
    const board = newBoard(cleanTitle(name), owner, now());
    // Content first: a board that can be found is complete.
    await fill?.(board.record.id);
    await repositories.boards.create(board.record, [board.edit.record, board.view.record]);
    audit('board.create', { board: board.record.id, person: owner });
    return board;
  };

  const created = (origin: string, { record, edit, view }: ReturnType<typeof newBoard>) => ({
    board: representBoard(record, 'owner'),
    links: { edit: representNewLink(origin, edit), view: representNewLink(origin, view) },
  });

  fastify.post<{ Body: { title?: string } }>(
    '/',
    { schema: schemas.create, config: creating },
    async (request, reply) => {
      // Asked before a guest is made of them: who may not create gets no session for trying.
      mayCreate(request.principal?.signedIn ?? false);
      const me = await fastify.rememberedCaller(request, reply);
      const title = cleanTitle(request.body.title ?? '');
      storage.take({ person: personOf(me).id, ip: request.ip }, costs.board);
      const named = (board: string) => store.append([{ board, update: withName(undefined, title), by: me.id }]);
      const board = await make(me.id, title, title === '' ? undefined : named);
      return reply.code(201).send(created(publicOrigin(request, config), board));
    },
  );

  fastify.get<{ Querystring: { q?: string; trash?: string } }>('/', { schema: list }, async (request) => {
    const me = request.principal;
    if (me === undefined) return { boards: [] };
    const trashed = request.query.trash === 'true';
    const found = await repositories.boards.ofPerson(me.id, { title: request.query.q, trashed, limit: listed });
    const mine = await Promise.all(
      found.map(async (board) => {
        const grant = await hooks.authorize(me, board.id);
        return grant === undefined || (trashed && grant.role !== 'owner') ? [] : [representBoard(board, grant.role)];
      }),
    );
    return { boards: mine.flat() };
  });

  fastify.get<Board>('/:board', { schema: schemas.show }, async ({ principal, params }) => {
    const { board, grant } = await access.admit(principal, params.board, 'viewer');
    return representBoard(board, grant.role);
  });

  fastify.patch<Board & { Body: { title: string } }>(
    '/:board',
    { schema: schemas.rename, config: renames },
    async ({ principal, params, body, ip }) => {
      const { board, grant } = await access.admit(principal, params.board, 'editor');
      if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
      const by = { person: personOf(principal), role: grant.role };
      if (!services.openBoards.has(board.id)) await payReading(board.id, by.person.id, ip);
      const change = { title: cleanTitle(body.title), updatedAt: now() };
      // The name stands in the document, where everybody who has the board open sees it change. Where nobody has, it is
      // not opened for that: reading a large board holds up everybody else.
      const closed = rooms.aside(board.id, () => renameClosed(board.id, change.title, by));
      if (!(await closed))
        await rooms.use(board.id, (room) => room.merge({ update: room.naming(change.title), access: by }));
      await repositories.boards.update(board.id, change);
      return representBoard({ ...board, ...change }, grant.role);
    },
  );

  fastify.delete<Board>('/:board', { schema: schemas.trash }, async ({ principal, params }, reply) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    await repositories.boards.trash(board.id, now());
    rooms.close(board.id, 'NO_SUCH_BOARD');
    audit('board.trash', { board: board.id, person: principal?.id });
    return reply.code(204).send();
  });

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

  fastify.post<Board>('/:board/restore', { schema: schemas.restore }, async ({ principal, params }) => {
    const board = await access.admitToTrash(principal, params.board);
    await repositories.boards.trash(board.id, undefined);
    audit('board.restore', { board: board.id, person: principal?.id });
    return representBoard({ ...board, deletedAt: undefined }, 'owner');
  });

  fastify.post<Board>('/:board/duplicate', { schema: schemas.duplicate, config: creating }, async (request, reply) => {
    const { board } = await access.admit(request.principal, request.params.board, 'viewer');
    mayCreate(request.principal?.signedIn ?? false);
    const me = await fastify.rememberedCaller(request, reply);
    const person = personOf(me).id;
    // A copy is the copier's: a viewer fills nothing but their own share of the disk.
    const bytes = await payReading(board.id, person, request.ip);
    storage.take({ person, ip: request.ip }, costs.board + bytes);
    // Where nobody has it open, it is copied as it lies there, and not read.
    const asItLies = async (): Promise<Copy | undefined> => {
      const { parts, vector, unchecked = 0 } = await store.load(board.id).catch(unavailable);
      return unchecked > 0 ? undefined : { parts, vector };
    };
    const whole = (): Promise<Copy> => rooms.use(board.id, async (room) => ({ parts: [await room.state()] }));
    let content = (await rooms.aside(board.id, asItLies)) ?? (await whole());
    const title = board.title === '' ? '' : cleanTitle(`Copy of ${board.title}`);
    const naming = async () => (title === '' ? [] : [await nameOf({ parts: content.parts, name: title })]);
    const named = await naming().catch(async (error) => {
      if (error instanceof Failure) throw error;
      // Something in it cannot be read: a room knows how to do without.
      content = await whole();
      return naming();
    });
    const { parts, vector } = content;
    const [first, ...since] = [...parts, ...named];
    const fill = async (id: string): Promise<void> => {
      if (first !== undefined) await store.begin(id, { whole: first, vector, since }, me.id).catch(unavailable);
    };
    return reply.code(201).send(created(publicOrigin(request, config), await make(me.id, title, fill)));
  });
};

export default boards;
