import { Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { personOf } from '../person.ts';
import type { Services } from '../services.ts';
import { described, nothing, update as yjsUpdate } from './schemas.ts';

const read = described('document', 'The document as one Yjs update', { 200: yjsUpdate });
const merge = {
  ...described('document', 'Merge a Yjs update; answered when it is on disk', { 204: nothing }),
  body: yjsUpdate,
};

interface Board {
  Params: { board: string };
}

/** The document itself, as one Yjs update: for scripts that do not keep a socket. */
const document: FastifyPluginAsync<Services> = async (fastify, { access, rooms }) => {
  fastify.addContentTypeParser(
    ['application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: limits.syncStepBytes },
    (_request, body, done) => done(null, body),
  );

  fastify.get<Board>('/', { schema: read }, async ({ principal, params }, reply) => {
    const { board } = await access.admit(principal, params.board, 'viewer');
    const state = await rooms.use(board.id, (room) => room.state());
    return reply.type('application/octet-stream').header('cache-control', 'no-store').send(Buffer.from(state));
  });

  fastify.put<Board & { Body: unknown }>(
    '/',
    { bodyLimit: limits.syncStepBytes, schema: merge },
    async ({ principal, params, body }, reply) => {
      const { board, grant } = await access.admit(principal, params.board, 'editor');
      if (principal === undefined || !(body instanceof Uint8Array))
        throw new Failure('MALFORMED', 'a Yjs update is expected');
      const by = { person: personOf(principal), role: grant.role };
      // Its own bytes: a body may lie in a buffer that is used again.
      const update = new Uint8Array(body);
      await rooms.use(board.id, (room) => room.merge({ update, access: by, history: true }));
      return reply.code(204).send();
    },
  );
};

export default document;
