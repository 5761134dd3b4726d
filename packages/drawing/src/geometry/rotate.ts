import type { Vec } from './units.ts';

/** The same angle within (−π, π]. */
export const normalAngle = (angle: number): number => {
  const full = 2 * Math.PI;
  const positive = ((angle % full) + full) % full;
  return positive > Math.PI ? positive - full : positive;
};

/** Direction from `center` to `p`, radians, clockwise from the right. */
export const angleTo = (center: Vec, p: Vec): number => Math.atan2(p.y - center.y, p.x - center.x);
