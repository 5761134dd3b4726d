import * as Y from 'yjs';
import { type ElementId, isTrackKey } from '../ids.ts';
import { followRemovedTracks, type Known, keyOf, lastOf } from './removed-tracks.ts';
import { elementOfKey, keyOfText, type Roots, textOf } from './roots.ts';
import { filterIds, forEachItem, type Ids, type UndoStep } from './undo-step.ts';

/** What lies where of an element. */
export interface KeysOf {
  /** Property keys of all its overrides. */
  overrides(id: ElementId): readonly string[];
  /** Keys of the texts in its cells. */
  cells(id: ElementId): readonly string[];
}

/** Keeps steps away from what others have done since. */
export interface UndoGuard {
  /** Call before each local transaction: a document may have been given a new client id. */
  knowOwnId(): void;
  /** Takes out of a step everything that would undo work of others. Call right before the step is taken. */
  narrow(step: UndoStep): void;
  /** Remembers whose values a step has put back. Call right after the step was taken. */
  remember(step: UndoStep): void;
  close(): void;
}

/** Whether a step itself brought an item in or took it away. */
const doneBy = (step: UndoStep, item: Y.Item): boolean =>
  Y.isDeleted(step.insertions, lastOf(item)) || Y.isDeleted(step.deletions, lastOf(item));

/** The element an item belongs to: its record, an override, its text or letters of it. */
function elementOf({ el, ov, tx }: Roots, { parent, parentSub }: Y.Item): ElementId | undefined {
  const key = parent === el || parent === ov || parent === tx ? parentSub : keyOfText(parent, tx);
  return key === null || key === undefined ? undefined : elementOfKey(key);
}

/** Whether a text has letters, or marks of such, for which `which` holds. */
function hasLetter(text: Y.Text | undefined, which: (item: Y.Item) => boolean): boolean {
  for (let item = text?._start ?? null; item !== null; item = item.right) if (!item.deleted && which(item)) return true;
  return false;
}

/** Whether an item has come since something was known; all has where nothing was. */
const isSince = (item: Y.Item, known: Known | undefined): boolean =>
  lastOf(item).clock >= (known?.get(item.id.client) ?? 0);

/** Whether an item is the text of a cell itself, none of its letters. */
const isCellText = ({ tx }: Roots, { parent, parentSub }: Y.Item): boolean =>
  parent === tx && (parentSub?.length ?? 0) > 12;

/** The row or column that a step brought in with an item; undefined where it was there before, and another size or place of it comes back. */
function trackBrought(
  { ov }: Roots,
  { left, parent, parentSub }: Y.Item,
  step: UndoStep,
): readonly [id: ElementId, track: string] | undefined {
  if (parent !== ov || parentSub === null || !ov.has(parentSub)) return undefined;
  const track = parentSub.slice(13);
  const wasThere = left !== null && (!left.deleted || Y.isDeleted(step.deletions, lastOf(left)));
  return isTrackKey(track) && !wasThere ? [elementOfKey(parentSub), track] : undefined;
}

/** Adds to a set of ids the copies that an undo of `step` has made of items for which `which` holds. */
function noteCopies(store: Y.Doc['store'], step: UndoStep, { clients }: Ids, which: (item: Y.Item) => boolean): void {
  const grown = new Set<number>();
  forEachItem(store, step.deletions, (item) => {
    if (item.redone === null || !which(item)) return;
    grown.add(item.redone.client);
    const ranges = clients.get(item.redone.client) ?? [];
    clients.set(item.redone.client, ranges);
    ranges.push({ clock: item.redone.clock, len: item.length } as (typeof ranges)[number]);
  });
  for (const client of grown) {
    const ranges = (clients.get(client) ?? []).sort((a, b) => a.clock - b.clock);
    clients.set(
      client,
      ranges.filter(({ clock }, i) => clock !== ranges[i - 1]?.clock),
    );
  }
}

/**
 * Yjs' undo manager knows no authors: a value of a colleague that an undo has put back counts as one's own, so that the
 * next undo replaces it, and undoing the making of an element takes away what others have added to it. The guard follows
 * whose values are shown, through copies that undo makes, and narrows steps by it.
 *
 * Rows and columns of tables are followed too: one that a colleague has typed in since is not taken away, and the text
 * of a cell stays when the one who began it takes back their letters. What stood in one that was taken away all the same is not
 * typed since when it is put back: a redo takes it away again.
 */
