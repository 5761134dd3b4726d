import type { Element } from '../elements/elements.ts';

/** What decides where an element is painted. */
type Ordered = Pick<Element, 'z' | 'id'>;

/** Compares by painting order, from below to above: ascending (z, id). */
export const inPaintingOrder = (a: Ordered, b: Ordered): number =>
  a.z < b.z ? -1 : a.z > b.z ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Returns the index of the first of `items`, which are in painting order, that is not painted before `element`. */
export function placeInOrder<T>(items: readonly T[], element: Ordered, elementOf: (item: T) => Ordered): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && inPaintingOrder(elementOf(item), element) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the items of two lists in painting order as one such list; those of `old` that `isGone` are left out. */
export function mergeInOrder<T>(
  old: readonly T[],
  fresh: readonly T[],
  elementOf: (item: T) => Ordered,
  isGone: (item: T) => boolean,
): T[] {
  const merged: T[] = [];
  let next = 0;
  for (const item of old) {
    if (isGone(item)) continue;
    const element = elementOf(item);
    for (let f = fresh[next]; f !== undefined && inPaintingOrder(elementOf(f), element) < 0; f = fresh[++next])
      merged.push(f);
    merged.push(item);
  }
  for (let f = fresh[next]; f !== undefined; f = fresh[++next]) merged.push(f);
  return merged;
}

const itself = (element: Element): Element => element;

/** All elements in painting order, kept up incrementally: 100,000 elements are sorted once, then only merged into. */
export interface Sorted {
  /** The same array until something changes. */
  list(): readonly Element[];
  /** Tells that `before` is gone and `after` is there, either may be missing. */
  replace(before: Element | undefined, after: Element | undefined): void;
}

/** Below this many changes, moving the tail of an array is cheaper than merging all of it. */
const few = 32;

const merge = (old: readonly Element[], gone: ReadonlySet<Element>, fresh: readonly Element[]): Element[] =>
  mergeInOrder(old, fresh, itself, (item) => gone.has(item));

const splice = (old: readonly Element[], gone: ReadonlySet<Element>, fresh: readonly Element[]): Element[] => {
  // Spread, not slice: slicing a frozen array of 100,000 takes eight times as long.
  const items = [...old];
  for (const item of gone) items.splice(placeInOrder(items, item, itself), 1);
  for (const item of fresh) items.splice(placeInOrder(items, item, itself), 0, item);
  return items;
};

export const sortedElements = (elements: Iterable<Element>): Sorted => {
  let items: readonly Element[] = Object.freeze([...elements].sort(inPaintingOrder));
  const gone = new Set<Element>();
  const fresh = new Map<string, Element>();
  return {
    list: () => {
      if (gone.size === 0 && fresh.size === 0) return items;
      const added = [...fresh.values()].sort(inPaintingOrder);
      items = Object.freeze((gone.size + added.length <= few ? splice : merge)(items, gone, added));
      gone.clear();
      fresh.clear();
      return items;
    },
    replace: (before, after) => {
      if (before !== undefined && !(fresh.get(before.id) === before && fresh.delete(before.id))) gone.add(before);
      if (after !== undefined) fresh.set(after.id, after);
    },
  };
};
