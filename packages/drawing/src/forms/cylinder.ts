import { ellipseArc, side } from '../geometry/ring.ts';
import type { Box } from '../geometry/units.ts';
import type { ShapeForm } from './form.ts';
import { padded } from './rect.ts';

/** Half the height of its lid. */
const lid = ({ w, h }: Box): number => Math.min(h * 0.14, w * 0.2);

export const cylinder: ShapeForm = {
  round: true,
  ring(box) {
    const { x, y, w, h } = box;
    const ry = lid(box);
    const [top, foot] = [y + ry, y + h - ry];
    return [
      ...ellipseArc({ x: x + w / 2, y: top }, w / 2, ry, Math.PI, 2 * Math.PI),
      side({ x: x + w, y: top }, { x: x + w, y: foot }),
      ...ellipseArc({ x: x + w / 2, y: foot }, w / 2, ry, 0, Math.PI),
      side({ x, y: foot }, { x, y: top }),
    ];
  },
  inner(box) {
    const ry = lid(box);
    return [ellipseArc({ x: box.x + box.w / 2, y: box.y + ry }, box.w / 2, ry, Math.PI, 0)];
  },
  room: (box) => padded({ ...box, y: box.y + 2 * lid(box), h: box.h - 3 * lid(box) }),
};
