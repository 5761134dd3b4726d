import type { Element } from '@gesso/crdt-schema';
import { boxAround, overlap } from '../geometry/box.ts';
import { insidePolygon } from '../geometry/polygon.ts';
import type { Box, Vec } from '../geometry/units.ts';
import type { Paint2D } from '../paint.ts';

/**
 * Where an element is cut off: the edge of the frame that holds it, board units. It is worked out when the element is shown and never
 * stored; under a symbol, so that it goes along with copies of the element and into no file and no document.
 */
const clip = Symbol('clip');

interface Clipped {
  readonly [clip]?: readonly Vec[] | undefined;
}

/** The polygon at which an element is cut off; undefined when all of it is shown. */
export const clipOf = (element: Element): readonly Vec[] | undefined => (element as Clipped)[clip];

/** The same element, cut off at a polygon, or shown as a whole again. */
export const clippedTo = (element: Element, edge: readonly Vec[] | undefined): Element =>
  clipOf(element) === edge ? element : Object.freeze({ ...element, [clip]: edge });

/** The part of a box that an element cut off there can cover. */
export const clippedBox = (element: Element, box: Box): Box => {
  const edge = clipOf(element);
  const around = edge && boxAround(edge);
  return around === undefined ? box : (overlap(box, around) ?? { x: around.x, y: around.y, w: 0, h: 0 });
};

/** Whether a point of an element is shown. */
export const isShownAt = (element: Element, at: Vec): boolean => {
  const edge = clipOf(element);
  return edge === undefined || insidePolygon(at, edge);
};

/** Cuts off what is painted from now on. */
export const clipTo = (g: Paint2D, edge: readonly Vec[]): void => {
  g.beginPath();
  for (const [i, { x, y }] of edge.entries()) {
    if (i === 0) g.moveTo(x, y);
    else g.lineTo(x, y);
  }
  g.closePath();
  g.clip();
};
