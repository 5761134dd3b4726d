import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { described, personShape } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';
import { knownAuthor } from './known-author.ts';
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
const authors: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, store } = services;
  fastify.get<{ Params: { board: string; client: string } }>(
    '/:client',
    { schema, config: perMinute },
    async ({ principal, params }) => {
      const client = clientIn(params.client);
      const { board } = await access.admit(principal, params.board, 'viewer');
      const owner = await store.ownerOf(board.id, client).catch(unavailable);
      const author = owner === undefined ? undefined : await knownAuthor(services, board.id, owner);
      if (author === undefined) throw new Failure('NOT_FOUND', 'an author');
      return author;
    },
  );
};

export default authors;
