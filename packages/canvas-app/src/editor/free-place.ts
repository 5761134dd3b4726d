import type { Box, Vec } from '@gesso/drawing';
import type { SpatialIndex } from './spatial.ts';

/** Board units between what was there and what is put beside it. */
const gap = 80;

/** Where a box goes that nobody has given a place: about a middle, or right of everything where something lies there. Its left top corner. */
export function freePlace(
  index: Pick<SpatialIndex, 'touches' | 'all'>,
  { w, h }: Pick<Box, 'w' | 'h'>,
  middle: Vec,
): Vec {
  const place = { x: middle.x - w / 2, y: middle.y - h / 2 };
  const all = index.touches({ ...place, w, h }) ? index.all() : undefined;
  return all === undefined ? place : { x: all.x + all.w + gap, y: all.y };
}
