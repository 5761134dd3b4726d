import { Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { personOf } from '../auth/people.ts';
import { cleanTitle } from '../auth/titles.ts';
import { boardShape, described } from '../http/schemas.ts';
import type { Access } from '../rooms/member.ts';
import type { Services } from '../services/services.ts';
import { payReading, unavailable } from './making-boards.ts';
import { representBoard } from './representations.ts';

const schema = {
  ...described('boards', 'Rename a board', { 200: boardShape }),
  body: {
    type: 'object',
    properties: { title: { type: 'string', maxLength: limits.nameLength } },
    required: ['title'],
  },
};

/** What a name is in: metadata, and no element. */
const touched = { roots: new Set(['meta']), elements: new Set<string>() };

/** The name of a board stands in its document, where everybody who has it open sees it change. */
const rename: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, repositories, rooms, store, events, mayTouch, now } = services;

  /** A room judges this itself; the log does not. */
  const refuseUnlessAllowed = (board: string, by: Pick<Access, 'person' | 'role'>): void => {
    if (mayTouch?.(board, touched, by) === false) throw new Failure('FORBIDDEN', `${by.role} may not write there`);
  };

  /** Returns whether it could: a board that is slow to read is left to a room, which knows how to open it. */
  const renameClosed = async (board: string, title: string, by: Pick<Access, 'person' | 'role'>): Promise<boolean> => {
    const { parts } = await store.load(board).catch(unavailable);
    const update = await services.nameClosedBoard({ parts, name: title }).catch(() => undefined);
    if (update === undefined) return false;
    refuseUnlessAllowed(board, by);
    events.beforeUpdate(board, update, by, false);
    await store.append([{ board, update, by: by.person.id }]).catch(unavailable);
    events.onStored(board, update.length);
    return true;
  };

  fastify.patch<{ Params: { board: string }; Body: { title: string } }>(
    '/:board',
    { schema, config: { rateLimit: { max: 120, timeWindow: 60_000 } } },
    async ({ principal, params, body, ip }) => {
      const { board, grant } = await access.admit(principal, params.board, 'editor');
      if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
      const by = { person: personOf(principal), role: grant.role };
      if (!services.openBoards.has(board.id)) await payReading(services, board.id, by.person.id, ip);
      const change = { title: cleanTitle(body.title), updatedAt: now() };
      // Where nobody has the board open it is not opened for that: reading a large board holds up everybody else.
      const closed = rooms.whileClosed(board.id, () => renameClosed(board.id, change.title, by));
      if (!(await closed))
        await rooms.use(board.id, (room) => room.merge({ update: room.naming(change.title), access: by }));
      await repositories.boards.update(board.id, change);
      return representBoard({ ...board, ...change }, grant.role);
    },
  );
};

export default rename;
