import {
  applyUpdate,
  type BoardDifference,
  type BoardDoc,
  createBoardDoc,
  differenceOf,
  encodeState,
  openBoard,
  withGone,
} from '@gesso/crdt-schema';
import { type ShownBoard, shownBoard } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { everyFew } from '../../throttle.ts';
import type { App } from '../../ui/app-context.ts';

/** ms between two comparisons while others go on, and between two with another board that is made for each. */
const pace = { same: 1_000, made: 2_000 } as const;

/** Another board beside the board as it is now. */
export interface Comparison {
  /** What is there now, and what is gone in its old place. */
  readonly board: ShownBoard;
  readonly difference: ReadonlySignal<BoardDifference>;
  stop(): void;
}

/** What the board is compared with: always the same, or made of the board as it is, which the comparison then ends. */
export type Compared = { readonly doc: BoardDoc } | { readonly make: () => BoardDoc };

/** Compares another board with the one that is open, and again while that changes. */
export function compare(
  { session: { doc } }: { readonly session: Pick<App['session'], 'doc'> },
  compared: Compared,
): Comparison {
  const both = createBoardDoc();
  applyUpdate(both, encodeState(doc));
  let other = 'make' in compared ? compared.make() : compared.doc;
  withGone(both, other);
  const board = shownBoard(openBoard(both));
  const difference = signal(differenceOf(other, doc));
  const end = () => {
    if ('make' in compared) other.destroy();
  };
  const again = everyFew('make' in compared ? pace.made : pace.same, () => {
    end();
    if ('make' in compared) other = compared.make();
    withGone(both, other, doc);
    difference.value = differenceOf(other, doc);
  });
  const onUpdate = (update: Uint8Array) => {
    applyUpdate(both, update);
    again.request();
  };
  doc.on('update', onUpdate);
  return {
    board,
    difference,
    stop() {
      doc.off('update', onUpdate);
      again.stop();
      board.close();
      both.destroy();
      end();
    },
  };
}
