import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

/** How far the corners between the tips lie from the middle, as a part of the tips' way: stouter than a pentagram, for a label. */
const waist = 0.5;

/** A star of five tips that fills its box, which a regular one does not: its feet are wider apart than they are low. */
const corners = Array.from({ length: 10 }, (_, i) => {
  const angle = (i / 10) * 2 * Math.PI - Math.PI / 2;
  const reach = i % 2 === 0 ? 1 : waist;
  const [wide, low] = [Math.cos(Math.PI / 10), Math.cos(Math.PI / 5)];
  return [0.5 + (reach * Math.cos(angle)) / (2 * wide), (1 + reach * Math.sin(angle)) / (1 + low)] as const;
});

export const star: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius / 2),
  room: (box) => part(box, 0.3, 0.4, 0.4, 0.33),
};
