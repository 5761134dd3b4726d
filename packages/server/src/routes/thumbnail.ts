import type { FastifyPluginAsync } from 'fastify';
import { described, picture } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';

const schema = {
  ...described('boards', 'A small picture of a board, at most 640 by 480 pixels', { 200: picture, 304: {} }),
  querystring: { type: 'object', properties: { theme: { type: 'string', enum: ['light', 'dark'] } } },
};

/** A list of boards asks for one each. */
const perMinute = { rateLimit: { max: 1_200, timeWindow: minuteMs } };

/** Pictures of boards, for lists of them. */
const thumbnail: FastifyPluginAsync<Services> = async (fastify, { access, thumbnails }) => {
  fastify.get<{ Params: { board: string }; Querystring: { theme?: 'light' | 'dark' } }>(
    '/thumbnail.png',
    { schema, config: perMinute },
    async (request, reply) => {
      const { principal, params, query, headers } = request;
      const { board } = await access.admit(principal, params.board, 'viewer');
      const { version, png } = await thumbnails.of(board, query.theme ?? 'light', principal?.id ?? '');
      const etag = `"${version}"`;
      // It is for those who may see the board, and asked for anew each time.
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (headers['if-none-match'] === etag) return reply.code(304).send();
      const painted = await png();
      // It may have waited for its turn, and what was drawn meanwhile is not for those who were sent away.
      await fastify.admittedStill(request, board.id, 'viewer');
      return reply.type('image/png').send(Buffer.from(painted));
    },
  );
};

export default thumbnail;
