import { polygonRing } from '../geometry/ring.ts';
import type { Box } from '../geometry/units.ts';
import type { ShapeForm } from './form.ts';
import { padded } from './rect.ts';

/** How far its tail hangs below it. */
const tail = ({ w, h }: Box): number => Math.min(h * 0.24, w * 0.3);

export const bubble: ShapeForm = {
  ring(box, radius) {
    const { x, y, w, h } = box;
    const foot = y + h - tail(box);
    const corners = [
      { x, y },
      { x: x + w, y },
      { x: x + w, y: foot },
      { x: x + w * 0.42, y: foot },
      { x: x + w * 0.16, y: y + h },
      { x: x + w * 0.22, y: foot },
      { x, y: foot },
    ];
    return polygonRing(corners, radius, [1, 1, 1, 0, 0.15, 0, 1], 0.5523);
  },
  room: (box) => padded({ ...box, h: box.h - tail(box) }),
};
