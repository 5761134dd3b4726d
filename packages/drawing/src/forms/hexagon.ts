import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

const corners = [
  [0.22, 0],
  [0.78, 0],
  [1, 0.5],
  [0.78, 1],
  [0.22, 1],
  [0, 0.5],
] as const;

export const hexagon: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius),
  room: (box) => part(box, 0.18, 0.1, 0.64, 0.8),
};
