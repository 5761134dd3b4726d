/** Finds a place near something for a bar. All in CSS pixels. */
import type { Room } from '../editor/caret.ts';

/** What a bar keeps at least from what it stands beside: clear of the corners, though not of what is pulled out of the sides. */
const near = 16;

/**
 * Returns where a bar of a size stands in the part of the canvas that is free, clear of `own` by `room`: above it, else below, else beside
 * it, else over its end. `isBetterBelow`: asked where there is room above and below.
 */
export function standBy(
  own: Room,
  { wide, tall }: { readonly wide: number; readonly tall: number },
  room: { readonly above: number; readonly below: number },
  free: Room,
  isBetterBelow: (above: number, below: number) => boolean = () => false,
): { readonly x: number; readonly y: number; readonly isAbove: boolean } {
  const above = own.top - room.above;
  const below = own.bottom + room.below;
  const lowest = free.bottom - tall;
  const isAbove = above >= free.top && (below > lowest || !isBetterBelow(above, below));
  const inside = (y: number) => Math.max(free.top, Math.min(lowest, y));
  const within = (x: number) => Math.min(free.right - wide, Math.max(free.left, x));
  if (!isAbove && below > lowest) {
    const sides = [room.below, near].flatMap((gap) => [own.right + gap, own.left - gap - wide]);
    const x = sides.find((at) => at === within(at));
    if (x !== undefined) return { x, y: inside(own.bottom - tall), isAbove };
  }
  return { x: within((own.left + own.right - wide) / 2), y: inside(isAbove ? above : below), isAbove };
}
