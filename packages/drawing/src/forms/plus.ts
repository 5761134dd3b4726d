import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

const corners = [
  [0.32, 0],
  [0.68, 0],
  [0.68, 0.32],
  [1, 0.32],
  [1, 0.68],
  [0.68, 0.68],
  [0.68, 1],
  [0.32, 1],
  [0.32, 0.68],
  [0, 0.68],
  [0, 0.32],
  [0.32, 0.32],
] as const;

export const plus: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius),
  room: (box) => part(box, 0.06, 0.32, 0.88, 0.36),
};
