import type { Element } from '@gesso/crdt-schema';
import { type Box, type InkDetail, inkDetail, type Look, overlap } from '@gesso/drawing';
import { planTiles, type View } from './plan.ts';
import type { Raster, RasterTools } from './raster.ts';
import type { RemoteRasterizer } from './remote-rasterizer.ts';
import {
  boardBox,
  keyOf,
  levelScale,
  type PixelRect,
  type TileAddress,
  type TileKey,
  tileBox,
  wholeTile,
} from './tile-address.ts';
import type { TileStore } from './tile-cache.ts';

export interface Sized {
  readonly width: number;
  readonly height: number;
}

export interface PyramidTools<P> extends RasterTools<P> {
  /** Replaces pixels of a tile by the top left of `patch`, or by nothing. Gives the tile, which may be another object now. */
  patch(tile: P, rect: PixelRect, patch: P | undefined): P;
}

/** What tiles are painted from. */
export interface Source {
  /** The elements whose bounds touch a box, in painting order, without those that are not to be painted now. */
  elementsIn(box: Box): readonly Element[];
  /** Whether there may be anything in a box. */
  touches(box: Box): boolean;
  /** How many there are at most, for telling small work from large. */
  count(box: Box): number;
}

/** A tile that is being painted. */
export interface Job {
  readonly address: TileAddress;
  readonly rect: PixelRect;
  readonly isRemote: boolean;
  readonly cancel: () => void;
  /** What was damaged since it began. */
  dirty: PixelRect | undefined;
}

/** A patch of up to so many elements is painted here at once: the way to a worker and back would take longer. */
const small: Readonly<Record<InkDetail, number>> = { plain: 300, 'thin lines': 40, outlined: 40 };

/**
 * Where few outlines are traced, tiles are full and soon painted, so while the camera rests this thread paints along with the
 * worker: a large board is complete sooner.
 */
export const isHelped = (scale: number): boolean => inkDetail(scale) !== 'outlined';

/** The tiles of a pyramid, and what is being painted of them. */
export interface PaintState<P extends Sized> {
  readonly source: Source;
  readonly tools: PyramidTools<P>;
  /** Called when a picture has come from the worker. */
  readonly arrived: () => void;
  readonly store: TileStore<P>;
  readonly raster: Raster<P>;
  readonly jobs: Map<TileKey, Job>;
  remote: RemoteRasterizer<P> | undefined;
  base: number;
  /** Whether anything in view is painted that has not been shown. */
  changed: boolean;
  /** Whether the camera rests. */
  resting: boolean;
  last: { readonly view: View; readonly look: Omit<Look, 'scale'>; readonly frame: number } | undefined;
}

/** Takes one job back. */
export function drop({ jobs }: Pick<PaintState<Sized>, 'jobs'>, key: TileKey, job: Job): void {
  job.cancel();
  jobs.delete(key);
}

/** Takes all jobs back. */
export function dropAll(state: Pick<PaintState<Sized>, 'jobs'>): void {
  for (const [key, job] of state.jobs) drop(state, key, job);
}

/** Puts a finished picture where it belongs; what was damaged meanwhile stays to be done. */
function finish<P extends Sized>(
  state: PaintState<P>,
  { address, rect, dirty }: Pick<Job, 'address' | 'rect' | 'dirty'>,
  painted: P | undefined,
): void {
  const { store, tools, last } = state;
  const tile = store.get(address);
  if (rect === wholeTile) {
    if (tile?.picture) tools.free(tile.picture);
    store.put(address, painted, last?.frame ?? 0);
  } else {
    if (tile?.picture) tile.picture = tools.patch(tile.picture, rect, painted);
    if (painted) tools.free(painted);
  }
  const now = store.get(address);
  if (now) now.dirty = dirty;
  if (last && address.level === last.view.level && overlap(tileBox(address, state.base), last.view.box))
    state.changed = true;
}

/** Begins to paint a tile or its dirty part where that is quickest; false when nobody can take it now. */
function begin<P extends Sized>(state: PaintState<P>, address: TileAddress, look: Omit<Look, 'scale'>): boolean {
  const { source, jobs, raster, remote, base } = state;
  const tile = state.store.get(address);
  const rect = (tile?.picture && tile.dirty) || wholeTile;
  const box = boardBox(rect, address, base);
  if (!source.touches(box)) {
    finish(state, { address, rect, dirty: undefined }, undefined);
    return true;
  }
  const key = keyOf(address);
  const scale = levelScale(address.level, base);
  const job = { box, width: rect.w, height: rect.h, look: { ...look, scale } };
  const done = (painted: P | undefined) => {
    const own = jobs.get(key);
    jobs.delete(key);
    if (own) finish(state, own, painted);
    else if (painted) state.tools.free(painted);
  };
  const patches = rect !== wholeTile && source.count(box) <= small[inkDetail(scale)];
  const helps = state.resting && isHelped(scale) && !raster.busy && remote?.ready === false;
  if (!remote?.can(box, scale) || patches || helps) {
    if (raster.busy) return false;
    jobs.set(key, { address, rect, isRemote: false, cancel: raster.cancel, dirty: undefined });
    raster.start({ ...job, elements: source.elementsIn(box) }, done);
    return true;
  }
  if (!remote.ready) return false;
  const cancel = remote.start(
    job,
    (painted) => {
      done(painted);
      // The next one is given out at once, not with the next frame: nobody should have to wait for work.
      giveOut(state);
      state.arrived();
    },
    () => {
      jobs.delete(key);
      state.arrived();
    },
  );
  jobs.set(key, { address, rect, isRemote: true, cancel, dirty: undefined });
  return true;
}

/** Returns what a view lacks, or, where it lacks nothing, what it may need next. */
export function wantedIn<P extends Sized>({ store }: PaintState<P>, view: View): readonly TileAddress[] {
  const { due, ahead } = planTiles(view, store.get);
  return due.length > 0 ? due : ahead;
}

/** Begins all jobs that can be taken now, for the last view that was worked on. */
export function giveOut<P extends Sized>(state: PaintState<P>): void {
  const { jobs, raster, remote, last } = state;
  if (!last) return;
  const wanted = wantedIn(state, last.view);
  const keys = new Set(wanted.map(keyOf));
  for (const [key, job] of jobs) if (!keys.has(key)) drop(state, key, job);
  for (const address of wanted) {
    if (jobs.has(keyOf(address))) continue;
    if (!begin(state, address, last.look) && (raster.busy || !remote) && !remote?.ready) return;
  }
}
