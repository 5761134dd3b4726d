import type * as Y from 'yjs';
import type { Element, ElementId } from '../elements/elements.ts';
import { elementOfKey, keyOfText, type Roots } from '../yjs/roots.ts';
import type { BoardElements } from './board-elements.ts';

/** Where a change came from. `load` is what was already in the document or came from this device's own storage. */
export type ChangeOrigin = 'local' | 'remote' | 'undo' | 'load';

/** One transaction as everyone outside sees it: renderer, index, interface and tests all follow this feed. */
export interface Change {
  readonly added: readonly Element[];
  readonly updated: readonly Element[];
  readonly removed: readonly ElementId[];
  readonly origin: ChangeOrigin;
}

/** Which keys of which shared types a transaction has touched; null stands for the content of a text. */
const changedKeys = (transaction: Y.Transaction): ReadonlyMap<unknown, ReadonlySet<string | null>> =>
  transaction.changed as ReadonlyMap<unknown, ReadonlySet<string | null>>;

/** Whether a transaction has given the board another name. */
export const hasRenamed = (transaction: Y.Transaction, { meta }: Roots): boolean =>
  changedKeys(transaction).get(meta)?.has('name') ?? false;

/** Has every element read again that a transaction has touched. */
export const readTransaction = (
  transaction: Y.Transaction,
  { el, ov, tx }: Roots,
  boardElements: BoardElements,
): void => {
  const touched = new Set<ElementId>();
  const changed = changedKeys(transaction);
  const keysOf = (type: Y.Map<unknown>): Iterable<string | null> => changed.get(type) ?? [];
  for (const key of keysOf(ov)) {
    const id = key === null ? undefined : boardElements.overrideChanged(key);
    if (id !== undefined) touched.add(id);
  }
  for (const key of keysOf(el)) if (key !== null) touched.add(key);
  const readText = (key: string): void => {
    boardElements.cells.changed(key);
    touched.add(elementOfKey(key));
  };
  for (const key of keysOf(tx)) if (key !== null) readText(key);
  for (const type of changed.keys()) {
    const key = keyOfText(type, tx);
    if (key !== undefined) readText(key);
  }
  for (const id of touched) boardElements.refresh(id);
};

/** What happened between `before` and now, or undefined when nobody could see it. */
export const changeSince = (
  before: ReadonlyMap<ElementId, Element | undefined>,
  boardElements: BoardElements,
  origin: ChangeOrigin,
): Change | undefined => {
  const added: Element[] = [];
  const updated: Element[] = [];
  const removed: ElementId[] = [];
  for (const [id, was] of before) {
    const is = boardElements.get(id);
    if (was === is) continue;
    if (was === undefined && is !== undefined) added.push(is);
    else if (is === undefined) removed.push(id);
    else updated.push(is);
  }
  return added.length + updated.length + removed.length === 0
    ? undefined
    : Object.freeze({ added, updated, removed, origin });
};
