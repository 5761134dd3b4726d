import { center } from '../geometry/box.ts';
import { ellipsePoints } from '../geometry/curve.ts';
import { shapeKind } from './shape.ts';

/** Half the side of the largest centerd box inside an ellipse, as a part of its half axis. */
const inside = Math.SQRT1_2;

export const ellipse = shapeKind({
  label: 'Ellipse',
  path(g, box) {
    const c = center(box);
    g.ellipse(c.x, c.y, box.w / 2, box.h / 2, 0, 0, 2 * Math.PI);
    g.closePath();
  },
  edge: (box) => ellipsePoints(box.x, box.y, box.w, box.h),
  // Ramanujan's first approximation of the circumference (1914).
  around: ({ w, h }) => (Math.PI / 2) * (3 * (w + h) - Math.sqrt((3 * w + h) * (w + 3 * h))),
  room: ({ x, y, w, h }) => ({
    x: x + (w * (1 - inside)) / 2,
    y: y + (h * (1 - inside)) / 2,
    w: w * inside,
    h: h * inside,
  }),
});
