import { type Element, type Patch, snap } from '@gesso/crdt-schema';
import { normalAngle, pivotOf, turn, type Vec } from '@gesso/drawing';

/** The patch that turns an element by an angle about a place, board units and radians. */
export const turnPatch = (element: Element, about: Vec, angle: number): Patch => {
  const from = pivotOf(element);
  const to = turn(from, about, angle);
  return {
    x: snap(element.x + to.x - from.x),
    y: snap(element.y + to.y - from.y),
    rotation: normalAngle(element.rotation + angle),
  };
};
