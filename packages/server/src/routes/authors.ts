import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { personOf } from '../auth/people.ts';
import { described, personShape } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';
import { unavailable } from './making-boards.ts';

const schema = {
  ...described('boards', 'Who wrote under a Yjs client id', { 200: personShape }),
  params: {
    type: 'object',
    properties: {
      board: { type: 'string' },
      client: { type: 'string', pattern: '^(?:0|[1-9]\\d{0,9})$', description: '0 to 4294967295' },
    },
  },
};

/** Questions a minute from one address. */
const perMinute = { rateLimit: { max: 600, timeWindow: minuteMs }, visitors: 'link' } as const;

/** Yjs draws client ids from 32 bits. */
function clientIn(text: string): number {
  const client = Number(text);
  if (client > 0xffffffff) throw new Failure('MALFORMED', 'client');
  return client;
}

/** The people behind the client ids of a board: who may look at what was written may know by whom. */
const authors: FastifyPluginAsync<Services> = async (fastify, { access, store, rooms, sessions }) => {
  fastify.get<{ Params: { board: string; client: string } }>(
    '/:client',
    { schema, config: perMinute },
    async ({ principal, params }) => {
      const client = clientIn(params.client);
      const { board } = await access.admit(principal, params.board, 'viewer');
      const owner = await store.ownerOf(board.id, client).catch(unavailable);
      // Names of accounts are not stored: they are known while their people are here.
      const person =
        owner === undefined ? undefined : (rooms.person(board.id, owner) ?? (await sessions.person(owner)));
      if (person === undefined) throw new Failure('NOT_FOUND', 'an author');
      // One person has one color on a board, also when they have left.
      return personOf({ ...person, color: rooms.color(board.id, personOf(person).id) ?? person.color });
    },
  );
};

export default authors;
