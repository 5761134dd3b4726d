import * as Y from 'yjs';

/** A UTF-16 unit of a shared text, and what it has of one attribute. */
export interface Letter {
  /** Its id in the document; a copy that an undo makes has another. */
  readonly key: string;
  /** Its value before a transaction; undefined where it was not there or not seen. */
  readonly was: unknown;
  /** Undefined where it is gone. */
  readonly now: unknown;
  /** Whether the transaction gave it the value that it had already, by one who did not know that. */
  readonly again: boolean;
}

/** The part of a transaction that tells what has changed. */
type Changes = Pick<Y.Transaction, 'beforeState' | 'deleteSet'>;

export const letterKey = ({ client, clock }: Y.ID, offset = 0): string => `${client}:${clock + offset}`;

const nothing: Changes = { beforeState: new Map(), deleteSet: Y.createDeleteSet() };

const isNewIn = ({ id }: Y.Item, changes: Changes): boolean =>
  changes !== nothing && id.clock >= (changes.beforeState.get(id.client) ?? 0);

const wasThere = (item: Y.Item, changes: Changes): boolean =>
  !isNewIn(item, changes) && (!item.deleted || Y.isDeleted(changes.deleteSet, item.id));

/** Whether a text has formats of a name, and one of them, or a letter, has changed. Most transactions only put letters in. */
const isTouched = (text: Y.Text, name: string, changes: Changes): boolean => {
  let isMarked = false;
  let touched = changes === nothing;
  for (let item = text._start; item !== null && !(isMarked && touched); item = item.right) {
    const isFormat = item.content instanceof Y.ContentFormat;
    if (isFormat && (item.content as Y.ContentFormat).key !== name) continue;
    isMarked ||= isFormat;
    touched ||= wasThere(item, changes) === item.deleted && (isFormat || item.deleted);
  }
  return isMarked && touched;
};

/**
 * Returns the letters of a text, with their values of one attribute before and after a transaction; none when that changed no format of
 * this name and took no letter away. Without a transaction, both are what they are now. None when no such format was ever there.
 */
export const lettersOf = (text: Y.Text, name: string, changes: Changes = nothing): readonly Letter[] => {
  const letters: Letter[] = [];
  let was: unknown = null;
  let now: unknown = null;
  let again = false;
  for (let item = isTouched(text, name, changes) ? text._start : null; item !== null; item = item.right) {
    const { id, content, deleted } = item;
    const before = wasThere(item, changes);
    if (content instanceof Y.ContentFormat) {
      if (content.key !== name) continue;
      if (!deleted) {
        // Yjs puts no format behind or before one that says the same, unless two are written at once.
        again = content.value === now && (isNewIn(item, changes) || content.value !== was);
        now = content.value;
      }
      if (before) was = content.value;
    } else if (item.countable && (before || !deleted)) {
      for (let i = 0; i < item.length; i++)
        letters.push({ key: letterKey(id, i), was: before ? was : undefined, now: deleted ? undefined : now, again });
    }
  }
  return letters;
};

/** Calls back for each run of equal values, with its first index and the one behind its last. */
export const forEachEqual = (values: readonly unknown[], visit: (from: number, to: number) => void): void => {
  for (let from = 0, to = 0; from < values.length; from = to) {
    while (to < values.length && values[to] === values[from]) to++;
    visit(from, to);
  }
};

/** Gives letters the values that `wanted` has for them, where they have others. */
export const formatLetters = (text: Y.Text, name: string, wanted: ReadonlyMap<string, unknown>): void => {
  const missing = lettersOf(text, name).map(({ key, now }) => (wanted.get(key) === now ? undefined : wanted.get(key)));
  forEachEqual(missing, (from, to) => {
    if (missing[from] !== undefined) text.format(from, to - from, { [name]: missing[from] });
  });
};
