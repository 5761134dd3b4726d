import { Failure, limits } from '@gesso/crdt-schema';
import type { Heap } from '../../quotas/heap.ts';
import type { ReplicaView } from '../replica/replica-view.ts';
import type { Extent } from './extent.ts';

/** How much of what a board and the process may hold is used. */
export interface Capacity {
  /**
   * Throws `BOARD_FULL` for an update that adds to a full board, and `OVERLOADED` where the process has no memory left. `structs`:
   * how many it brings, at most.
   */
  check(bytes: number, structs: number, adds: boolean): void;
  /** The same for all slices of a large update, before the first of them. */
  checkWhole(structs: number): void;
  /** An update was applied. */
  grew(bytes: number, onlyDeletes: boolean): void;
}

/** `extent`: how many bytes the board has. */
export const createCapacity = (replica: Pick<ReplicaView, 'structs'>, extent: Extent, heap: Heap): Capacity => {
  // Only grows with what comes in. What overwrites or deletes costs nothing, so it is looked up now and then.
  let structs = Number.POSITIVE_INFINITY;

  const checkStructs = (more: number): void => {
    structs = replica.structs();
    if (structs + more > limits.boardStructs) throw new Failure('BOARD_FULL', 'structs');
  };

  return {
    check(bytes, more, adds) {
      heap.apply(bytes, adds, replica.structs);
      // What only deletes may always come: it is how a full board gets space again.
      if (!adds) return;
      extent.admit(bytes);
      // No struct has less than a byte, nor does what splits one in two.
      if (structs + bytes > limits.boardStructs) checkStructs(more);
    },
    checkWhole(more) {
      if (more === 0) return;
      checkStructs(more);
      heap.bring(more);
    },
    grew(more, onlyDeletes) {
      extent.grew(more, onlyDeletes);
      structs += more;
    },
  };
};
