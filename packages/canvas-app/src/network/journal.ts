import {
  type Board,
  type Element,
  type ElementId,
  fromPlain,
  limits,
  type NewElement,
  newElementId,
  toPlain,
} from '@gesso/crdt-schema';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { everyFew } from './throttle.ts';

/**
 * What is under the pen, kept on this device while it is drawn: a stroke is in the document only when the pen is lifted,
 * and a tab that dies before that must not take it along. The next page that opens the board draws it.
 */

/** The part of `localStorage` that is used. */
export interface JournalStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Ink is written down at most this often (ms). */
const interval = 500;
/** Once in the document it is stored with it within this time (ms); until then it stays written down. */
const storedAfter = 2_000;
/** What nobody came back for is forgotten after so many ms: a month. */
const forgottenAfter = 30 * 24 * 3_600_000;

const prefix = 'gesso.ink.';

/** The key of what one page of a board is drawing; also the name of the lock the page holds while it lives. */
export const journalKey = (board: string, page: string): string => `${prefix}${board}.${page}`;

interface Entry {
  readonly at: number;
  readonly element: object;
}

const readEntry = (text: string | null): Entry | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null || !('at' in value) || !('element' in value)) return undefined;
    const { at, element } = value;
    return typeof at === 'number' && typeof element === 'object' && element !== null ? { at, element } : undefined;
  } catch {
    return undefined;
  }
};

export interface KeepInkDeps {
  readonly storage: JournalStorage;
  readonly key: string;
  /** What this person is drawing. */
  readonly draft: ReadonlySignal<{ readonly created: readonly Element[] }>;
  readonly get: (id: ElementId) => Element | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Writes down what is being drawn, as often as is worth it. `leave` is for a page that goes. */
export const keepInk = ({ storage, key, draft, get, now }: KeepInkDeps): { leave(): void; stop(): void } => {
  let kept: ElementId | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    const [element] = draft.peek().created;
    if (element === undefined) return;
    clearTimeout(forgetting);
    kept = element.id;
    try {
      storage.setItem(key, JSON.stringify({ at: now(), element: toPlain(element) } satisfies Entry));
    } catch {
      // A full storage costs only what a crash would take.
    }
  };
  const forget = () => {
    clearTimeout(forgetting);
    kept = undefined;
    try {
      storage.removeItem(key);
    } catch {
      // Of a store that was closed meanwhile nothing comes back.
    }
  };
  const pump = everyFew(interval, write);

  const stop = effect(() => {
    if (draft.value.created.length > 0) pump.request();
    else if (kept !== undefined) {
      // Taken back means taken back; what was let go waits until it is stored.
      if (get(kept) === undefined) forget();
      else forgetting = setTimeout(forget, storedAfter);
    }
  });
  return {
    leave() {
      write();
      if (draft.peek().created.length === 0 && kept !== undefined && get(kept) === undefined) forget();
    },
    stop() {
      stop();
      pump.stop();
      clearTimeout(forgetting);
    },
  };
};

/** Ink longer than a stroke may be, in parts that share a point and a group. */
const parts = (element: object): object[] => {
  const points: unknown = 'points' in element ? element.points : undefined;
  if (!Array.isArray(points) || points.length <= limits.strokePoints) return [element];
  const groups = [newElementId()];
  const list: object[] = [];
  for (let from = 0; from < points.length - 1; from += limits.strokePoints - 1) {
    const own = from === 0 ? {} : { id: newElementId() };
    list.push({ ...element, ...own, groups, points: points.slice(from, from + limits.strokePoints) });
  }
  return list;
};

const elementsOf = (entry: Entry): NewElement[] => {
  try {
    // The order key of a draft is none.
    return parts({ ...entry.element, z: undefined }).map(fromPlain);
  } catch {
    return [];
  }
};

export interface RecoverDeps {
  readonly storage: JournalStorage;
  readonly id: string;
  readonly board: Board;
  /** Keys of pages that are still open: what they draw is theirs. */
  readonly alive: ReadonlySet<string>;
  readonly now: () => number;
}

/**
 * Draws what pages that are gone were drawing on this board, each as one step, and forgets it once it is stored. Gives how
 * many elements came of it. What is on the board already is left alone.
 */
export const recoverInk = ({ storage, id, board, alive, now }: RecoverDeps): number => {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((k) =>
    k.startsWith(prefix),
  );
  let drawn = 0;
  for (const key of keys) {
    const entry = readEntry(storage.getItem(key));
    if (entry === undefined || now() - entry.at > forgottenAfter) storage.removeItem(key);
    else if (key.startsWith(journalKey(id, '')) && !alive.has(key)) {
      const elements = elementsOf(entry);
      const [first] = elements;
      if (first?.id !== undefined && board.get(first.id) === undefined) {
        board.edit((writer) => writer.addAll(elements));
        drawn += elements.length;
      }
      setTimeout(() => storage.removeItem(key), storedAfter);
    }
  }
  return drawn;
};
