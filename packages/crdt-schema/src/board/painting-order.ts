import type { Element } from '../elements/elements.ts';

/** Painting order: ascending (z, id). */
export const inPaintingOrder = (a: Element, b: Element): number =>
  a.z < b.z ? -1 : a.z > b.z ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** All elements in painting order, kept up incrementally: 100,000 elements are sorted once, then only merged into. */
export interface Sorted {
  /** The same array until something changes. */
  list(): readonly Element[];
  /** Tells that `before` is gone and `after` is there, either may be missing. */
  replace(before: Element | undefined, after: Element | undefined): void;
}

/** Below this many changes, moving the tail of an array is cheaper than merging all of it. */
const few = 32;

/** Index of the first item that is not painted before `element`. */
const place = (items: readonly Element[], element: Element): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && inPaintingOrder(item, element) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const merge = (old: readonly Element[], gone: ReadonlySet<Element>, fresh: readonly Element[]): Element[] => {
  const merged: Element[] = [];
  let next = 0;
  for (const item of old) {
    if (gone.has(item)) continue;
    for (let f = fresh[next]; f !== undefined && inPaintingOrder(f, item) < 0; f = fresh[next]) {
      merged.push(f);
      next++;
    }
    merged.push(item);
  }
  for (; next < fresh.length; next++) {
    const f = fresh[next];
    if (f !== undefined) merged.push(f);
  }
  return merged;
};

const splice = (old: readonly Element[], gone: ReadonlySet<Element>, fresh: readonly Element[]): Element[] => {
  // Spread, not slice: slicing a frozen array of 100,000 takes eight times as long.
  const items = [...old];
  for (const item of gone) items.splice(place(items, item), 1);
  for (const item of fresh) items.splice(place(items, item), 0, item);
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
