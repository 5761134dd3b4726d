/**
 * Between two packets of a colleague's hand, 33 ms or more apart, the screen has two frames and more. What arrived is let
 * out over them, so that ink runs and drags glide instead of stepping.
 */

/** Within this time (ms) two thirds of what is due are let out. */
const ease = 40;
/** What is nearer than this (points, board units) has arrived. */
const there = 0.05;

/** `shown` after `ms` on its way to `target`. */
export const glide = (shown: number, target: number, ms: number): number => {
  const next = target + (shown - target) * Math.exp(-ms / ease);
  return Math.abs(target - next) < there ? target : next;
};

/** The first `count` points of x0, y0, x1, y1, …; part of a point is part of the way to the next. */
export const firstPoints = (xy: readonly number[], count: number): Float32Array => {
  const whole = Math.min(Math.floor(count), xy.length / 2);
  const part = count - whole;
  if (part <= 0 || whole === 0 || 2 * whole >= xy.length) return Float32Array.from(xy.slice(0, 2 * whole));
  const mix = (i: number): number => {
    const from = xy[i - 2] ?? 0;
    return from + ((xy[i] ?? from) - from) * part;
  };
  return Float32Array.from([...xy.slice(0, 2 * whole), mix(2 * whole), mix(2 * whole + 1)]);
};
