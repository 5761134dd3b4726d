import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

const corners = [
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
  [0, 0.5],
] as const;

export const diamond: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius),
  room: (box) => part(box, 0.25, 0.25, 0.5, 0.5),
};
