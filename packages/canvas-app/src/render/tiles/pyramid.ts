import { type Box, type Look, overlap } from '@gesso/drawing';
import {
  drop,
  dropAll,
  giveOut,
  isHelped,
  type PaintState,
  type PyramidTools,
  type Sized,
  type Source,
  wantedIn,
} from './paint-jobs.ts';
import { type FallbackTile, fallbackTiles, planTiles, type View } from './plan.ts';
import { createRaster } from './raster.ts';
import type { RemoteRasterizer } from './remote-rasterizer.ts';
import { keyOf, levelScale, merge, type PixelRect, pixelsOf, type TileAddress, tilesOver } from './tile-address.ts';
import { createTileStore, type Tile } from './tile-cache.ts';

export interface Pyramid<P extends Sized> {
  /** The board no longer looks as painted in these boxes. */
  damage(boxes: readonly Box[]): void;
  damageAll(): void;
  /** Device pixels per CSS pixel of the screen; another one than before starts from nothing. */
  setBase(base: number): void;
  /** Lets a worker paint what is more than a patch; undefined takes that back. */
  setRemote(remote: RemoteRasterizer<P> | undefined): void;
  /** Paints what the view needs until `until` (ms); whether anything that is shown has changed since the last call. */
  work(view: View, look: Omit<Look, 'scale'>, until: number, frame: number): boolean;
  /** What to show for each tile in view, as it stands. */
  show(
    view: View,
    frame: number,
  ): readonly { readonly address: TileAddress; readonly parts: readonly FallbackTile<Tile<P>>[] }[];
  /** Whether all of `box` that is in view is shown as the board is now. */
  isCurrent(box: Box, view: View): boolean;
  /** Tiles in view that are missing or out of date. */
  due(view: View): number;
  /** Whether there is anything left to paint, in view or around it. */
  idle(view: View): boolean;
  /** Whether `work` would do anything now. False while all that is left is being painted elsewhere. */
  wantsWork(view: View): boolean;
  trim(bytes: number, frame: number): void;
  readonly tiles: number;
}

const areApart = (a: PixelRect, b: PixelRect): boolean =>
  a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h;

/** Notes in each job what of it is damaged; what is painted here begins anew. */
function damageJobs<P extends Sized>(state: PaintState<P>, boxes: readonly Box[]): void {
  for (const [key, job] of state.jobs) {
    for (const box of boxes) {
      const rect = pixelsOf(box, job.address, state.base);
      if (!rect) continue;
      job.dirty = merge(job.dirty, rect);
      if (job.isRemote) continue;
      drop(state, key, job);
      break;
    }
  }
}

/** Gives out jobs and paints what is painted here, until `until` (ms) or until nothing is left. */
function paintUntil<P extends Sized>(state: PaintState<P>, until: number): void {
  const { raster, tools } = state;
  for (;;) {
    giveOut(state);
    if (!raster.busy || tools.now() >= until) break;
    raster.work(until);
    if (raster.busy) break;
  }
}

/** Whether all of `box` that is in view is shown as the board is now. */
function isCurrent<P extends Sized>({ store, base }: PaintState<P>, box: Box, view: View): boolean {
  const seen = overlap(grown(box), view.box);
  if (!seen) return true;
  return tilesOver(seen, view.level, view.base).every((address) => {
    const tile = store.get(address);
    if (!tile) return false;
    const dirty = tile.dirty;
    const rect = dirty && pixelsOf(box, address, base);
    return !dirty || !rect || areApart(dirty, rect);
  });
}

/**
 * Raster tiles of a board at power-of-two scales, kept up to date by repainting only what was damaged. Small patches are
 * painted here and now; the rest by the worker where there is one, else here, a little in every frame. `arrived` is
 * called when a picture has come from the worker.
 */
export const createPyramid = <P extends Sized>(
  source: Source,
  tools: PyramidTools<P>,
  arrived: () => void = () => {},
): Pyramid<P> => {
  const store = createTileStore<P>();
  const raster = createRaster(tools);
  const state: PaintState<P> = {
    source,
    tools,
    arrived,
    store,
    raster,
    jobs: new Map(),
    remote: undefined,
    base: 1,
    changed: false,
    resting: true,
    last: undefined,
  };
  return {
    damage(boxes) {
      store.damage(boxes, state.base);
      damageJobs(state, boxes);
    },
    damageAll() {
      dropAll(state);
      store.damageAll();
    },
    setBase(next) {
      if (next === state.base) return;
      dropAll(state);
      store.clear();
      state.base = next;
    },
    setRemote(remote) {
      dropAll(state);
      state.remote = remote;
    },
    work(view, look, until, frame) {
      state.resting = state.last !== undefined && sameView(state.last.view, view);
      state.last = { view, look, frame };
      paintUntil(state, until);
      const before = state.changed;
      state.changed = false;
      return before;
    },
    show(view, frame) {
      return tilesOver(view.box, view.level, view.base).map((address) => {
        const parts = fallbackTiles(address, store.get);
        for (const { tile } of parts) tile.used = frame;
        return { address, parts: parts.filter((part) => part.tile.picture) };
      });
    },
    isCurrent: (box, view) => isCurrent(state, box, view),
    due: (view) => planTiles(view, store.get).due.length,
    idle: (view) => wantedIn(state, view).length === 0,
    wantsWork(view) {
      if (raster.busy) return true;
      const waiting = wantedIn(state, view).some((address) => !state.jobs.has(keyOf(address)));
      return waiting && (!state.remote || state.remote.ready || isHelped(levelScale(view.level, state.base)));
    },
    trim(bytes, frame) {
      store.trim(bytes, frame, tools.free);
    },
    get tiles() {
      return store.size;
    },
  };
};

const sameView = (a: View, b: View): boolean =>
  a.level === b.level && a.box.x === b.box.x && a.box.y === b.box.y && a.box.w === b.box.w;

/** A line without height still has pixels. */
const grown = ({ x, y, w, h }: Box): Box => ({ x: x - 1e-3, y: y - 1e-3, w: w + 2e-3, h: h + 2e-3 });
