import { cleanLine, Failure, historyLimits } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Principal } from '../auth/hooks.ts';
import { personOf } from '../auth/people.ts';
import { newId } from '../auth/secrets.ts';
import { described, nothing, versionList, versionShape, update as yjsUpdate } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import type { NamedVersion } from '../stores/history.ts';
import { minuteMs } from '../units.ts';
import { tellDamaged } from './damaged-history.ts';
import { authorsOf } from './known-author.ts';
import { largeAnswer } from './large-answer.ts';
import { payReading, unavailable } from './making-boards.ts';
import { type Span, versionAuthors } from './version-authors.ts';

/** Versions of a page: as many as are asked for, and never more than `most`. */
const pageSize = { usual: 100, most: 500 } as const;

const name = {
  type: 'string',
  minLength: 1,
  maxLength: 1_000,
  description: 'what it is called; one line, cut where it is too long',
};
const body = { type: 'object', required: ['name'], properties: { name } };
const schemas = {
  list: {
    ...described('history', 'Versions of a board, newest first', { 200: versionList }),
    querystring: {
      type: 'object',
      properties: {
        limit: { type: 'string', pattern: '^[1-9]\\d{0,2}$', description: 'versions at most, up to 500' },
        before: {
          type: 'string',
          maxLength: 64,
          pattern: '^\\d{1,15}-[\\w-]+$',
          description: 'next of an earlier answer',
        },
        authors: { type: 'string', enum: ['1'], description: 'also who had a hand in each version' },
      },
    },
  },
  keep: { ...described('history', 'Keep the board as it is stored now, under a name', { 201: versionShape }), body },
  rename: {
    ...described('history', 'Name a version; one the server keeps by itself becomes one that stays', {
      200: versionShape,
    }),
    body,
  },
  remove: described('history', 'Forget a named version', { 204: nothing }),
  read: described('history', 'A version as one Yjs update', { 200: yjsUpdate, 304: {} }),
};

interface Board {
  Params: { board: string };
}
interface OfVersion {
  Params: { board: string; version: string };
}

/** A list of versions is made of some hundred rows, a state of all of a board. */
const listsPerMinute = { rateLimit: { max: 240, timeWindow: minuteMs } };
const statesPerMinute = { rateLimit: { max: 120, timeWindow: minuteMs } };
const changesPerMinute = { rateLimit: { max: 30, timeWindow: minuteMs } };

/** A version as it is listed, of either kind. */
interface Listed extends Omit<NamedVersion, 'name'> {
  readonly name: string | null;
}

/** Versions the server keeps by itself are points of the log: their id says which. */
const momentId = (seq: number): string => `at-${seq}`;
const seqIn = (id: string): number | undefined => {
  const [, seq] = /^at-(\d{1,15})$/.exec(id) ?? [];
  return seq === undefined ? undefined : Number(seq);
};

const cleanVersionName = (text: string): string => {
  const clean = cleanLine(text, historyLimits.versionName);
  if (clean === '') throw new Failure('MALFORMED', 'name');
  return clean;
};

const represent = async (
  services: Services,
  board: string,
  { by, ...version }: Listed,
  authorOf = authorsOf(services, board),
) => ({
  ...version,
  by: by === '' ? null : await authorOf(by),
});

/** A version with who had a hand in it since the one before; without them where that is too much to find out at a time. */
const withAuthors = async <T extends object>(
  version: T,
  ids: readonly string[] | undefined,
  authorOf: ReturnType<typeof authorsOf>,
) => (ids === undefined ? version : { ...version, authors: await Promise.all(ids.map(authorOf)) });

/** What came with each version of a page: behind the first of the rest with less in it, as several may be of one moment. */
const spansOf = (page: readonly Listed[], rest: readonly Listed[]): readonly Span[] =>
  page.map(({ seq: upto }, i) => ({ after: rest.find(({ seq }, k) => k > i && seq < upto)?.seq ?? 0, upto }));

