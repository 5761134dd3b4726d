import { createHistoryWriter, historyLimits, historyType, type Person } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { described, historyPage } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';
import { nextTurn } from '../timers.ts';
import { MiB, minuteMs } from '../units.ts';
import { tellDamaged } from './damaged-history.ts';
import { authorsOf } from './known-author.ts';
import { largeAnswer } from './large-answer.ts';
import { unavailable } from './making-boards.ts';

const number = (description: string) => ({ type: 'string', pattern: '^\\d{1,15}$', description });
const schema = {
  ...described('history', 'Updates of a board with time and author, page by page', { 200: historyPage }),
  querystring: {
    type: 'object',
    properties: {
      from: number('ms since 1970: the first that is asked for was stored then or later'),
      to: number('ms since 1970: none behind the first that was stored later'),
      after: number('go on behind this number, as the page before says; without it what came before is on the page'),
    },
  },
};

/** A replay of a large board is some tens of pages. */
const perMinute = { rateLimit: { max: 240, timeWindow: minuteMs } };
/** What is copied in one turn. */
const copiedAtOnce = 8 * MiB;

interface Asked {
  readonly from: number;
  readonly to: number;
  readonly after: number | undefined;
}

/** Updates for one page, in the order they were stored. */
interface Found {
  readonly writer: ReturnType<typeof createHistoryWriter>;
  readonly authors: readonly string[];
  /** The number of the last update before the first on the page. */
  readonly before: number;
  readonly next: number;
  /** Records that were found damaged and set aside. */
  readonly damaged: number;
}

async function find({ store, timers }: Services, board: string, { from, to, after }: Asked): Promise<Found> {
  const { first, head } = await store.history.span(board);
  const skipped = after ?? (from > 0 ? await store.history.before(board, from) : 0);
  const writer = createHistoryWriter();
  const authors = new Map<string, number>();
  let damaged = 0;
  let before = Math.max(first - 1, skipped);
  let last: number | undefined;
  for (;;) {
    const piece = await store.history.read(board, last ?? before);
    damaged += piece.damaged;
    for (const { seq, at, by, update } of piece.updates) {
      // Clocks are set back at times: what is given is in one piece all the same.
      if (last === undefined && after === undefined && at < from) {
        before = seq;
        continue;
      }
      const author = authors.get(by) ?? authors.size;
      if (at > to) return { writer, authors: [...authors.keys()], before, next: 0, damaged };
      const isFull = writer.bytes >= historyLimits.pageBytes || author >= historyLimits.pageAuthors;
      if (isFull) return { writer, authors: [...authors.keys()], before, next: last ?? before, damaged };
      authors.set(by, author);
      writer.add({ seq, at, author, update });
      last = seq;
    }
    if (piece.updates.length === 0 || (last ?? before) >= head)
      return { writer, authors: [...authors.keys()], before, next: 0, damaged };
    await nextTurn(timers);
  }
}

async function joined(parts: readonly Uint8Array[], { timers }: Services): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    for (let from = 0; from < part.length; from += copiedAtOnce) {
      const piece = part.subarray(from, from + copiedAtOnce);
      all.set(piece, at);
      at += piece.length;
      if (part.length > copiedAtOnce) await nextTurn(timers);
    }
  }
  return all;
}

async function pageOf(services: Services, board: string, asked: Asked): Promise<Uint8Array> {
  const { store } = services;
  const { writer, authors: ids, before, next, damaged } = await find(services, board, asked).catch(unavailable);
  if (damaged > 0) tellDamaged(services)(board, damaged);
  const isBased = asked.after === undefined && before > 0;
  const base = isBased ? await store.history.stateAt(board, before).catch(unavailable) : new Uint8Array();
  // Its first updates are damaged: what came later is told all the same.
  if (base === undefined) services.log.warn({ board }, 'what a board was before its history cannot be made any more');
  const authorOf = authorsOf(services, board);
  const authors: Person[] = [];
  for (const id of ids) authors.push(await authorOf(id));
  return joined(writer.finish({ base: base ?? new Uint8Array(), authors, next }), services);
}

/** What was done on a board, for those who look at how it came about. */
const history: FastifyPluginAsync<Services> = async (fastify, services) => {
  fastify.get<{ Params: { board: string }; Querystring: { from?: string; to?: string; after?: string } }>(
    '/',
    { schema, config: perMinute },
    async (request, reply) => {
      const { principal, params, query } = request;
      const { board } = await services.access.admit(principal, params.board, 'viewer');
      const asked = {
        from: Number(query.from ?? 0),
        to: Number(query.to ?? Number.MAX_SAFE_INTEGER),
        after: query.after === undefined ? undefined : Number(query.after),
      };
      const make = () => pageOf(services, board.id, asked);
      const { stream, length } = await largeAnswer(fastify, services, { request, board: board.id, make });
      return reply.type(historyType).header('content-length', length).send(stream);
    },
  );
};

export default history;
