import { type Board, type ElementId, fold } from '@gesso/crdt-schema';
import { readingOrder } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { SpatialIndex } from '../../editor/spatial.ts';
import { everyFew } from '../../throttle.ts';
import type { Part } from './parts.ts';
import { createWordIndex } from './word-index.ts';

/** Words that were found: where, and what they stand in. */
export interface Hit {
  readonly id: ElementId;
  readonly part: Part;
}

/** Tells a hit from others, also after the board has changed. */
export const keyOf = ({ id, part }: Hit): string => id + (part.cell ?? '');

/** ms between two orders of what is found while others change it. */
const calm = 200;

/** What finds words on a board, and goes on finding them while it changes. */
export interface Finder {
  /** What holds the words that were asked for last, in reading order. */
  readonly found: ReadonlySignal<readonly Hit[]>;
  /** Looks for words; without any, nothing is found. Resolves to whether they are still those that were asked for last. */
  search(query: string): Promise<boolean>;
  stop(): void;
}

/** How long work goes on before the page gets a turn (ms), and what gives it one. */
export interface Turns {
  readonly ms: number;
  pause(): Promise<void>;
}

/** Less than a frame, so that none is missed. */
const usualTurns: Turns = { ms: 8, pause: () => new Promise((resolve) => setTimeout(resolve, 0)) };

/** Does work in short turns while it `isWanted`. Returns whether it is at its end. */
const inTurns = async (work: Iterator<unknown>, isWanted: () => boolean, { ms, pause }: Turns): Promise<boolean> => {
  while (isWanted()) {
    const until = performance.now() + ms;
    do {
      if (work.next().done === true) return true;
    } while (performance.now() < until);
    await pause();
  }
  return false;
};

/**
 * Reads the words of all elements once, keeps them as they are compared, and follows the board: a search looks at what has any, in
 * `turns`.
 */
export function createFinder(
  board: Pick<Board, 'all' | 'get'>,
  index: Pick<SpatialIndex, 'onChange' | 'bounds'>,
  turns: Turns = usualTurns,
): Finder {
  const known = createWordIndex(board);
  let words = '';
  /** Counts the searches: one that is not the last is not wanted any more. */
  let asked = 0;
  let isSearching = false;
  let hits = new Map<ElementId, readonly Hit[]>();
  const found = signal<readonly Hit[]>([]);

  const order = () => {
    if (isSearching) return;
    const elements = [...hits.keys()].flatMap((id) => board.get(id) ?? []);
    found.value = readingOrder(elements, index.bounds).flatMap((id) => hits.get(id) ?? []);
  };
  const ordering = everyFew(calm, order);

  /** Returns whether there was or is anything of it among what is found. */
  const judge = (id: ElementId): boolean => {
    const own = words === '' ? [] : known.partsWith(id, words);
    const wasFound = hits.delete(id);
    if (own.length > 0)
      hits.set(
        id,
        own.map((part) => ({ id, part })),
      );
    return wasFound || own.length > 0;
  };

  const stopChanges = index.onChange(({ change: { added, updated, removed } }) => {
    const changed = [...removed, ...added.map(({ id }) => id), ...updated.map(({ id }) => id)];
    for (const id of changed) known.learn(id);
    if (changed.filter(judge).length > 0) ordering.request();
  });

  return {
    found,
    async search(query) {
      asked += 1;
      const mine = asked;
      words = fold(query);
      hits = new Map();
      isSearching = true;
      const isLast = () => mine === asked;
      if (!(await inTurns(known.walk(judge), isLast, turns))) return false;
      isSearching = false;
      order();
      return true;
    },
    stop() {
      asked += 1;
      stopChanges();
      ordering.stop();
    },
  };
}
