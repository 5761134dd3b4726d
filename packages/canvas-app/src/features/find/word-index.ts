import type { Board, ElementId } from '@gesso/crdt-schema';
import { type Part, partsOf, partsWith } from './parts.ts';

/** Elements between two looks at the clock. */
const atOnce = 64;

/** The words of all elements of a board, as they are compared. */
export interface WordIndex {
  /** Reads what an element says now. */
  learn(id: ElementId): void;
  /** The parts of an element that hold the words. */
  partsWith(id: ElementId, words: string): readonly Part[];
  /** Reads what has not been read, and visits each element that has words; pauses often. */
  walk(visit: (id: ElementId) => void): Iterator<unknown>;
}

/** Opens an index that reads nothing before it is walked through; a change of an element has to be learned. */
export function createWordIndex({ all, get }: Pick<Board, 'all' | 'get'>): WordIndex {
  const parts = new Map<ElementId, readonly Part[]>();
  const unread = all();
  let read = 0;
  const learn = (id: ElementId) => {
    const element = get(id);
    const own = element === undefined ? [] : partsOf(element);
    if (own.length > 0) parts.set(id, own);
    else parts.delete(id);
  };
  return {
    learn,
    partsWith: (id, words) => partsWith(parts.get(id) ?? [], words),
    *walk(visit) {
      for (; read < unread.length; read += 1) {
        learn(unread[read]?.id ?? '');
        if (read % atOnce === 0) yield;
      }
      let visited = 0;
      for (const id of parts.keys()) {
        visit(id);
        visited += 1;
        if (visited % atOnce === 0) yield;
      }
    },
  };
}
