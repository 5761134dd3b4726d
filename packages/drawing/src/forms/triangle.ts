import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

const corners = [
  [0.5, 0],
  [1, 1],
  [0, 1],
] as const;

export const triangle: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius),
  room: (box) => part(box, 0.27, 0.5, 0.46, 0.46),
};
