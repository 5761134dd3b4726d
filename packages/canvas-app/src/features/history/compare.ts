import {
  applyUpdate,
  type BoardDifference,
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
import type { Past } from './versions.ts';

/** ms between two comparisons while others go on. */
const pace = 1_000;

/** A former board beside the board as it is now. */
export interface Comparison {
  /** What is there now, and what is gone in its old place. */
  readonly board: ShownBoard;
  readonly difference: ReadonlySignal<BoardDifference>;
  stop(): void;
}

/** Compares a former board with the one that is open, and again while that changes. */
export function compare({ session: { doc } }: Pick<App, 'session'>, past: Pick<Past, 'doc'>): Comparison {
  const both = createBoardDoc();
  applyUpdate(both, encodeState(doc));
  withGone(both, past.doc);
  const board = shownBoard(openBoard(both));
  const difference = signal(differenceOf(past.doc, doc));
  const again = everyFew(pace, () => {
    withGone(both, past.doc);
    difference.value = differenceOf(past.doc, doc);
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
    },
  };
}
