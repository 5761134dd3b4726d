import { limits } from '../../limits.ts';
import { pointsBox } from '../../points/lazy-points.ts';
import type { Points } from '../../points/point-codec.ts';
import type { Placing } from '../kinds/define-kind.ts';

/**
 * Where an element is and how large. For a box, `w` and `h` are its size. For points, they are the signed size of the
 * shown extent, 0 meaning the points' own. For text, `w` is the wrapping width, 0 meaning none, and `h` is unused.
 */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly rotation: number;
}

const within = (value: unknown, most: number): value is number => typeof value === 'number' && Math.abs(value) <= most;
const isPlace = (value: unknown): value is number => within(value, limits.coordinate);
/** A resized stroke may be larger than any coordinate, but not without end. */
const isSize = (value: unknown): value is number => within(value, 2 * limits.coordinate);

const sizeOr = (value: unknown, fallback: number): number =>
  typeof value === 'number' && value > 0 && isSize(value) ? value : fallback;

/** The placement in a base record, or undefined when it has no place on the board. */
export const basePlacement = (
  record: Readonly<Record<string, unknown>>,
  placing: Placing,
  defaults: { readonly width: number; readonly height: number },
): Placement | undefined => {
  const { x, y, s, rt } = record;
  if (!isPlace(x) || !isPlace(y)) return undefined;
  const rotation = typeof rt === 'number' && Number.isFinite(rt) ? rt : 0;
  if (placing === 'points') return { x, y, w: 0, h: 0, rotation };
  const size: readonly unknown[] = Array.isArray(s) ? s : [];
  return {
    x,
    y,
    w: sizeOr(size[0], defaults.width),
    h: sizeOr(size[1], defaults.height),
    rotation,
  };
};

/** The placement an `m` override gives on top of the base; a value that makes no sense leaves the base. */
export const overridden = (base: Placement, m: unknown, placing: Placing): Placement => {
  if (!Array.isArray(m)) return base;
  const [x, y, w, h, rotation]: unknown[] = m;
  if (!isPlace(x) || !isPlace(y)) return base;
  if (m.length === 2) return { ...base, x, y };
  if (m.length !== 5 || !isSize(w) || !isSize(h) || typeof rotation !== 'number' || !Number.isFinite(rotation))
    return base;
  if (placing !== 'box') return { x, y, w, h, rotation };
  return { x, y, w: w > 0 ? w : base.w, h: h > 0 ? h : base.h, rotation };
};

/** The override that turns the base into `next`, or undefined when there is nothing to override. */
export const placementOverride = (base: Placement, next: Placement): number[] | undefined => {
  const { x, y, w, h, rotation } = next;
  if (w !== base.w || h !== base.h || rotation !== base.rotation) return [x, y, w, h, rotation];
  return x === base.x && y === base.y ? undefined : [x, y];
};

/** Points as they are shown at a placement: scaled about the element's x, y. */
export const placedPoints = (points: Points, { w, h }: Placement): Points => {
  if (w === 0 && h === 0) return points;
  const own = pointsBox(points);
  const sx = w === 0 || own.w === 0 ? 1 : w / own.w;
  const sy = h === 0 || own.h === 0 ? 1 : h / own.h;
  if (sx === 1 && sy === 1) return points;
  return Object.freeze({ ...points, xy: points.xy.map((v, i) => v * (i % 2 === 0 ? sx : sy) + 0) });
};
