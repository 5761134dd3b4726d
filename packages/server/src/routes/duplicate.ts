import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { personOf } from '../auth/people.ts';
import { cleanTitle } from '../auth/titles.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { described, newBoardShape } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { makeBoard, mayCreate, payReading, representNewBoard, unavailable } from './making-boards.ts';

const schema = described('boards', 'Copy a board', { 201: newBoardShape });

/** What a copy is made of, in order, and the state vector of that where it is one part. */
interface Copy {
  readonly parts: readonly Uint8Array[];
  readonly vector?: Uint8Array | undefined;
}

/** The content of a board as it lies in the store, where nobody has it open: it is copied, and not read. */
async function storedCopy({ store }: Services, board: string): Promise<Copy | undefined> {
  const { parts, vector, unchecked = 0 } = await store.load(board).catch(unavailable);
  return unchecked > 0 ? undefined : { parts, vector };
}

/** The content of a board from its room, which can do without what cannot be read. */
const roomCopy = ({ rooms }: Services, board: string): Promise<Copy> =>
  rooms.use(board, async (room) => ({ parts: [await room.state()] }));

/** The content of a board, and what gives it another name. */
async function namedCopy(services: Services, board: string, name: string): Promise<Copy> {
  const named = async (copy: Copy): Promise<Copy> =>
    name === ''
      ? copy
      : { ...copy, parts: [...copy.parts, await services.nameClosedBoard({ parts: copy.parts, name })] };
  const stored = await services.rooms.whileClosed(board, () => storedCopy(services, board));
  if (stored === undefined) return named(await roomCopy(services, board));
  return named(stored).catch(async (error) => {
    if (error instanceof Failure) throw error;
    return named(await roomCopy(services, board));
  });
}

/** Copies of boards: whole, and the copier's own. */
const duplicate: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, access, store, storage } = services;
  const creating = { rateLimit: { max: config.boardsPerMinute, timeWindow: 60_000 } };

  fastify.post<{ Params: { board: string } }>(
    '/:board/duplicate',
    { schema, config: creating },
    async (request, reply) => {
      const { board } = await access.admit(request.principal, request.params.board, 'viewer');
      mayCreate(config, request.principal?.signedIn ?? false);
      const me = await fastify.rememberedCaller(request, reply);
      const person = personOf(me).id;
      // A copy is the copier's: a viewer fills nothing but their own share of the disk.
      const bytes = await payReading(services, board.id, person, request.ip);
      storage.make({ person, ip: request.ip }, costs.board + bytes);
      const title = board.title === '' ? '' : cleanTitle(`Copy of ${board.title}`);
      const { parts, vector } = await namedCopy(services, board.id, title);
      // All of that takes its time, in which a right may be taken away or the board deleted.
      await fastify.admittedStill(request, board.id, 'viewer');
      const [first, ...since] = parts;
      const fill = async (id: string): Promise<void> => {
        if (first !== undefined) await store.begin(id, { whole: first, vector, since }, me.id).catch(unavailable);
      };
      const copy = await makeBoard(services, me.id, title, { fill, like: board.id });
      return reply.code(201).send(representNewBoard(publicOrigin(request, config), copy));
    },
  );
};

export default duplicate;
