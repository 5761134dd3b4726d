import type { Box, Vec } from './units.ts';

/** Whether the line through two points comes between the corners of a box, or touches one. */
const straddled = (ax: number, ay: number, bx: number, by: number, { x, y, w, h }: Box): boolean => {
  const side = (px: number, py: number): number => (bx - ax) * (py - ay) - (by - ay) * (px - ax);
  const [nw, ne, se, sw] = [side(x, y), side(x + w, y), side(x + w, y + h), side(x, y + h)];
  return Math.min(nw, ne, se, sw) <= 0 && Math.max(nw, ne, se, sw) >= 0;
};

/**
 * Whether the line x0, y0, x1, y1, … moved by `dx`, `dy` touches a box anywhere, between its points too. By outcodes
 * (Cohen and Sutherland), without making an object: a selection rectangle asks this of thousands of strokes per frame.
 */
export const lineTouchesBox = (xy: ArrayLike<number>, dx: number, dy: number, box: Box): boolean => {
  const left = box.x - dx;
  const top = box.y - dy;
  const local = { x: left, y: top, w: box.w, h: box.h };
  let before = 0;
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = xy[i] ?? 0;
    const y = xy[i + 1] ?? 0;
    const code = (x < left ? 1 : x > left + box.w ? 2 : 0) | (y < top ? 4 : y > top + box.h ? 8 : 0);
    if (code === 0) return true;
    if (i > 0 && (code & before) === 0 && straddled(xy[i - 2] ?? 0, xy[i - 1] ?? 0, x, y, local)) return true;
    before = code;
  }
  return false;
};

/** Points as x0, y0, x1, y1, …; `closed` comes back to the first. */
export const packLine = (points: readonly Vec[], closed = false): number[] =>
  [...points, ...(closed ? points.slice(0, 1) : [])].flatMap(({ x, y }) => [x, y]);

/** A line x0, y0, x1, y1, … turned by `angle` about a point. */
export const turnedLine = (xy: ArrayLike<number>, about: Vec, angle: number): Float64Array => {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const out = new Float64Array(xy.length);
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = (xy[i] ?? 0) - about.x;
    const y = (xy[i + 1] ?? 0) - about.y;
    out[i] = about.x + x * cos - y * sin;
    out[i + 1] = about.y + x * sin + y * cos;
  }
  return out;
};
