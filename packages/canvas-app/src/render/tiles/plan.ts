import type { Box } from '@gesso/drawing';
import { coarser, finer, type PixelRect, type TileAddress, tileSize, tilesOver } from './tile-address.ts';

/** What the planner asks about a tile. */
export interface Known {
  readonly picture: unknown;
  readonly dirty: PixelRect | undefined;
}

export type Lookup<T extends Known> = (address: TileAddress) => T | undefined;

/** How far a coarser tile may stand in: beyond that it is a blur that says nothing. */
const farthest = 6;

/** Part of a stored tile and where it belongs, both in pixels of the wanted tile's level. */
export interface FallbackTile<T> {
  readonly tile: T;
  /** Source pixels of the stored tile. */
  readonly from: PixelRect;
  /** Target, as fractions of the wanted tile. */
  readonly to: { readonly x: number; readonly y: number; readonly size: number };
}

const whole = { x: 0, y: 0, size: 1 } as const;
const all: PixelRect = { x: 0, y: 0, w: tileSize, h: tileSize };

/**
 * What to show for a tile: itself, even when part of it is out of date; else the four finer tiles when all are there (after
 * zooming out); else the part of a coarser one (after zooming in); else whichever finer ones there are.
 */
export const fallbackTiles = <T extends Known>(address: TileAddress, get: Lookup<T>): FallbackTile<T>[] => {
  const own = get(address);
  if (own) return [{ tile: own, from: all, to: whole }];
  const four = finer(address).flatMap((child, i) => {
    const tile = get(child);
    return tile ? [{ tile, from: all, to: { x: (i & 1) / 2, y: (i >> 1) / 2, size: 0.5 } }] : [];
  });
  if (four.length === 4) return four;
  for (let up = 1; up <= farthest; up++) {
    const parent = coarser(address, up);
    const tile = get(parent);
    if (!tile) continue;
    const size = tileSize / 2 ** up;
    const x = (address.column - parent.column * 2 ** up) * size;
    const y = (address.row - parent.row * 2 ** up) * size;
    return [{ tile, from: { x, y, w: size, h: size }, to: whole }];
  }
  return four;
};

export interface View {
  /** The part of the board on the screen. */
  readonly box: Box;
  readonly level: number;
  readonly base: number;
}

/** Tiles to paint, most urgent first: patches in view, missing ones in view from the middle outwards, then what may be next. */
export interface Plan {
  readonly due: readonly TileAddress[];
  readonly ahead: readonly TileAddress[];
}

const grow = (box: Box, by: number): Box => ({ x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by });

/** How much coarser the tiles are that stand ready around the view for a quick pan. */
const overview = 2;

export const planTiles = ({ box, level, base }: View, get: Lookup<Known>): Plan => {
  const patches: TileAddress[] = [];
  const missing: TileAddress[] = [];
  const visible = tilesOver(box, level, base);
  for (const address of visible) {
    const tile = get(address);
    if (!tile) missing.push(address);
    else if (tile.dirty) patches.push(address);
  }
  const side = tileSize / (base * 2 ** level);
  const middleX = (box.x + box.w / 2) / side - 0.5;
  const middleY = (box.y + box.h / 2) / side - 0.5;
  const far = ({ column, row }: TileAddress) => (column - middleX) ** 2 + (row - middleY) ** 2;
  missing.sort((a, b) => far(a) - far(b));
  const stale = (address: TileAddress) => {
    const tile = get(address);
    return !tile || tile.dirty !== undefined;
  };
  const due = [...patches, ...missing];
  if (due.length > 0) return { due, ahead: [] };
  const ring = tilesOver(grow(box, side), level, base).filter(stale);
  const around = tilesOver(grow(box, side), level - overview, base).filter(stale);
  return { due, ahead: [...ring.sort((a, b) => far(a) - far(b)), ...around] };
};
