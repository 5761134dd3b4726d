import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { described, nothing, picture } from '../http/schemas.ts';
import { previewed } from '../services/previewed.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';

const schemas = {
  allow: {
    ...described(
      'boards',
      'Say whether anyone is shown the name and picture of a board where its address is passed on',
      {
        204: nothing,
      },
    ),
    body: {
      type: 'object',
      required: ['shown'],
      properties: { shown: { type: 'boolean' } },
    },
  },
  picture: described('boards', 'The picture of a board for previews of its links, where its owner allows them', {
    200: picture,
    304: {},
  }),
};

const changesPerMinute = { rateLimit: { max: 120, timeWindow: minuteMs } };
/** Each service that shows previews asks once for each address that is passed on. */
const picturesPerMinute = { rateLimit: { max: 120, timeWindow: minuteMs } };
/** Who asks for pictures without a session, by their address: what one of them asks for fills no other's places. */
const strangerAt = (address: string): string => `at ${address}`;

interface Board {
  Params: { board: string };
}

/** What those are shown who have an address of a board and no key: nothing, unless its owner says so. */
const previews: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, hooks, repositories, thumbnails, audit } = services;

  fastify.put<Board & { Body: { shown: boolean } }>(
    '/:board/previews',
    { schema: schemas.allow, config: changesPerMinute },
    async ({ principal, params, body: { shown } }, reply) => {
      const { board } = await access.admit(principal, params.board, 'owner');
      if (!hooks.links) throw new Failure('FORBIDDEN', 'the host application decides that');
      if (shown !== board.previews) {
        await repositories.boards.update(board.id, { previews: shown });
        audit('board.previews', { board: board.id, person: principal?.id, facts: { shown } });
      }
      return reply.code(204).send();
    },
  );

  fastify.get<Board>(
    '/:board/preview.png',
    { schema: schemas.picture, config: picturesPerMinute },
    async ({ params, headers, ip }, reply) => {
      const board = await previewed(services, params.board);
      if (board === undefined) throw new Failure('NO_SUCH_BOARD');
      const { version, png } = await thumbnails.of(board, 'light', strangerAt(ip));
      const etag = `"${version}"`;
      // Who has it is told so by its name alone: it may be long forgotten here.
      const painted = headers['if-none-match'] === etag ? undefined : await png();
      // It may have been turned off while this waited.
      if ((await previewed(services, board.id)) === undefined) throw new Failure('NO_SUCH_BOARD');
      reply.header('etag', etag).header('cache-control', 'no-cache');
      // Some pages show it by its address, and not by a copy.
      reply.header('cross-origin-resource-policy', 'cross-origin');
      if (painted === undefined) return reply.code(304).send();
      return reply.type('image/png').send(Buffer.from(painted));
    },
  );
};

export default previews;
