import { type Element, type ElementId, holdsOthers } from '@gesso/crdt-schema';
import { boundsOf } from '../elements/registry.ts';
import { readingOrder } from '../shown/reading-order.ts';

/** The frames among elements as one reads them: slides, pages and pictures come in this order. */
export const framesInOrder = (elements: readonly Element[]): readonly Element[] => {
  const frames = new Map(elements.filter(holdsOthers).map((frame) => [frame.id, frame]));
  const bounds = (id: ElementId) => {
    const frame = frames.get(id);
    return frame && boundsOf(frame);
  };
  return readingOrder([...frames.values()], bounds).flatMap((id) => frames.get(id) ?? []);
};
