import { Failure } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import type { Store } from '../stores/store.ts';
import type { Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { createTurns, type Turns } from '../workers/turns.ts';
import { createPainter, type Painter, type PainterDeps } from './painter.ts';

/** Boards that wait for the painter, and those of one person. */
const mostTurns = { atOnce: 1, waiting: 199, person: 40 } as const;
/** Bytes of pictures that are kept. */
const mostKept = 64 * MiB;
/** What is read of the pictures on one board. */
const mostAssets = { count: 4, bytes: 8 * MiB } as const;
/** A picture is good enough for so many times as long as it took, and no longer (ms): a board that is drawn on changes all the time. */
const goodEnough = { times: 20, ms: 10_000 } as const;
/** Boards of which it is remembered when they were painted. */
const mostNoted = 10_000;

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

interface State {
  readonly store: Pick<Store, 'size'>;
  readonly timers: Timers;
  readonly painter: Painter;
  readonly turns: Turns;
  /** Those painted last, in the order they were asked for. */
  readonly kept: Map<string, Uint8Array>;
  readonly underWay: Map<string, Promise<Uint8Array>>;
  keptBytes: number;
  /** The picture of each board that was painted last, and until when it is good enough. */
  readonly latest: Map<string, { readonly version: string; readonly until: number }>;
}

export function createThumbnails(deps: PainterDeps): Thumbnails {
  const state: State = {
    store: deps.store,
    timers: deps.timers,
    painter: createPainter(deps),
    turns: createTurns(mostTurns, () => new Failure('OVERLOADED', 'pictures of boards')),
    kept: new Map(),
    underWay: new Map(),
    keptBytes: 0,
    latest: new Map(),
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
    stop: () => state.painter.stop(),
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
  const painting = state.turns.take(() => paint(state, wanted), person);
  state.underWay.set(name, painting);
  try {
    const png = await painting;
    keep(state, name, png);
    return png;
  } finally {
    state.underWay.delete(name);
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
  const { painter, timers } = state;
  // What is shown for every empty board is not looked up: by its turn there may be something on this one.
  if (nameOf(wanted) === wanted.version) return (await painter.paintEmpty({ as: 'thumbnail', theme })).file;
  const begun = timers.elapsed();
  const { file: png } = await painter.paint(board, { as: 'thumbnail', theme }, mostAssets);
  note(state, wanted, timers.elapsed() - begun);
  return png;
}
