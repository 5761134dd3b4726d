import { boxAround } from '../geometry/box.ts';
import { type Cubic, flatten } from '../geometry/curve.ts';
import type { Vec } from '../geometry/units.ts';
import { part, type ShapeForm } from './form.ts';

/** Where its puffs meet, clockwise from the left foot: broad below, three puffs on top. */
const dents: readonly Vec[] = [
  { x: 0.14, y: 0.56 },
  { x: 0.26, y: 0.3 },
  { x: 0.52, y: 0.2 },
  { x: 0.8, y: 0.3 },
  { x: 0.87, y: 0.58 },
  { x: 0.72, y: 0.82 },
  { x: 0.48, y: 0.86 },
  { x: 0.24, y: 0.82 },
];

/** How far a puff swells, as a part of the way between its dents. */
const swell = 0.62;

const puff = (from: Vec, to: Vec): Cubic => {
  const out = { x: (to.y - from.y) * swell, y: (from.x - to.x) * swell };
  return {
    from,
    a: { x: from.x + out.x - (to.x - from.x) * 0.12, y: from.y + out.y - (to.y - from.y) * 0.12 },
    b: { x: to.x + out.x + (to.x - from.x) * 0.12, y: to.y + out.y + (to.y - from.y) * 0.12 },
    to,
  };
};

const puffs = dents.map((dent, i) => puff(dent, dents[(i + 1) % dents.length] ?? dent));
const around = boxAround(flatten(puffs, 64)) ?? { x: 0, y: 0, w: 1, h: 1 };

export const cloud: ShapeForm = {
  round: true,
  ring({ x, y, w, h }) {
    const at = (p: Vec): Vec => ({
      x: x + ((p.x - around.x) / around.w) * w,
      y: y + ((p.y - around.y) / around.h) * h,
    });
    return puffs.map((c) => ({ from: at(c.from), a: at(c.a), b: at(c.b), to: at(c.to) }));
  },
  room: (box) => part(box, 0.19, 0.27, 0.62, 0.48),
};
