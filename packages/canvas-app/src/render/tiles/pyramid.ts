import type { Element } from '@gesso/crdt-schema';
import { type Box, type InkDetail, inkDetail, type Look, overlap } from '@gesso/drawing';
import { type FallbackTile, fallbackTiles, planTiles, type View } from './plan.ts';
import { createRaster, type RasterTools } from './raster.ts';
import type { RemoteRasterizer } from './remote-rasterizer.ts';
import {
  boardBox,
  keyOf,
  levelScale,
  merge,
  type PixelRect,
  pixelsOf,
  type TileAddress,
  type TileKey,
  tileBox,
  tilesOver,
  wholeTile,
} from './tile-address.ts';
import { createTileStore, type Tile } from './tile-cache.ts';

interface Sized {
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

export interface Pyramid<P extends Sized> {
  /** The board no longer looks as painted in these boxes. */
  damage(boxes: readonly Box[]): void;
  damageAll(): void;
  /** Device pixels per CSS pixel of the screen; another one than before starts from nothing. */
  setBase(base: number): void;
  /** Lets a worker paint what is more than a patch; undefined takes that back. */
  setRemote(painter: RemoteRasterizer<P> | undefined): void;
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

/** A tile that is being painted. */
interface Job {
  readonly address: TileAddress;
  readonly rect: PixelRect;
  readonly far: boolean;
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
const isHelped = (scale: number): boolean => inkDetail(scale) !== 'outlined';

/**
 * Raster tiles of a board at power-of-two scales, kept up to date by repainting only what was damaged. Small patches are
 * painted here and now; the rest by the far painter where there is one, else here, a little in every frame. `arrived` is
 * called when a picture has come from afar.
 */
export const createPyramid = <P extends Sized>(
  source: Source,
  tools: PyramidTools<P>,
  arrived: () => void = () => {},
): Pyramid<P> => {
  const store = createTileStore<P>();
  const raster = createRaster(tools);
  const jobs = new Map<TileKey, Job>();
  let far: RemoteRasterizer<P> | undefined;
  let base = 1;
  let changed = false;
  let resting = true;
  let last: { readonly view: View; readonly look: Omit<Look, 'scale'>; readonly frame: number } | undefined;

  const drop = (key: TileKey, job: Job) => {
    job.cancel();
    jobs.delete(key);
  };
  const dropAll = () => {
    for (const [key, job] of jobs) drop(key, job);
  };

  /** Puts a finished picture where it belongs; what was damaged meanwhile stays to be done. */
  const finish = ({ address, rect, dirty }: Pick<Job, 'address' | 'rect' | 'dirty'>, painted: P | undefined) => {
    const tile = store.get(address);
    if (rect === wholeTile) {
      if (tile?.picture) tools.free(tile.picture);
      store.put(address, painted, last?.frame ?? 0);
    } else if (tile?.picture) {
      tile.picture = tools.patch(tile.picture, rect, painted);
      if (painted) tools.free(painted);
    } else if (painted) tools.free(painted);
    const now = store.get(address);
    if (now) now.dirty = dirty;
    if (last && address.level === last.view.level && overlap(tileBox(address, base), last.view.box)) changed = true;
  };

  /** Begins to paint a tile or its dirty part where that is quickest; false when nobody can take it now. */
  const begin = (address: TileAddress, look: Omit<Look, 'scale'>): boolean => {
    const tile = store.get(address);
    const rect = (tile?.picture && tile.dirty) || wholeTile;
    const box = boardBox(rect, address, base);
    if (!source.touches(box)) {
      finish({ address, rect, dirty: undefined }, undefined);
      return true;
    }
    const key = keyOf(address);
    const scale = levelScale(address.level, base);
    const job = { box, width: rect.w, height: rect.h, look: { ...look, scale } };
    const done = (painted: P | undefined) => {
      const own = jobs.get(key);
      jobs.delete(key);
      if (own) finish(own, painted);
      else if (painted) tools.free(painted);
    };
    const patches = rect !== wholeTile && source.count(box) <= small[inkDetail(scale)];
    const helps = resting && isHelped(scale) && !raster.busy && far?.ready === false;
    if (!far?.can(box) || patches || helps) {
      if (raster.busy) return false;
      jobs.set(key, { address, rect, far: false, cancel: raster.cancel, dirty: undefined });
      raster.start({ ...job, elements: source.elementsIn(box) }, done);
      return true;
    }
    if (!far.ready) return false;
    const cancel = far.start(
      job,
      (painted) => {
        done(painted);
        // The next one is given out at once, not with the next frame: nobody should have to wait for work.
        if (last) giveOut(last.view, last.look);
        arrived();
      },
      () => {
        jobs.delete(key);
        arrived();
      },
    );
    jobs.set(key, { address, rect, far: true, cancel, dirty: undefined });
    return true;
  };

  const wantedIn = (view: View): readonly TileAddress[] => {
    const { due, ahead } = planTiles(view, store.get);
    return due.length > 0 ? due : ahead;
  };

  /** Begins all jobs that can be taken now. */
  const giveOut = (view: View, look: Omit<Look, 'scale'>) => {
    const wanted = wantedIn(view);
    const keys = new Set(wanted.map(keyOf));
    for (const [key, job] of jobs) if (!keys.has(key)) drop(key, job);
    for (const address of wanted) {
      if (jobs.has(keyOf(address))) continue;
      if (!begin(address, look) && (raster.busy || !far) && !far?.ready) return;
    }
  };

  return {
    damage(boxes) {
      store.damage(boxes, base);
      for (const [key, job] of jobs) {
        for (const box of boxes) {
          const rect = pixelsOf(box, job.address, base);
          if (!rect) continue;
          job.dirty = merge(job.dirty, rect);
          if (job.far) continue;
          drop(key, job);
          break;
        }
      }
    },
    damageAll() {
      dropAll();
      store.damageAll();
    },
    setBase(next) {
      if (next === base) return;
      dropAll();
      store.clear();
      base = next;
    },
    setRemote(painter) {
      dropAll();
      far = painter;
    },
    work(view, look, until, frame) {
      resting = last !== undefined && sameView(last.view, view);
      last = { view, look, frame };
      for (;;) {
        giveOut(view, look);
        if (!raster.busy || tools.now() >= until) break;
        raster.work(until);
        if (raster.busy) break;
      }
      const before = changed;
      changed = false;
      return before;
    },
    show(view, frame) {
      return tilesOver(view.box, view.level, view.base).map((address) => {
        const parts = fallbackTiles(address, store.get);
        for (const { tile } of parts) tile.used = frame;
        return { address, parts: parts.filter((part) => part.tile.picture) };
      });
    },
    isCurrent(box, view) {
      const seen = overlap(grown(box), view.box);
      if (!seen) return true;
      return tilesOver(seen, view.level, view.base).every((address) => {
        const tile = store.get(address);
        if (!tile) return false;
        const dirty = tile.dirty;
        const rect = dirty && pixelsOf(box, address, base);
        if (!dirty || !rect) return true;
        return (
          dirty.x >= rect.x + rect.w ||
          rect.x >= dirty.x + dirty.w ||
          dirty.y >= rect.y + rect.h ||
          rect.y >= dirty.y + dirty.h
        );
      });
    },
    due: (view) => planTiles(view, store.get).due.length,
    idle: (view) => wantedIn(view).length === 0,
    wantsWork(view) {
      if (raster.busy) return true;
      const waiting = wantedIn(view).some((address) => !jobs.has(keyOf(address)));
      return waiting && (!far || far.ready || isHelped(levelScale(view.level, base)));
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
