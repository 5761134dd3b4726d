import type { ElementId } from '@gesso/crdt-schema';
import { forgetItem, type KeyedStorage, readItem, writeItem } from '../../storage.ts';

/** So many are remembered at most, the last ones: 650 kB of the 5 MB that a browser keeps for all boards of a page. */
export const mostKept = 50_000;

type Kept = Pick<KeyedStorage, 'getItem' | 'setItem' | 'removeItem'>;

/** What is hidden on a board, as this browser keeps it from one visit to the next. A board on which nothing is leaves nothing. */
export const hiddenMemory = (storage: Kept | undefined, board: string) => {
  const key = `gesso.hidden.${board}`;
  let kept = readItem(storage, key) ?? '';
  return {
    recall: (): readonly ElementId[] => kept.split(' ').filter((id) => id !== ''),
    remember(ids: Iterable<ElementId>): void {
      const text = [...ids].slice(-mostKept).join(' ');
      if (text === kept) return;
      kept = text;
      if (text === '') forgetItem(storage, key);
      else writeItem(storage, key, text);
    },
  };
};
