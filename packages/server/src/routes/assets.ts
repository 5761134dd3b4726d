import { Readable } from 'node:stream';
import { Failure, pictureLimits } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Asset } from '../assets/picture-encoder.ts';
import { personOf } from '../auth/people.ts';
import { assetShape, described, picture, upload } from '../http/schemas.ts';
import { createBodies } from '../quotas/bodies.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import type { AssetRecord } from '../stores/assets.ts';
import { MiB, minuteMs } from '../units.ts';

const schemas = {
  add: {
    ...described('assets', 'Put a picture on a board: decoded and made anew, without what else was in the file', {
      201: assetShape,
    }),
    body: upload,
  },
  show: described('assets', 'A picture of a board', { 200: picture }),
};

/** What may be on its way or wait to be decoded at a time. */
const bodyBytes = { person: 50 * MiB, address: 75 * MiB, all: 100 * MiB } as const;
/** Pictures a minute from one address. */
const perMinute = { rateLimit: { max: 600, timeWindow: minuteMs }, visitors: 'link' } as const;

interface Board {
  Params: { board: string };
}

/** Pictures: their bytes, which documents only name. */
const assets: FastifyPluginAsync<Services> = async (fastify, services) => {
  // What a sender calls a file is not believed, so it may be called anything.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: pictureLimits.bytes }, (_request, body, done) =>
    done(null, body),
  );
  addPictures(fastify, services);
  showPictures(fastify, services);
};

function addPictures(fastify: FastifyInstance, services: Services): void {
  const { access, pictures, storage } = services;
  const bodies = createBodies(bodyBytes);

  /** Nothing is read of a picture before it is known who sends it and that there is room for it. */
  const admitBody = async (request: FastifyRequest<Board>, { raw }: FastifyReply): Promise<void> => {
    const { principal, params, headers, ip } = request;
    const { board } = await access.admit(principal, params.board, 'editor');
    if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
    const told = Number(headers['content-length'] ?? pictureLimits.bytes);
    if (!(told <= pictureLimits.bytes)) throw new Failure('PICTURE_TOO_LARGE');
    const who = { person: principal.id, ip };
    storage.make({ person: personOf(principal).id, ip }, 0);
    await keepRoom(services, board.id, 0);
    raw.once('close', bodies.take(who, told));
  };

  fastify.post<Board & { Body: unknown }>(
    '/',
    {
      schema: schemas.add,
      config: perMinute,
      bodyLimit: pictureLimits.bytes,
      preParsing: async (request, reply, payload) => {
        await admitBody(request, reply);
        return payload;
      },
      errorHandler: (error) => {
        throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new Failure('PICTURE_TOO_LARGE') : error;
      },
    },
    async (request, reply) => {
      const { principal, params, body, ip } = request;
      if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
      if (!(body instanceof Uint8Array)) throw new Failure('NOT_A_PICTURE', 'no bytes');
      const sender = { person: personOf(principal).id, ip };
      const asset = await pictures.encode(body, sender, goneWith(reply));
      // Decoding takes its time, in which a right may be taken away.
      const { board } = await fastify.admittedStill(request, params.board, 'editor');
      await keep(services, board.id, asset, sender);
      const { hash, width, height, type, data } = asset;
      return reply.code(201).send({ hash, width, height, type, bytes: data.length });
    },
  );
}

/** Throws `BOARD_FULL` where a board has no room for a picture of so many bytes. */
async function keepRoom({ repositories, config }: Services, board: string, bytes: number): Promise<void> {
  const own = await repositories.assets.ofBoard(board);
  const taken = own.reduce((sum, asset) => sum + asset.bytes + costs.asset, 0);
  if (taken + bytes >= config.picturesPerBoard) throw new Failure('BOARD_FULL');
}

/** Stores a picture where the board does not have it. */
async function keep(
  services: Services,
  board: string,
  { hash, type, data }: Asset,
  sender: { readonly person: string; readonly ip: string },
): Promise<void> {
  const { config, repositories, storage, metrics, now } = services;
  const isNew = (await repositories.assets.find(board, hash)) === undefined;
  if (isNew) {
    await keepRoom(services, board, data.length);
    storage.make(sender, costs.asset + data.length);
  }
  const by = { person: sender.person, at: now() };
  // Somebody else may have brought one meanwhile, here or on another server.
  const room = { bytes: config.picturesPerBoard, each: costs.asset };
  const kept = await repositories.assets.add(board, { hash, type }, data, by, room);
  if (kept === 'full') throw new Failure('BOARD_FULL');
  if (!kept) throw new Failure('NO_SUCH_BOARD');
  if (isNew) metrics.pictured(data.length);
}

/** Is aborted when the person who waits for an answer goes before there is one. */
function goneWith({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}

/** A picture never changes, and anyone who has it had the right to it. Opened by itself it may do nothing: no script, no page of ours. */
const headersOf = ({ hash, type, bytes }: AssetRecord) => ({
  'content-type': type,
  'content-length': bytes,
  'content-disposition': `inline; filename="picture.${type.slice('image/'.length)}"`,
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, max-age=31536000, immutable',
  etag: `"${hash}"`,
});

const isKnown = (ifNoneMatch: string | undefined, hash: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${hash}"`);

function showPictures(fastify: FastifyInstance, { access, repositories, downloads }: Services): void {
  fastify.get<{ Params: { board: string; hash: string } }>(
    '/:hash',
    { schema: schemas.show, config: { visitors: 'pictures' } },
    async ({ principal, params, headers, method, ip }, reply) => {
      const { board } = await access.admit(principal, params.board, 'viewer');
      if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
      const asset = await repositories.assets.find(board.id, params.hash);
      if (asset === undefined) throw new Failure('NOT_FOUND', 'a picture');
      const { 'content-length': length, 'content-type': type, ...always } = headersOf(asset);
      reply.headers(always);
      if (isKnown(headers['if-none-match'], asset.hash)) return reply.code(304).send();
      reply.headers({ 'content-length': length, 'content-type': type });
      if (method === 'HEAD') return reply.send(Readable.from([]));
      return reply.send(
        downloads.stream({ person: principal.id, ip }, asset.bytes, repositories.assets.read(asset.hash)),
      );
    },
  );
}

export default assets;
