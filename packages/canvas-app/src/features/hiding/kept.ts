import type { ElementId } from '@gesso/crdt-schema';
import { type KeyValue, readItem, writeItem } from '../../storage.ts';

/** So many are remembered at most, the last ones: what is kept for the page has little room. */
const mostKept = 5_000;

/** What is hidden on a board, as this browser keeps it from one visit to the next. */
export const hiddenMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.hidden.${board}`;
  return {
    recall: (): readonly ElementId[] => (readItem(storage, key) ?? '').split(' ').filter((id) => id !== ''),
    remember: (ids: Iterable<ElementId>): void => writeItem(storage, key, [...ids].slice(-mostKept).join(' ')),
  };
};
