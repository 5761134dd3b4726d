import { boardFile } from '@gesso/crdt-schema';
import { create } from 'content-disposition';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { publicOrigin } from '../http/public-origin.ts';
import { boardFileAnswer, boardPicture, described, drawnPicture, pages } from '../http/schemas.ts';
import type { ExportOptions, PictureOptions } from '../pictures/exports.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';
import { largeAnswer } from './large-answer.ts';

const querystring = {
  type: 'object',
  properties: {
    theme: { type: 'string', enum: ['light', 'dark'], default: 'light' },
    background: {
      type: 'string',
      pattern: '^(theme|none|#[0-9a-fA-F]{6})$',
      default: 'theme',
      description: "the theme's ground, nothing, or a color",
    },
    padding: {
      type: 'string',
      pattern: '^\\d{1,3}$',
      default: '16',
      description: 'board units around what is shown, up to 999',
    },
    frame: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{12}$',
      description: 'the id of a frame that is shown alone, with what lies in it',
    },
  },
} as const;
const scale = {
  type: 'string',
  pattern: '^(?=.*[1-9])([0-3](\\.\\d{1,4})?|4(\\.0{1,4})?)$',
  default: '2',
  description: 'pixels per board unit, up to 4',
} as const;

const png = {
  ...described('boards', 'A picture of a board, as the app exports it', { 200: boardPicture, 304: {} }),
  querystring: { ...querystring, properties: { ...querystring.properties, scale } },
};
const svg = {
  ...described('boards', 'A drawing of a board that scales, as the app exports it', { 200: drawnPicture, 304: {} }),
  querystring,
};
const pdf = {
  ...described('boards', 'A board as pages whose text can be found: one for each frame, or one', {
    200: pages,
    304: {},
  }),
  querystring: {
    ...querystring,
    properties: {
      ...querystring.properties,
      pages: {
        type: 'string',
        enum: ['frames', 'board'],
        default: 'frames',
        description: 'a page for each frame, or one with all of the board, also what lies in no frame',
      },
    },
  },
};
const gesso = described('boards', 'A board as a file that Gesso opens again', { 200: boardFileAnswer, 304: {} });

/** Each may take seconds of a processor. */
const perMinute = { rateLimit: { max: 60, timeWindow: minuteMs } };

interface Asked {
  Params: { board: string };
  Querystring: Pick<PictureOptions, 'theme' | 'background' | 'frame' | 'pages'> & {
    readonly padding: string;
    readonly scale?: string;
  };
}

/** Opened by itself it may do nothing: it shows the faces and the pictures it holds. */
const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

const types = { png: 'image/png', svg: 'image/svg+xml', pdf: 'application/pdf', gesso: boardFile.mediaType } as const;

/** What a browser is to save and not to show: it shows no PDF under our policy. */
const saved: readonly ExportOptions['format'][] = ['pdf', 'gesso'];

/** Named after the board. */
const named = (title: string, format: ExportOptions['format']): string =>
  create(`${title.trim() === '' ? 'Board' : title.toWellFormed()}.${format}`, {
    type: saved.includes(format) ? 'attachment' : 'inline',
  });

/** What is asked for, as numbers where it is one. */
function optionsOf(format: ExportOptions['format'], asked: Asked['Querystring'], base: string): ExportOptions {
  if (format === 'gesso') return { format };
  const { padding, scale: pixels = '1', ...look } = asked;
  const options = { ...look, padding: Number(padding), scale: Number(pixels), format };
  return format === 'pdf' ? { ...options, base } : options;
}

/** Pictures of boards to be taken away. */
const exportRoutes: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, exports, config } = services;
  const answer = (format: ExportOptions['format']) => async (request: FastifyRequest<Asked>, reply: FastifyReply) => {
    const { principal, params, query, headers } = request;
    const { board } = await access.admit(principal, params.board, 'viewer');
    const base = `${publicOrigin(request, config)}/b/${board.id}`;
    const { version, make } = await exports.of(board, optionsOf(format, query, base), principal?.id ?? '');
    const etag = `"${version}"`;
    // It is for those who may see the board, and asked for anew each time.
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (headers['if-none-match'] === etag) return reply.code(304).send();
    const file = async () => (await make()).file;
    const { stream, length } = await largeAnswer(fastify, services, { request, board: board.id, make: file });
    return reply
      .type(types[format])
      .header('content-security-policy', policy)
      .header('content-disposition', named(board.title, format))
      .header('content-length', length)
      .send(stream);
  };
  fastify.get<Asked>('/export.png', { schema: png, config: perMinute }, answer('png'));
  fastify.get<Asked>('/export.svg', { schema: svg, config: perMinute }, answer('svg'));
  fastify.get<Asked>('/export.pdf', { schema: pdf, config: perMinute }, answer('pdf'));
  fastify.get<Asked>('/export.gesso', { schema: gesso, config: perMinute }, answer('gesso'));
};

export default exportRoutes;