/** All versions of a board, newest first. */
async function versionsOf({ store: { history } }: Services, board: string): Promise<readonly Listed[]> {
  const named = await history.versions(board);
  const taken = new Set(named.map(({ seq }) => seq));
  const moments = (await history.moments(board)).filter(({ seq }) => !taken.has(seq));
  const listed = moments.map(({ seq, at, by }) => ({ id: momentId(seq), name: null, seq, at, by, bytes: 0 }));
  return [...named, ...listed].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** What a page goes on behind. */
const isBehind = (cursor: string | undefined): ((version: Listed) => boolean) => {
  const [, at, id = ''] = /^(\d+)-(.+)$/.exec(cursor ?? '') ?? [];
  return (version) => at === undefined || version.at < Number(at) || (version.at === Number(at) && version.id < id);
};

/** Keeps the board as it was behind an update under a name. */
async function keep(
  fastify: FastifyInstance,
  services: Services,
  request: FastifyRequest<{ Params: { board: string }; Body: { name: string } }>,
  { seq, at }: { readonly seq: number; readonly at: number },
): Promise<NamedVersion> {
  const { store, storage, audit } = services;
  const { principal, ip, body } = request;
  const { board: id } = request.params;
  if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
  const by = personOf(principal).id;
  const bytes = await payReading(services, id, by, ip);
  storage.make({ person: by, ip }, costs.board + bytes);
  const state = await store.history.stateAt(id, seq).catch(unavailable);
  if (state === undefined) throw new Failure('NOT_FOUND', 'a version');
  // All of that takes its time, in which a right may be taken away or the board deleted.
  await fastify.admittedStill(request, id, 'editor');
  const version = { id: `v${newId()}`, name: cleanVersionName(body.name), seq, at, by };
  const most = { versions: historyLimits.versions, bytes: historyLimits.versionBytes };
  const kept = await store.history.keep(id, version, state, most).catch(unavailable);
  if (kept === undefined) throw new Failure('BOARD_FULL', 'versions');
  audit('version.keep', { board: id, person: principal.id, facts: { version: kept.id } });
  return kept;
}

function list(fastify: FastifyInstance, services: Services): void {
  const authorsFor = versionAuthors({ ...services, damaged: tellDamaged(services) });

  fastify.get<Board & { Querystring: { limit?: string; before?: string; authors?: string } }>(
    '/',
    { schema: schemas.list, config: listsPerMinute },
    async (request) => {
      const { principal, params, query } = request;
      const { board } = await services.access.admit(principal, params.board, 'viewer');
      const limit = Math.min(pageSize.most, Number(query.limit ?? pageSize.usual));
      const rest = (await versionsOf(services, board.id).catch(unavailable)).filter(isBehind(query.before));
      const page = rest.slice(0, limit);
      const authorOf = authorsOf(services, board.id);
      const ids = query.authors === undefined ? [] : await authorsFor(board.id, spansOf(page, rest)).catch(unavailable);
      const versions = await Promise.all(
        page.map(async (version, i) =>
          withAuthors(await represent(services, board.id, version, authorOf), ids[i], authorOf),
        ),
      );
      await fastify.admittedStill(request, board.id, 'viewer');
      const last = rest.length > limit ? page.at(-1) : undefined;
      return { versions, next: last === undefined ? null : `${last.at}-${last.id}` };
    },
  );
}

function change(fastify: FastifyInstance, services: Services): void {
  const { access, store, audit, now } = services;

  fastify.post<Board & { Body: { name: string } }>(
    '/',
    { schema: schemas.keep, config: changesPerMinute },
    async (request, reply) => {
      const { board } = await access.admit(request.principal, request.params.board, 'editor');
      cleanVersionName(request.body.name);
      // All that was acknowledged is in the store, with a number up to this.
      const { head } = await store.history.span(board.id).catch(unavailable);
      const kept = await keep(fastify, services, request, { seq: head, at: now() });
      return reply.code(201).send(await represent(services, board.id, kept));
    },
  );

  fastify.patch<OfVersion & { Body: { name: string } }>(
    '/:version',
    { schema: schemas.rename, config: changesPerMinute },
    async (request) => {
      const { board } = await access.admit(request.principal, request.params.board, 'editor');
      const { version } = request.params;
      const called = cleanVersionName(request.body.name);
      const found = (await versionsOf(services, board.id).catch(unavailable)).find(({ id }) => id === version);
      if (found === undefined) throw new Failure('NOT_FOUND', 'a version');
      if (found.name === null) return represent(services, board.id, await keep(fastify, services, request, found));
      await fastify.admittedStill(request, board.id, 'editor');
      const isThere = await store.history.rename(board.id, version, called).catch(unavailable);
      if (!isThere) throw new Failure('NOT_FOUND', 'a version');
      return represent(services, board.id, { ...found, name: called });
    },
  );

  /** Who may forget a version: the person who named it, and the owner of the board. */
  const mayForget = ({ by }: NamedVersion, role: string, principal: Principal | undefined): boolean =>
    role === 'owner' || (principal !== undefined && personOf(principal).id === by);

  fastify.delete<OfVersion>(
    '/:version',
    { schema: schemas.remove, config: changesPerMinute },
    async (request, reply) => {
      const { version } = request.params;
      const { board } = await access.admit(request.principal, request.params.board, 'editor');
      // Those the server keeps by itself go by themselves.
      if (seqIn(version) !== undefined) throw new Failure('FORBIDDEN', 'not a named version');
      const found = (await store.history.versions(board.id).catch(unavailable)).find(({ id }) => id === version);
      if (found === undefined) throw new Failure('NOT_FOUND', 'a version');
      const { grant } = await fastify.admittedStill(request, board.id, 'editor');
      if (!mayForget(found, grant.role, request.principal)) throw new Failure('FORBIDDEN', "another person's version");
      await store.history.drop(board.id, version).catch(unavailable);
      audit('version.remove', { board: board.id, person: request.principal?.id, facts: { version } });
      return reply.code(204).send();
    },
  );
}

function read(fastify: FastifyInstance, services: Services): void {
  const { access, store } = services;

  const stateOf = (board: string, version: string): Promise<Uint8Array | undefined> => {
    const seq = seqIn(version);
    return seq === undefined ? store.history.stateOf(board, version) : store.history.stateAt(board, seq);
  };

  fastify.get<OfVersion>(
    '/:version/document',
    { schema: schemas.read, config: statesPerMinute },
    async (request, reply) => {
      const { principal, params, headers } = request;
      const { board } = await access.admit(principal, params.board, 'viewer');
      // What a version holds never changes, but who may see it does: it is asked for anew each time.
      const etag = `"${params.version}"`;
      reply.header('cache-control', 'private, no-cache');
      if (headers['if-none-match'] === etag) return reply.header('etag', etag).code(304).send();
      const make = async () => {
        const state = await stateOf(board.id, params.version).catch(unavailable);
        if (state !== undefined) return state;
        const named = await store.history.versions(board.id).catch(unavailable);
        // What is listed and not there was set aside as damaged.
        throw new Failure(named.some(({ id }) => id === params.version) ? 'VERSION_DAMAGED' : 'NOT_FOUND', 'a version');
      };
      const { stream, length } = await largeAnswer(fastify, services, { request, board: board.id, make });
      return reply.type('application/octet-stream').header('etag', etag).header('content-length', length).send(stream);
    },
  );
}

/** Versions of a board: those people name, and those the server keeps by itself. */
const versions: FastifyPluginAsync<Services> = async (fastify, services) => {
  list(fastify, services);
  change(fastify, services);
  read(fastify, services);
};

export default versions;
