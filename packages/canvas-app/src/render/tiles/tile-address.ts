import type { Box } from '@gesso/drawing';

/** Device pixels along a tile's side. */
export const tileSize = 512;

/**
 * A square of the board painted once: level l has base·2^l device pixels per board unit, where base is the screen's
 * device pixel ratio, so that at 100 % (and 50 %, 200 %, …) tiles are copied pixel by pixel, ten times as fast as scaled.
 */
export interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export type TileKey = string;

export const keyOf = ({ level, column, row }: TileAddress): TileKey => `${level}/${column}/${row}`;

/** Device pixels per board unit of a level. */
export const levelScale = (level: number, base: number): number => base * 2 ** level;

/** The coarsest level whose tiles only ever have to be made smaller to be shown at `zoom`. */
// Adding 0 turns −0 into 0.
export const levelFor = (zoom: number): number => Math.ceil(Math.log2(zoom) - 1e-6) + 0;

/** The part of the board on a tile. */
export const tileBox = ({ level, column, row }: TileAddress, base: number): Box => {
  const side = tileSize / levelScale(level, base);
  return { x: column * side, y: row * side, w: side, h: side };
};

/** Tiles of a level that the box touches, row by row. */
export const tilesOver = (box: Box, level: number, base: number): TileAddress[] => {
  const side = tileSize / levelScale(level, base);
  const found: TileAddress[] = [];
  const lastColumn = Math.ceil((box.x + box.w) / side) - 1;
  const lastRow = Math.ceil((box.y + box.h) / side) - 1;
  for (let row = Math.floor(box.y / side); row <= lastRow; row++) {
    for (let column = Math.floor(box.x / side); column <= lastColumn; column++) found.push({ level, column, row });
  }
  return found;
};

/** The tile `up` levels coarser that holds this one. */
export const coarser = ({ level, column, row }: TileAddress, up: number): TileAddress => ({
  level: level - up,
  column: Math.floor(column / 2 ** up),
  row: Math.floor(row / 2 ** up),
});

/** The four tiles of the next finer level that make up this one. */
export const finer = ({ level, column, row }: TileAddress): TileAddress[] =>
  [0, 1, 2, 3].map((i) => ({ level: level + 1, column: column * 2 + (i & 1), row: row * 2 + (i >> 1) }));

/** Whole pixels of a tile, top left and size. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const wholeTile: PixelRect = { x: 0, y: 0, w: tileSize, h: tileSize };

/**
 * The pixels of a tile that a board box covers, with one pixel around it for soft edges; undefined when it misses the tile.
 */
export const pixelsOf = (box: Box, address: TileAddress, base: number): PixelRect | undefined => {
  const scale = levelScale(address.level, base);
  const left = address.column * tileSize;
  const top = address.row * tileSize;
  const x = Math.max(0, Math.floor(box.x * scale) - 1 - left);
  const y = Math.max(0, Math.floor(box.y * scale) - 1 - top);
  const right = Math.min(tileSize, Math.ceil((box.x + box.w) * scale) + 1 - left);
  const bottom = Math.min(tileSize, Math.ceil((box.y + box.h) * scale) + 1 - top);
  return right > x && bottom > y ? { x, y, w: right - x, h: bottom - y } : undefined;
};

/** The smallest rectangle around both; the whole tile when that is most of it anyway. */
export const merge = (a: PixelRect | undefined, b: PixelRect): PixelRect => {
  const before = a ?? b;
  const x = Math.min(before.x, b.x);
  const y = Math.min(before.y, b.y);
  const w = Math.max(before.x + before.w, b.x + b.w) - x;
  const h = Math.max(before.y + before.h, b.y + b.h) - y;
  return w * h > 0.75 * tileSize * tileSize ? wholeTile : { x, y, w, h };
};

/** The part of the board under some pixels of a tile. */
export const boardBox = (rect: PixelRect, address: TileAddress, base: number): Box => {
  const scale = levelScale(address.level, base);
  return {
    x: (address.column * tileSize + rect.x) / scale,
    y: (address.row * tileSize + rect.y) / scale,
    w: rect.w / scale,
    h: rect.h / scale,
  };
};
