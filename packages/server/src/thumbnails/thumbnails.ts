import { Worker } from 'node:worker_threads';
import { Failure } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import type { AssetRepository } from '../stores/repositories.ts';
import type { Store } from '../stores/store.ts';
import type { Cancel, Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { answerWithin, NoAnswer } from '../workers/answer-within.ts';
import type { FromPainter, ToPainter } from './painter-protocol.ts';

/** How long one board may take to be read, and to be painted (ms). */
const deadlineMs = 20_000;
/** Boards that wait for the painter. */
const mostWaiting = 200;
/** How long the painter is kept after its last board (ms): it takes a quarter of a second to start. */
const idleMs = 60_000;
/** Memory of the painter (MiB), and bytes of pictures that are kept. */
const mostMemory = 1_024;
const mostKept = 64 * MiB;
/** What is read of the pictures on one board. */
const mostAssets = { count: 12, bytes: 16 * MiB } as const;
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
  of(board: { readonly id: string; readonly updatedAt: number }, theme: Theme): Promise<Thumbnail>;
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
  /** The last of those who wait. */
  last: Promise<unknown>;
  painter: Worker | undefined;
  stopIdle: Cancel;
}

export function createThumbnails(deps: ThumbnailsDeps): Thumbnails {
  const state: State = {
    ...deps,
    kept: new Map(),
    underWay: new Map(),
    keptBytes: 0,
    waiting: 0,
    last: Promise.resolve(),
    painter: undefined,
    stopIdle: () => undefined,
  };
  return {
    async of({ id, updatedAt }, theme) {
      // The time of the last change is written now and then, and what is stored grows with each.
      const version = `${theme}-${updatedAt.toString(36)}-${(await deps.store.size(id)).toString(36)}`;
      return { version, png: () => picture(state, id, theme, `${id} ${version}`) };
    },
    async stop() {
      state.stopIdle();
      await state.painter?.terminate();
    },
  };
}

async function picture(state: State, board: string, theme: Theme, name: string): Promise<Uint8Array> {
  const known = state.kept.get(name);
  if (known !== undefined) {
    state.kept.delete(name);
    state.kept.set(name, known);
    return known;
  }
  const begun = state.underWay.get(name);
  if (begun !== undefined) return begun;
  if (state.waiting >= mostWaiting) throw new Failure('OVERLOADED', 'pictures of boards');
  const painting = inTurn(state, () => paint(state, board, theme));
  state.underWay.set(name, painting);
  try {
    const png = await painting;
    keep(state, name, png);
    return png;
  } finally {
    state.underWay.delete(name);
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

async function paint(state: State, board: string, theme: Theme): Promise<Uint8Array> {
  const { store, timers } = state;
  if ((await store.size(board)) > mostBytes) throw new Failure('TOO_LARGE', 'a picture of it');
  const { parts, unchecked } = await store.load(board);
  const painter = painterOf(state);
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
    return painted.png;
  } catch (error) {
    // It may be anywhere in its work: the next board begins with another one.
    dismiss(state, painter);
    throw error instanceof NoAnswer ? new Failure('OVERLOADED', error.message) : error;
  } finally {
    state.stopIdle();
    state.stopIdle = timers.after(idleMs, () => dismiss(state, state.painter));
  }
}

function painterOf(state: State): Worker {
  state.stopIdle();
  if (state.painter !== undefined) return state.painter;
  const painter = new Worker(new URL('./thumbnail-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  // An error that nothing listens to would end the process; who waits for an answer hears it as well.
  painter.on('error', () => dismiss(state, painter));
  painter.unref();
  state.painter = painter;
  return painter;
}

function dismiss(state: State, painter: Worker | undefined): void {
  if (state.painter === painter) state.painter = undefined;
  void painter?.terminate();
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
