import { type BoardPoint, type Camera, type ScreenPoint, toScreen, type Viewport } from '../../editor/camera.ts';

/** Someone who points at a place, on this view or beyond it. */
export interface Pointing {
  readonly place?: BoardPoint | undefined;
  readonly idle: boolean;
}

/** A mark at the edge of the view, for a peer who points beyond it. */
export interface EdgeMarker<T> extends ScreenPoint {
  readonly of: T;
  /** The way to where they point: radians, clockwise from the right. */
  readonly angle: number;
}

/** CSS pixels from the window's edges to the middle of a mark, so that it lies over no bar. */
export interface Insets {
  readonly top: number;
  readonly bottom: number;
  readonly side: number;
}

/** More would say as little as a crowd does. */
const mostMarkers = 4;
/** CSS pixels between the middles of two marks. */
const apart = 40;

/** Tries so many places to both sides of where a mark belongs, nearest first. */
const shifts = [0, apart, -apart, 2 * apart, -2 * apart, 3 * apart, -3 * apart] as const;

/**
 * Marks for those who point at a place out of sight: where the way to them leaves the view, beside each other when several are in one
 * direction. The nearest few; who looks away is not looked for.
 */
export function edgeMarkers<T extends Pointing>(
  people: readonly T[],
  camera: Camera,
  { width, height }: Viewport,
  { top, bottom, side }: Insets,
): EdgeMarker<T>[] {
  const middle = { x: width / 2, y: (top + height - bottom) / 2 };
  const half = { x: width / 2 - side, y: (height - bottom - top) / 2 };
  if (half.x <= 0 || half.y <= 0) return [];
  const away = people
    .flatMap((of) => {
      if (of.idle || of.place === undefined) return [];
      const at = toScreen(camera, of.place);
      const isSeen = at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
      const [dx, dy] = [at.x - middle.x, at.y - middle.y];
      return isSeen ? [] : [{ of, dx, dy, far: Math.hypot(dx, dy) }];
    })
    .sort((a, b) => a.far - b.far)
    .slice(0, mostMarkers);
  const markers: EdgeMarker<T>[] = [];
  for (const { of, dx, dy } of away) {
    const [toSide, toEnd] = [half.x / Math.abs(dx), half.y / Math.abs(dy)];
    const part = Math.min(toSide, toEnd);
    const spots = shifts.map((shift) => ({
      x: middle.x + Math.max(-half.x, Math.min(half.x, dx * part + (toSide < toEnd ? 0 : shift))),
      y: middle.y + Math.max(-half.y, Math.min(half.y, dy * part + (toSide < toEnd ? shift : 0))),
    }));
    const free = spots.find(({ x, y }) => markers.every((other) => Math.hypot(other.x - x, other.y - y) >= apart - 1));
    if (free !== undefined) markers.push({ ...free, of, angle: Math.atan2(dy, dx) });
  }
  return markers;
}
