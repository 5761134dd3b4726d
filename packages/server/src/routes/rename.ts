import { Failure, limits, type Person } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Admitted } from '../auth/access.ts';
import { personOf } from '../auth/people.ts';
import { cleanTitle } from '../auth/titles.ts';
import { boardShape, described } from '../http/schemas.ts';
import type { Access } from '../rooms/member.ts';
import type { Services } from '../services/services.ts';
import { notStored } from '../stores/store.ts';
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

/** What a board is to be called. */
interface Naming {
  readonly board: string;
  readonly title: string;
}

/** The name of a board stands in its document, where everybody who has it open sees it change. */
const rename: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, repositories, rooms, store, events, mayTouch, now } = services;

  /** A room judges this itself; the log does not. */
  const refuseUnlessAllowed = (board: string, by: Pick<Access, 'person' | 'role'>): void => {
    if (mayTouch?.(board, touched, by) === false) throw new Failure('FORBIDDEN', `${by.role} may not write there`);
  };

  /**
   * Returns what its sender may do there; undefined where it could not, since a board that is slow to read is left to a room, which knows
   * how to open it.
   */
  const renameClosed = async (request: FastifyRequest, by: Person, naming: Naming): Promise<Admitted | undefined> => {
    const { board, title } = naming;
    const { parts, seq } = await store.load(board).catch(unavailable);
    const update = await services.nameClosedBoard({ parts, name: title }).catch(() => undefined);
    if (update === undefined) return undefined;
    // Nobody here removes it from here on: it is kept closed to that as well. Before, they may have.
    const admitted = await fastify.admittedStill(request, board, 'editor');
    const access = { person: by, role: admitted.grant.role };
    refuseUnlessAllowed(board, access);
    events.beforeUpdate(board, update, access, false);
    const [stored = 0] = await store.append([{ board, update, by: by.id, goesOn: seq > 0 }]).catch(unavailable);
    // Another server has removed it meanwhile.
    if (stored === notStored.removed) throw new Failure('NO_SUCH_BOARD');
    rooms.toldStored(board, stored);
    events.onStored(board, update.length);
    return admitted;
  };

  const renameOpen = (request: FastifyRequest, person: Person, { board, title }: Naming): Promise<Admitted> =>
    rooms.use(board, async (room) => {
      const admitted = await fastify.admittedStill(request, board, 'editor');
      await room.merge({ update: room.naming(title), access: { person, role: admitted.grant.role } });
      return admitted;
    });

  fastify.patch<{ Params: { board: string }; Body: { title: string } }>(
    '/:board',
    { schema, config: { rateLimit: { max: 120, timeWindow: 60_000 } } },
    async (request) => {
      const { principal, params, body, ip } = request;
      const { id } = (await access.admit(principal, params.board, 'editor')).board;
      if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
      const by = personOf(principal);
      if (!services.openBoards.has(id)) await payReading(services, id, by.id, ip);
      const change = { title: cleanTitle(body.title), updatedAt: now() };
      const naming = { board: id, title: change.title };
      // Where nobody has the board open it is not opened for that: reading a large board holds up everybody else.
      const { board, grant } =
        (await rooms.whileClosed(id, () => renameClosed(request, by, naming))) ??
        (await renameOpen(request, by, naming));
      await repositories.boards.update(id, change);
      return representBoard({ ...board, ...change }, grant.role);
    },
  );
};

export default rename;
