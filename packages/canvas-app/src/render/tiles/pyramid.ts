import type { Element } from '@gesso/crdt-schema';
import { type Box, type Look, overlap } from '@gesso/drawing';
import {
  boardBox,
  levelScale,
  type PixelRect,
  pixelsOf,
  type TileAddress,
  tileBox,
  tilesOver,
  wholeTile,
} from './grid.ts';
import { planTiles, type StandIn, standIns, type View } from './plan.ts';
import { createRaster, type RasterTools } from './raster.ts';
import { createTileStore, type Tile } from './store.ts';

interface Sized {
  readonly width: number;
  readonly height: number;
}

export interface PyramidTools<P> extends RasterTools<P> {
  /** Replaces pixels of a tile by the top left of `patch`, or by nothing. */
  patch(tile: P, rect: PixelRect, patch: P | undefined): void;
}

/** The elements whose bounds touch a box, in painting order, without those that are not to be painted now. */
export type ElementsIn = (box: Box) => readonly Element[];

export interface Pyramid<P extends Sized> {
  /** The board no longer looks as painted in these boxes. */
  damage(boxes: readonly Box[]): void;
  damageAll(): void;
  /** Device pixels per CSS pixel of the screen; another one than before starts from nothing. */
  setBase(base: number): void;
  /** Paints what the view needs until `until` (ms); whether anything that is shown has changed. */
  work(view: View, look: Omit<Look, 'scale'>, until: number, frame: number): boolean;
  /** What to show for each tile in view, as it stands. */
  show(
    view: View,
    frame: number,
  ): readonly { readonly address: TileAddress; readonly parts: readonly StandIn<Tile<P>>[] }[];
  /** Whether all of `box` that is in view is shown as the board is now. */
  isCurrent(box: Box, view: View): boolean;
  /** Tiles in view that are missing or out of date. */
  due(view: View): number;
  /** Whether there is anything left to paint, in view or around it. */
  idle(view: View): boolean;
  trim(bytes: number, frame: number): void;
  readonly tiles: number;
}

/** Raster tiles of a board at power-of-two scales, kept up to date by repainting only what was damaged. */
export const createPyramid = <P extends Sized>(elementsIn: ElementsIn, tools: PyramidTools<P>): Pyramid<P> => {
  const store = createTileStore<P>();
  const raster = createRaster(tools);
  let base = 1;
  let running: { readonly address: TileAddress; readonly rect: PixelRect } | undefined;

  const stop = () => {
    raster.cancel();
    running = undefined;
  };

  const same = (a: TileAddress, b: TileAddress) => a.level === b.level && a.column === b.column && a.row === b.row;

  /** Begins to paint a tile or its dirty part. Nothing to paint is done at once. */
  const begin = (address: TileAddress, look: Omit<Look, 'scale'>, frame: number) => {
    const tile = store.get(address);
    const picture = tile?.picture;
    const rect = (picture && tile.dirty) || wholeTile;
    const box = boardBox(rect, address, base);
    const elements = elementsIn(box);
    const replace = (painted: P | undefined) => {
      running = undefined;
      if (picture && tile && rect !== wholeTile) {
        tools.patch(picture, rect, painted);
        if (painted) tools.free(painted);
        tile.dirty = undefined;
      } else {
        if (picture) tools.free(picture);
        store.put(address, painted, frame);
      }
    };
    if (elements.length === 0) {
      replace(undefined);
      return;
    }
    running = { address, rect };
    const scale = levelScale(address.level, base);
    raster.start({ elements, box, width: rect.w, height: rect.h, look: { ...look, scale } }, replace);
  };

  return {
    damage(boxes) {
      store.damage(boxes, base);
      const job = running;
      if (job && boxes.some((box) => overlap(grown(box), tileBox(job.address, base)))) stop();
    },
    damageAll() {
      stop();
      store.damageAll();
    },
    setBase(next) {
      if (next === base) return;
      stop();
      store.clear();
      base = next;
    },
    work(view, look, until, frame) {
      let changed = false;
      for (;;) {
        const { due, ahead } = planTiles(view, store.get);
        const wanted = due.length > 0 ? due : ahead;
        const job = running;
        if (job && !wanted.some((address) => same(address, job.address))) stop();
        const next = wanted[0];
        if (!next || tools.now() >= until) return changed;
        if (!running) begin(next, look, frame);
        raster.work(until);
        if (raster.busy) return changed;
        if (due.length > 0) changed = true;
      }
    },
    show(view, frame) {
      return tilesOver(view.box, view.level, view.base).map((address) => {
        const parts = standIns(address, store.get);
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
    idle(view) {
      const { due, ahead } = planTiles(view, store.get);
      return due.length === 0 && ahead.length === 0;
    },
    trim(bytes, frame) {
      store.trim(bytes, frame, tools.free);
    },
    get tiles() {
      return store.size;
    },
  };
};

/** A line without height still has pixels. */
const grown = ({ x, y, w, h }: Box): Box => ({ x: x - 1e-3, y: y - 1e-3, w: w + 2e-3, h: h + 2e-3 });
