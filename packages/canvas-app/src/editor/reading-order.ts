import type { ElementId } from '@gesso/crdt-schema';

/** The one after (or before) `from` in an order; the first (or last) when there is none, undefined when nothing is there. */
export const neighbor = (
  order: readonly ElementId[],
  from: ElementId | undefined,
  step: 1 | -1,
): ElementId | undefined => {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return order.at(step > 0 ? 0 : -1);
  return order[(at + step + order.length) % order.length];
};
