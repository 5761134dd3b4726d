import { type Board, type Change, type Element, type ElementId, inPaintingOrder } from '@gesso/crdt-schema';
import { type Box, boundsOf, expand, hitTest, type Vec } from '@gesso/drawing';
import RBush from 'rbush';
import type { BoardNews, SpatialIndex } from './spatial.ts';

interface Entry {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly id: ElementId;
  readonly element: Element;
  readonly box: Box;
}

const entryOf = (element: Element): Entry => {
  const box = boundsOf(element);
  return {
    minX: box.x,
    minY: box.y,
    maxX: box.x + box.w,
    maxY: box.y + box.h,
    id: element.id,
    element,
    box,
  };
};

/** The topmost of those found that a point touches. */
const topmost = (
  found: readonly Entry[],
  point: Vec,
  slack: number,
  accept: ((element: Element) => boolean) | undefined,
): Element | undefined => {
  let top: Element | undefined;
  for (const { element } of found) {
    if (top && inPaintingOrder(element, top) <= 0) continue;
    if (accept && !accept(element)) continue;
    if (hitTest(element, point, slack)) top = element;
  }
  return top;
};

/** Above this share of the tree, building it anew is quicker than changing it entry by entry (rbush's own advice). */
const bulkShare = 0.25;

/**
 * An index of a board, filled with what is on it and kept up to date by its change feed. Who looks things up in it while it hears
 * of a change listens here and not to the board. `stop` ends it.
 */
export const createSpatialIndex = (board: Board): SpatialIndex & { stop(): void } => {
  const tree = new RBush<Entry>();
  const entries = new Map<ElementId, Entry>();
  const listeners = new Set<(news: BoardNews) => void>();
  /** What the tree has not been told yet. */
  const gone = new Set<Entry>();
  const come = new Set<Entry>();

  /** The tree is only built on demand: painting a whole new board elsewhere need not wait for it. */
  const treeNow = (): RBush<Entry> => {
    if (gone.size > 64 && gone.size > entries.size * bulkShare) {
      tree.clear();
      tree.load([...entries.values()]);
    } else {
      for (const entry of gone) tree.remove(entry);
      if (come.size > 16) tree.load([...come]);
      else for (const entry of come) tree.insert(entry);
    }
    gone.clear();
    come.clear();
    return tree;
  };

  /** Takes a change over. Returns where it shows. */
  const apply = ({ added, updated, removed }: Pick<Change, 'added' | 'updated' | 'removed'>): Box[] => {
    const damage: Box[] = [];
    const drop = (id: ElementId) => {
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      if (!come.delete(entry)) gone.add(entry);
      damage.push(entry.box);
    };
    for (const id of removed) drop(id);
    for (const list of [added, updated]) {
      for (const element of list) {
        if (entries.get(element.id)?.element === element) continue;
        drop(element.id);
        const entry = entryOf(element);
        entries.set(element.id, entry);
        come.add(entry);
        damage.push(entry.box);
      }
    }
    return damage;
  };

  const search = ({ x, y, w, h }: Box): Entry[] => treeNow().search({ minX: x, minY: y, maxX: x + w, maxY: y + h });

  apply({ added: board.all(), updated: [], removed: [] });
  const stop = board.onChange((change) => {
    const news = { change, damage: apply(change) };
    for (const listener of listeners) listener(news);
  });

  return {
    stop,
    inside: (box) => search(box).map((entry) => entry.id),
    touches: ({ x, y, w, h }) => treeNow().collides({ minX: x, minY: y, maxX: x + w, maxY: y + h }),
    at: (point, slack, accept) =>
      topmost(search(expand({ x: point.x, y: point.y, w: 0, h: 0 }, slack)), point, slack, accept),
    bounds: (id) => entries.get(id)?.box,
    all() {
      if (entries.size === 0) return undefined;
      const { minX, minY, maxX, maxY } = treeNow().toJSON() as Omit<Entry, 'id' | 'element' | 'box'>;
      return { x: minX, y: minY, w: maxX - minX, h: maxY - minY };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
