import {
  type Element,
  type ElementId,
  inPaintingOrder,
  mergeInOrder,
  packedPoints,
  placeInOrder,
} from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import { type PackedChange, type Placed, unpackChange } from '../../workers/pack-elements.ts';

/** The worker's own copy of a board. */
export interface BoardCopy {
  apply(change: PackedChange): void;
  hide(ids: readonly ElementId[]): void;
  /** The elements whose bounds touch a box, in painting order, without the hidden ones. */
  inside(box: Box): Element[];
}

/** Up to so many changes are put in their places one by one; more are merged with all the others at once. */
const few = 64;

const elementOf = ({ element }: Placed): Element => element;

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** With the points it had before when they are the same: outlines are kept with them, and a stroke that only moved needs no new one. */
const keepingPoints = (item: Placed, known: Placed | undefined): Placed => {
  const { element } = item;
  if (known === undefined || !('points' in element && 'points' in known.element)) return item;
  const { points } = known.element;
  const [now, before] = [packedPoints(element.points), packedPoints(points)];
  return now && before && sameBytes(now, before) ? { ...item, element: { ...element, points } } : item;
};

/** The bounds of elements in one array: left, top, right and bottom of each. */
const boxesOf = (order: readonly Placed[]): Float64Array => {
  const boxes = new Float64Array(order.length * 4);
  let at = 0;
  for (const { left, top, right, bottom } of order) {
    boxes[at++] = left;
    boxes[at++] = top;
    boxes[at++] = right;
    boxes[at++] = bottom;
  }
  return boxes;
};

/**
 * Keeps the elements in painting order and their bounds beside them in one array. A caller that wants the elements of a box goes
 * through all of it: that takes 0.2 ms for 50,000, and what is found need not be sorted, which is what a tree costs.
 */
export const createBoardCopy = (): BoardCopy => {
  const placed = new Map<ElementId, Placed>();
  /** In painting order. After a large change also some that are gone, and without `come`, until they are asked for. */
  let order: Placed[] = [];
  let come: Placed[] = [];
  let isSorted = true;
  let boxes: Float64Array | undefined;
  let hidden: ReadonlySet<ElementId> = new Set();

  const isPlaced = (item: Placed): boolean => placed.get(item.element.id) === item;

  const orderNow = (): readonly Placed[] => {
    if (isSorted) return order;
    const fresh = come.filter(isPlaced).sort((a, b) => inPaintingOrder(a.element, b.element));
    order = mergeInOrder(order, fresh, elementOf, (item) => !isPlaced(item));
    come = [];
    isSorted = true;
    return order;
  };

  const takeOut = (item: Placed) => {
    const at = placeInOrder(order, item.element, elementOf);
    if (order[at] === item) order.splice(at, 1);
  };

  return {
    apply(change) {
      const arrived = [...unpackChange(change)];
      const oneByOne = isSorted && arrived.length + change.removed.length <= few;
      isSorted = oneByOne;
      const leave = (id: ElementId) => {
        const known = placed.get(id);
        if (!known) return;
        placed.delete(id);
        if (oneByOne) takeOut(known);
      };
      for (const id of change.removed) leave(id);
      for (const one of arrived) {
        const item = keepingPoints(one, placed.get(one.element.id));
        leave(item.element.id);
        placed.set(item.element.id, item);
        if (oneByOne) order.splice(placeInOrder(order, item.element, elementOf), 0, item);
        else come.push(item);
      }
      boxes = undefined;
    },
    hide(ids) {
      hidden = new Set(ids);
    },
    inside({ x, y, w, h }) {
      const found: Element[] = [];
      const order = orderNow();
      boxes ??= boxesOf(order);
      const all = boxes;
      const right = x + w;
      const bottom = y + h;
      for (let i = 0, at = 0; i < order.length; i++, at += 4) {
        if ((all[at] ?? 0) > right || (all[at + 2] ?? 0) < x) continue;
        if ((all[at + 1] ?? 0) > bottom || (all[at + 3] ?? 0) < y) continue;
        const element = order[i]?.element;
        if (element && !hidden.has(element.id)) found.push(element);
      }
      return found;
    },
  };
};
