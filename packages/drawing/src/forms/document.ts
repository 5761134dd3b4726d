import { polygonRing } from '../geometry/ring.ts';
import type { Box } from '../geometry/units.ts';
import type { ShapeForm } from './form.ts';
import { padded } from './rect.ts';

/** How far its foot waves up and down. */
const wave = ({ w, h }: Box): number => Math.min(h * 0.1, w * 0.12);

export const document: ShapeForm = {
  ring(box, radius) {
    const { x, y, w, h } = box;
    const by = wave(box);
    const foot = y + h - by;
    const corners = [
      { x, y },
      { x: x + w, y },
      { x: x + w, y: foot },
      { x, y: foot },
    ];
    const sheet = polygonRing(corners, radius, [1, 1, 0, 0], 0.5523);
    // A cubic reaches three quarters as far as its handles.
    const swell = (from: number, to: number, down: number) => ({
      from: { x: from, y: foot },
      a: { x: from + (to - from) / 3, y: foot + (down * by) / 0.75 },
      b: { x: from + ((to - from) * 2) / 3, y: foot + (down * by) / 0.75 },
      to: { x: to, y: foot },
    });
    return sheet.flatMap((c) =>
      c.from.y === foot && c.to.y === foot ? [swell(x + w, x + w / 2, -1), swell(x + w / 2, x, 1)] : c,
    );
  },
  room: (box) => padded({ ...box, h: box.h - 2 * wave(box) }),
};
