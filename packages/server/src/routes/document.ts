import { Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { personOf } from '../auth/people.ts';
import { described, nothing, update as yjsUpdate } from '../http/schemas.ts';
import { createBodies } from '../quotas/bodies.ts';
import type { Services } from '../services/services.ts';
import { MiB } from '../units.ts';
import { largeAnswer } from './large-answer.ts';

const read = described('document', 'The document as one Yjs update', { 200: yjsUpdate });
const merge = {
  ...described('document', 'Merge a Yjs update; answered when it is on disk', { 204: nothing }),
  body: yjsUpdate,
};

/** What may be on its way at a time: two whole boards of one person. */
const bodyBytes = { person: 32 * MiB, address: 48 * MiB, all: 64 * MiB } as const;

interface Board {
  Params: { board: string };
}

/** The document itself, as one Yjs update: for scripts that do not keep a socket. */
const document: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, rooms, storage } = services;
  fastify.addContentTypeParser(
    ['application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: limits.syncStepBytes },
    (_request, body, done) => done(null, body),
  );

  fastify.get<Board>('/', { schema: read }, async (request, reply) => {
    const { board } = await access.admit(request.principal, request.params.board, 'viewer');
    // The one copy that everybody gets who comes to the board now.
    const make = () => rooms.use(board.id, (room) => room.state());
    const { stream, length } = await largeAnswer(fastify, services, { request, board: board.id, make });
    return reply.type('application/octet-stream').header('content-length', length).send(stream);
  });

  const bodies = createBodies(bodyBytes);

  /** Nothing is read of a body before it is known who sends it and that there is room for it. */
  const admitBody = async (
    { principal, params, headers, ip }: FastifyRequest<Board>,
    { raw }: FastifyReply,
  ): Promise<void> => {
    await access.admit(principal, params.board, 'editor');
    if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
    const told = Number(headers['content-length'] ?? Number.NaN);
    const bytes = Number.isFinite(told) ? Math.min(told, limits.syncStepBytes) : limits.syncStepBytes;
    raw.once('close', bodies.take({ person: principal.id, ip }, bytes));
  };

  fastify.put<Board & { Body: unknown }>(
    '/',
    {
      bodyLimit: limits.syncStepBytes,
      schema: merge,
      preParsing: async (request, reply, payload) => {
        await admitBody(request, reply);
        return payload;
      },
    },
    async (request, reply) => {
      const { principal, params, body, ip } = request;
      const { board } = await access.admit(principal, params.board, 'editor');
      if (principal === undefined || !(body instanceof Uint8Array))
        throw new Failure('MALFORMED', 'a Yjs update is expected');
      const person = personOf(principal);
      // Its own bytes: a body may lie in a buffer that is used again.
      const update = new Uint8Array(body);
      storage.bring({ person: person.id, ip }, update.length);
      await rooms.use(board.id, async (room) => {
        // A board takes its time to open.
        const { role, link, until } = (await fastify.admittedStill(request, board.id, 'editor')).grant;
        await room.merge({ update, access: { person, role, link, until }, history: true });
      });
      return reply.code(204).send();
    },
  );
};

export default document;
