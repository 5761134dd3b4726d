import type { Box, Vec } from '../geometry/units.ts';
import { between, distance } from '../geometry/vec.ts';
import { shapeKind } from './shape.ts';

const tips = ({ x, y, w, h }: Box): readonly Vec[] => [
  { x: x + w / 2, y },
  { x: x + w, y: y + h / 2 },
  { x: x + w / 2, y: y + h },
  { x, y: y + h / 2 },
];

const side = (box: Box): number => Math.hypot(box.w, box.h) / 2;

export const diamond = shapeKind({
  label: 'Diamond',
  path(g, box, radius) {
    const points = tips(box);
    const last = points[3];
    if (!last) return;
    const cut = Math.min(radius, side(box) / 2);
    points.forEach((tip, i) => {
      const before = points[i - 1] ?? last;
      const after = points[(i + 1) % 4] ?? last;
      const length = Math.max(distance(tip, before), 1e-6);
      const enter = between(tip, before, cut / length);
      const leave = between(tip, after, cut / length);
      if (i === 0) g.moveTo(enter.x, enter.y);
      else g.lineTo(enter.x, enter.y);
      if (cut > 0) g.quadraticCurveTo(tip.x, tip.y, leave.x, leave.y);
    });
    g.closePath();
  },
  edge: tips,
  around: (box) => 4 * side(box),
  room: ({ x, y, w, h }) => ({ x: x + w / 4, y: y + h / 4, w: w / 2, h: h / 2 }),
});
