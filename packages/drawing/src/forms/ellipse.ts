import { center } from '../geometry/box.ts';
import { ellipseArc } from '../geometry/ring.ts';
import { part, type ShapeForm } from './form.ts';

/** Half the side of the largest centered box inside an ellipse, as a part of its half axis. */
const inside = Math.SQRT1_2;

export const ellipse: ShapeForm = {
  round: true,
  ring: (box) => ellipseArc(center(box), box.w / 2, box.h / 2),
  path(g, box) {
    const c = center(box);
    g.ellipse(c.x, c.y, box.w / 2, box.h / 2, 0, 0, 2 * Math.PI);
    g.closePath();
  },
  room: (box) => part(box, (1 - inside) / 2, (1 - inside) / 2, inside, inside),
};
