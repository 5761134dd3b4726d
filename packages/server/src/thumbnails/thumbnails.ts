import { Failure } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import type { AssetRepository } from '../stores/repositories.ts';
import type { Store } from '../stores/store.ts';
import type { Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { answerWithin, NoAnswer } from '../workers/answer-within.ts';
import { createIdleWorker, type IdleWorker, openThread } from '../workers/idle-worker.ts';
import type { FromPainter, ToPainter } from './painter-protocol.ts';

/** How long one board may take to be read, and to be painted (ms). */
const deadlineMs = 20_000;
/** Boards that wait for the painter. */
const mostWaiting = 200;
/** How long the painter is kept after its last board (ms): it takes a quarter of a second to start. */
const idleMs = 60_000;
/** Bytes of pictures that are kept. */
const mostKept = 64 * MiB;
/** What is read of the pictures on one board. */
const mostAssets = { count: 4, bytes: 8 * MiB } as const;
/** Boards of one person that wait. */
const mostOfPerson = 40;
/** A picture is good enough for so many times as long as it took, and no longer (ms): a board that is drawn on changes all the time. */
const goodEnough = { times: 20, ms: 10_000 } as const;
/** Boards of which it is remembered when they were painted. */
const mostNoted = 10_000;
/** Bytes of a board that is painted at all. */
const mostBytes = 64 * MiB;

/** A picture of a board as it is now. */
export interface Thumbnail {
  /** Another one for each state of the board. */
  readonly version: string;
  png(): Promise<Uint8Array>;
}

/** Pictures of boards, painted where they hold up nobody. */
export interface Thumbnails {
  /** `png` rejects with `OVERLOADED` where too many wait or it takes too long. */
  of(board: { readonly id: string; readonly updatedAt: number }, theme: Theme, person: string): Promise<Thumbnail>;
  stop(): Promise<void>;
}

export interface ThumbnailsDeps {
  readonly store: Pick<Store, 'load' | 'size'>;
  readonly assets: Pick<AssetRepository, 'find' | 'read'>;
  readonly timers: Timers;
}

interface State extends ThumbnailsDeps {
  /** Those painted last, in the order they were asked for. */
  readonly kept: Map<string, Uint8Array>;
  readonly underWay: Map<string, Promise<Uint8Array>>;
  keptBytes: number;
  waiting: number;
  /** How many of them each person waits for. */
  readonly waitingOf: Map<string, number>;
  /** The picture of each board that was painted last, and until when it is good enough. */
  readonly latest: Map<string, { readonly version: string; readonly until: number }>;
  isStopped: boolean;
  /** The last of those who wait. */
  last: Promise<unknown>;
  readonly painter: IdleWorker;
}

export function createThumbnails(deps: ThumbnailsDeps): Thumbnails {
  const state: State = {
    ...deps,
    kept: new Map(),
    underWay: new Map(),
    keptBytes: 0,
    waiting: 0,
    waitingOf: new Map(),
    latest: new Map(),
    isStopped: false,
    last: Promise.resolve(),
    painter: createIdleWorker({
      open: () => openThread(new URL('./thumbnail-worker.ts', import.meta.url)),
      idleMs,
      timers: deps.timers,
    }),
  };
  return {
    async of({ id, updatedAt }, theme, person) {
      const last = state.latest.get(`${id} ${theme}`);
      const isFresh =
        last !== undefined &&
        deps.timers.elapsed() < last.until &&
        state.kept.has(nameOf({ id, theme, version: last.version }));
      // The time of the last change is written now and then, and what is stored grows with each.
      const size = await deps.store.size(id);
      const next = size === 0 ? `${theme}-${empty}` : `${theme}-${updatedAt.toString(36)}-${size.toString(36)}`;
      const version = isFresh ? last.version : next;
      return { version, png: () => picture(state, { id, theme, version }, person) };
    },
    async stop() {
      state.isStopped = true;
      await state.painter.end();
    },
  };
}

/** A state of a board, in a theme. */
interface Wanted {
  readonly id: string;
  readonly theme: Theme;
  readonly version: string;
}

/** One picture for all boards on which nothing is. */
const empty = 'empty';
const nameOf = ({ id, theme, version }: Wanted): string =>
  version === `${theme}-${empty}` ? version : `${id} ${version}`;

/** Notes what was painted last of a board, and that it took so many ms; of many boards the oldest are forgotten. */
function note({ latest, timers }: State, { id, theme, version }: Wanted, took: number): void {
  const board = `${id} ${theme}`;
  latest.delete(board);
  latest.set(board, { version, until: timers.elapsed() + Math.min(goodEnough.ms, goodEnough.times * took) });
  const [oldest] = latest.keys();
  if (latest.size > mostNoted && oldest !== undefined) latest.delete(oldest);
}

async function picture(state: State, wanted: Wanted, person: string): Promise<Uint8Array> {
  const name = nameOf(wanted);
  const known = state.kept.get(name);
  if (known !== undefined) {
    state.kept.delete(name);
    state.kept.set(name, known);
    return known;
  }
  const begun = state.underWay.get(name);
  if (begun !== undefined) return begun;
  const own = state.waitingOf.get(person) ?? 0;
  if (state.waiting >= mostWaiting || own >= mostOfPerson) throw new Failure('OVERLOADED', 'pictures of boards');
  state.waitingOf.set(person, own + 1);
  const painting = inTurn(state, () => paint(state, wanted));
  state.underWay.set(name, painting);
  try {
    const png = await painting;
    keep(state, name, png);
    return png;
  } finally {
    state.underWay.delete(name);
    const left = (state.waitingOf.get(person) ?? 1) - 1;
    if (left > 0) state.waitingOf.set(person, left);
    else state.waitingOf.delete(person);
  }
}

/** Has it done after all that waits: one board at a time, so that those who draw keep the other processors. */
async function inTurn<T>(state: State, work: () => Promise<T>): Promise<T> {
  state.waiting += 1;
  const before = state.last;
  const done = before.then(work, work);
  state.last = done.catch(() => undefined);
  try {
    return await done;
  } finally {
    state.waiting -= 1;
  }
}

function keep(state: State, name: string, png: Uint8Array): void {
  state.kept.set(name, png);
  state.keptBytes += png.length;
  for (const [oldest, { length }] of state.kept) {
    if (state.keptBytes <= mostKept) break;
    state.kept.delete(oldest);
    state.keptBytes -= length;
  }
}

async function paint(state: State, wanted: Wanted): Promise<Uint8Array> {
  const { id: board, theme } = wanted;
  const { store, timers } = state;
  if (state.isStopped) throw new Failure('DRAINING');
  const begun = timers.elapsed();
  if ((await store.size(board)) > mostBytes) throw new Failure('TOO_LARGE', 'a picture of it');
  // What is shown for every empty board is not looked up: by its turn there may be something on this one.
  const isEmpty = nameOf(wanted) === wanted.version;
  const { parts, unchecked } = isEmpty ? { parts: [], unchecked: 0 } : await store.load(board);
  // Nobody would end a painter that begins now.
  if (state.isStopped) throw new Failure('DRAINING');
  const painter = state.painter.get();
  const asks = (message: ToPainter): Promise<FromPainter> => {
    const answer = answerWithin<FromPainter>(painter, { what: 'painting a board', ms: deadlineMs, timers });
    painter.postMessage(message);
    return answer;
  };
  try {
    const named = await asks({ stored: { parts, unchecked }, theme });
    const assets = 'assets' in named ? await bytesOf(state, board, named.assets) : new Map<string, Uint8Array>();
    const painted = await asks({ assets });
    if (!('png' in painted)) throw new Error('the painter has painted nothing');
    if (!isEmpty) note(state, wanted, timers.elapsed() - begun);
    return painted.png;
  } catch (error) {
    // It may be anywhere in its work: the next board begins with another one.
    void state.painter.end();
    throw error instanceof NoAnswer ? new Failure('OVERLOADED', error.message) : error;
  } finally {
    state.painter.rest();
  }
}

/** The bytes of the first pictures on a board, as far as they are here. */
async function bytesOf(
  { assets }: State,
  board: string,
  named: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  let left: number = mostAssets.bytes;
  for (const hash of named.slice(0, mostAssets.count)) {
    const record = await assets.find(board, hash);
    if (record === undefined || record.bytes > left) continue;
    const parts: Uint8Array[] = [];
    for await (const part of assets.read(hash)) parts.push(part);
    found.set(hash, Buffer.concat(parts));
    left -= record.bytes;
  }
  return found;
}
