import type { Vec } from './units.ts';

/** The same angle within (−π, π]. */
export const normalAngle = (angle: number): number => {
  const full = 2 * Math.PI;
  const positive = ((angle % full) + full) % full;
  return positive > Math.PI ? positive - full : positive;
};

/** Direction from `centre` to `p`, radians, clockwise from the right. */
export const angleTo = (centre: Vec, p: Vec): number => Math.atan2(p.y - centre.y, p.x - centre.x);

/**
 * New rotation of something grabbed at `from` and pulled to `to` around `centre`. With `step` (radians) it comes to rest
 * on multiples of it.
 */
export const rotateBy = (rotation: number, centre: Vec, from: Vec, to: Vec, step?: number): number => {
  const free = rotation + angleTo(centre, to) - angleTo(centre, from);
  return normalAngle(step ? Math.round(free / step) * step : free);
};