export const openUndoGuard = (roots: Roots, own: (origin: unknown) => boolean, keysOf: KeysOf): UndoGuard => {
  const { el, ov, tx } = roots;
  const { doc } = ov;
  if (doc === null) throw new Error('The roots belong to a document.');
  const { store } = doc;
  const ownIds = new Set([doc.clientID]);
  /** Items that an undo made as copies of what others had written. */
  const copies: Ids = Y.createDeleteSet();
  /** Values of our own that a colleague took away, by their last id. */
  const takenAway = new Set<string>();
  const removedTracks = followRemovedTracks();

  const ofOthers = (item: Y.Item): boolean => !ownIds.has(item.id.client) || Y.isDeleted(copies, lastOf(item));

  /** Whether what an override shows now, a value or its absence, is a colleague's and no doing of this step. */
  const heldByOthers = (key: string, step: UndoStep): boolean => {
    const item = ov._map.get(key);
    if (item === undefined) return false;
    if (takenAway.size > 0 && takenAway.has(keyOf(lastOf(item)))) return true;
    return ofOthers(item) && !doneBy(step, item);
  };

  const typedByOthers = (key: string, step: UndoStep, known?: Known): boolean =>
    hasLetter(textOf(tx, key), (item) => ofOthers(item) && isSince(item, known) && !doneBy(step, item));

  const workedOn = (id: ElementId, step: UndoStep): boolean =>
    keysOf.overrides(id).some((property) => heldByOthers(`${id}:${property}`, step)) ||
    [id, ...keysOf.cells(id)].some((key) => typedByOthers(key, step));

  /** Whether taking a step back takes away a row or a column that others have typed in since. */
  const takesOthersCells = (item: Y.Item, step: UndoStep): boolean => {
    const [id, track] = trackBrought(roots, item, step) ?? [];
    if (id === undefined || track === undefined) return false;
    const known = removedTracks.knownBefore(item);
    return keysOf.cells(id).some((key) => key.slice(13).includes(track) && typedByOthers(key, step, known));
  };

  const noteTakenAway = (transaction: Y.Transaction): void => {
    const isOwn = own(transaction.origin);
    for (const key of transaction.changed.get(ov as never) ?? []) {
      const item = key === null ? undefined : ov._map.get(key);
      if (key === null || item === undefined) continue;
      if (isOwn) removedTracks.note(transaction, key, item);
      else if (item.deleted && ownIds.has(item.id.client)) takenAway.add(keyOf(lastOf(item)));
    }
  };
  doc.on('afterTransaction', noteTakenAway);

  return {
    knowOwnId: () => {
      ownIds.add(doc.clientID);
    },
    narrow: (step) => {
      const made = new Set<ElementId>();
      forEachItem(store, step.insertions, (item) => {
        const id = item.parent === el ? item.parentSub : null;
        if (id !== null && el.has(id)) made.add(id);
      });
      const kept = new Set([...made].filter((id) => workedOn(id, step)));
      /** Rows and columns that have been given something of others, and texts of cells, in which others may be typing unheard. */
      const shared = new Set<Y.Item>();
      forEachItem(store, step.insertions, (item) => {
        if (isCellText(roots, item) ? !made.has(elementOf(roots, item) ?? '') : takesOthersCells(item, step))
          shared.add(item);
      });
      const held = new Set<string>();
      forEachItem(store, step.deletions, ({ parent, parentSub }) => {
        if (parent === ov && parentSub !== null && heldByOthers(parentSub, step)) held.add(parentSub);
      });
      if (kept.size === 0 && held.size === 0 && shared.size === 0) return;
      const free = (item: Y.Item): boolean => !kept.has(elementOf(roots, item) ?? '');
      filterIds(store, step.insertions, (item) => free(item) && !shared.has(item));
      filterIds(store, step.deletions, (item) => free(item) && !(item.parent === ov && held.has(item.parentSub ?? '')));
    },
    remember: (step) => noteCopies(store, step, copies, ofOthers),
    close: () => doc.off('afterTransaction', noteTakenAway),
  };
};
