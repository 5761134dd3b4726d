import { type Box, expand, intersects } from '@gesso/drawing';
import {
  keyOf,
  levelScale,
  merge,
  type PixelRect,
  pixelsOf,
  type TileAddress,
  type TileKey,
  tileBox,
  wholeTile,
} from './tile-address.ts';

/** Bytes of a painted tile; one with nothing on it has no picture and costs nothing worth counting. */
const bytesOf = (picture: Sized | undefined): number => (picture ? picture.width * picture.height * 4 : 0);

interface Sized {
  readonly width: number;
  readonly height: number;
}

export interface Tile<P extends Sized> {
  readonly address: TileAddress;
  /** What was painted, or undefined where the board is empty. */
  picture: P | undefined;
  /** Pixels that no longer show the board as it is. */
  dirty: PixelRect | undefined;
  /** Frame in which it was last of use. */
  used: number;
}

export interface TileStore<P extends Sized> {
  get(address: TileAddress): Tile<P> | undefined;
  put(address: TileAddress, picture: P | undefined, frame: number): void;
  /** Marks what the boxes touch as out of date, on every level. */
  damage(boxes: readonly Box[], base: number): void;
  /** Marks everything as out of date; the pictures stay as stand-ins. */
  damageAll(): void;
  clear(): void;
  /** Gives up the tiles used longest ago until `bytes` are kept; never one used in `frame`. Calls `free` for each. */
  trim(bytes: number, frame: number, free: (picture: P) => void): void;
  readonly bytes: number;
  readonly size: number;
}

/** Tiles in memory, by address. Empty ones are kept too: to know that there is nothing is worth as much as a picture. */
export const createTileStore = <P extends Sized>(): TileStore<P> => {
  const tiles = new Map<TileKey, Tile<P>>();
  let bytes = 0;
  const mostTiles = 1500;

  return {
    get: (address) => tiles.get(keyOf(address)),
    put(address, picture, frame) {
      const key = keyOf(address);
      const tile = tiles.get(key);
      bytes += bytesOf(picture) - bytesOf(tile?.picture);
      if (tile) {
        tile.picture = picture;
        tile.dirty = undefined;
        tile.used = frame;
      } else tiles.set(key, { address, picture, dirty: undefined, used: frame });
    },
    damage(boxes, base) {
      for (const tile of tiles.values()) {
        if (tile.dirty === wholeTile) continue;
        const own = expand(tileBox(tile.address, base), 2 / levelScale(tile.address.level, base));
        for (const box of boxes) {
          if (!intersects(own, box)) continue;
          const rect = pixelsOf(box, tile.address, base);
          if (rect) tile.dirty = merge(tile.dirty, rect);
          if (tile.dirty === wholeTile) break;
        }
      }
    },
    damageAll() {
      for (const tile of tiles.values()) tile.dirty = wholeTile;
    },
    clear() {
      tiles.clear();
      bytes = 0;
    },
    trim(most, frame, free) {
      if (bytes <= most && tiles.size <= mostTiles) return;
      const oldest = [...tiles].sort((a, b) => a[1].used - b[1].used);
      for (const [key, tile] of oldest) {
        if ((bytes <= most && tiles.size <= mostTiles) || tile.used >= frame) return;
        tiles.delete(key);
        bytes -= bytesOf(tile.picture);
        if (tile.picture) free(tile.picture);
      }
    },
    get bytes() {
      return bytes;
    },
    get size() {
      return tiles.size;
    },
  };
};

/**
 * Bytes to spend on tiles: a share of what the device has (`deviceMemory` in GiB, unknown on many), never less than three
 * screens at the finest scale, or panning would throw away what it needs next.
 */
export const tileBudget = (deviceMemory: number | undefined, screenPixels: number): number => {
  const MiB = 1024 * 1024;
  const share = Math.min(256, Math.max(64, (deviceMemory ?? 4) * 24)) * MiB;
  // Tiles are up to twice as fine as the screen in each direction.
  return Math.max(share, 3 * 4 * screenPixels * 4);
};
