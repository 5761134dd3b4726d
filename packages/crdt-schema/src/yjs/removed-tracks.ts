import * as Y from 'yjs';
import { isTrackKey } from '../ids.ts';

/** How many changes of each client there are, as a state vector says it. */
export type Known = ReadonlyMap<number, number>;

/** What was known when oneself took rows and columns away. */
export interface RemovedTracks {
  /** Takes over what an own transaction did to an override. */
  note(transaction: Y.Transaction, key: string, item: Y.Item): void;
  /**
   * What was known of the document when a row or a column was taken away that was put back as this very item; undefined for one that was
   * not put back.
   */
  knownBefore(item: Y.Item): Known | undefined;
}

export const lastOf = ({ id, length }: Y.Item): Y.ID => Y.createID(id.client, id.clock + length - 1);

export const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;

/** Whether a transaction made an item where there was nothing before. */
const isPutBack = ({ beforeState, deleteSet }: Y.Transaction, { id, left }: Y.Item): boolean =>
  id.clock >= (beforeState.get(id.client) ?? 0) && left?.deleted === true && !Y.isDeleted(deleteSet, lastOf(left));

export const followRemovedTracks = (): RemovedTracks => {
  /** By key. */
  const atRemoval = new Map<string, Known>();
  /** By the last id of what was put back. */
  const ofCopies = new Map<string, Known>();
  return {
    note(transaction, key, item) {
      if (!isTrackKey(key.slice(13))) return;
      const known = atRemoval.get(key);
      if (item.deleted) atRemoval.set(key, transaction.beforeState);
      else if (known !== undefined && isPutBack(transaction, item)) ofCopies.set(keyOf(lastOf(item)), known);
    },
    knownBefore: (item) => ofCopies.get(keyOf(lastOf(item))),
  };
};
