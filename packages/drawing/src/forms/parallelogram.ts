import { polygonRing } from '../geometry/ring.ts';
import type { Box } from '../geometry/units.ts';
import type { ShapeForm } from './form.ts';

/** How far the top lies to the right of the bottom. */
const slant = ({ w, h }: Box): number => Math.min(w * 0.22, h * 0.6);

export const parallelogram: ShapeForm = {
  ring(box, radius) {
    const { x, y, w, h } = box;
    const by = slant(box);
    const corners = [
      { x: x + by, y },
      { x: x + w, y },
      { x: x + w - by, y: y + h },
      { x, y: y + h },
    ];
    return polygonRing(corners, radius);
  },
  room: (box) => ({ x: box.x + slant(box), y: box.y, w: box.w - 2 * slant(box), h: box.h }),
};
