import { corners } from '../geometry/box.ts';
import type { Box, Vec } from '../geometry/units.ts';
import type { Paint2D } from '../paint.ts';
import { shapeKind } from './shape.ts';

const fitting = (box: Box, radius: number): number => Math.max(0, Math.min(radius, box.w / 2, box.h / 2));

/** A closed box with round corners; starts at the top left, clockwise. */
export const roundedPath = (g: Paint2D, box: Box, radius: number): void => {
  const { x, y, w, h } = box;
  const r = fitting(box, radius);
  if (r === 0) {
    g.rect(x, y, w, h);
    return;
  }
  g.moveTo(x + r, y);
  g.lineTo(x + w - r, y);
  g.arc(x + w - r, y + r, r, -Math.PI / 2, 0);
  g.lineTo(x + w, y + h - r);
  g.arc(x + w - r, y + h - r, r, 0, Math.PI / 2);
  g.lineTo(x + r, y + h);
  g.arc(x + r, y + h - r, r, Math.PI / 2, Math.PI);
  g.lineTo(x, y + r);
  g.arc(x + r, y + r, r, Math.PI, 1.5 * Math.PI);
  g.closePath();
};

/** Its edge as a polygon, each corner in six pieces. */
const roundedEdge = (box: Box, radius: number): readonly Vec[] => {
  const r = fitting(box, radius);
  if (r === 0) return corners(box);
  const { x, y, w, h } = box;
  const middles: readonly Vec[] = [
    { x: x + r, y: y + r },
    { x: x + w - r, y: y + r },
    { x: x + w - r, y: y + h - r },
    { x: x + r, y: y + h - r },
  ];
  return middles.flatMap((m, corner) =>
    Array.from({ length: 7 }, (_, i) => {
      const angle = Math.PI * (1 + corner / 2 + i / 12);
      return { x: m.x + r * Math.cos(angle), y: m.y + r * Math.sin(angle) };
    }),
  );
};

export const rect = shapeKind({
  label: 'Rectangle',
  path: roundedPath,
  edge: roundedEdge,
  around: (box, radius) => 2 * (box.w + box.h) - fitting(box, radius) * (8 - 2 * Math.PI),
  room: (box) => {
    const padding = Math.min(8, box.w / 4);
    return { x: box.x + padding, y: box.y, w: box.w - 2 * padding, h: box.h };
  },
});
