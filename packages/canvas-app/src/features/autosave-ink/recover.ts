import { type Board, Failure, fromPlain, limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import type { KeyedStorage } from '../../storage.ts';
import { within } from '../../waiting.ts';
import { type Entry, journalKey, journalKeys, storedAfter } from './journal.ts';

/** What nobody came back for is forgotten after so many ms: a month. */
const forgottenAfter = 30 * 24 * 3_600_000;

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

/** Gives how many were drawn: none where the board takes no more. They are kept then, and what comes after them is drawn. */
const draw = (board: Board, elements: readonly NewElement[]): number => {
  try {
    board.edit((writer) => writer.addAll(elements));
    return elements.length;
  } catch (error) {
    if (error instanceof Failure) return 0;
    throw error;
  }
};

/** Keys of pages that have ink of a board under their pen, or left it there. */
export const inkKeys = (storage: KeyedStorage, id: string): readonly string[] =>
  journalKeys(storage).filter((key) => key.startsWith(journalKey(id, '')));

export interface RecoverDeps {
  readonly storage: KeyedStorage;
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
  const keys = journalKeys(storage);
  let drawn = 0;
  for (const key of keys) {
    const entry = readEntry(storage.getItem(key));
    if (entry === undefined || now() - entry.at > forgottenAfter) storage.removeItem(key);
    else if (key.startsWith(journalKey(id, '')) && !alive.has(key)) {
      const elements = elementsOf(entry);
      const [first] = elements;
      const isThere = first?.id === undefined || board.get(first.id) !== undefined;
      const made = isThere ? 0 : draw(board, elements);
      drawn += made;
      if (isThere || made > 0) setTimeout(() => storage.removeItem(key), storedAfter);
    }
  }
  return drawn;
};

/** ms that the browser may take to name them. */
const lockTimeout = 2_000;

/** Names of the locks that open pages hold; none where the browser does not say, or not in time. */
export const openPages = async (): Promise<ReadonlySet<string>> => {
  try {
    const asked = navigator.locks?.query();
    const { held = [] } = asked === undefined ? {} : await within(lockTimeout, asked);
    return new Set(held.flatMap(({ name }) => name ?? []));
  } catch {
    return new Set();
  }
};
