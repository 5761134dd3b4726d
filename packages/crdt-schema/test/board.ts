import * as Y from 'yjs';
import {
  type Board,
  type BoardOptions,
  type Change,
  createBoardDoc,
  followMarks,
  type NewElement,
  openBoard,
} from '../src/index.ts';
import { seededRandom } from '../src/testing.ts';

/** A board of its own with ids and keys that are the same in every run. */
export const newBoard = (options: BoardOptions = {}): { readonly doc: Y.Doc; readonly board: Board } => {
  const doc = createBoardDoc();
  const board = openBoard(doc, { random: seededRandom(1), ...options });
  board.keepMarks(followMarks);
  return { doc, board };
};

/** Two boards that hear of each other at once, or only when `tell` is called while `apart`. */
export const pair = () => {
  const a = newBoard({ random: seededRandom(1) });
  const b = newBoard({ random: seededRandom(2) });
  const tell = (): void => {
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc)), 'peer');
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc)), 'peer');
  };
  return { a: a.board, b: b.board, docs: [a.doc, b.doc] as const, tell };
};

export const rect = (props: Partial<Extract<NewElement, { kind: 'rect' }>> = {}): NewElement => ({
  kind: 'rect',
  x: 0,
  y: 0,
  ...props,
});

export const line = (...xy: number[]) => ({ xy: Float32Array.from(xy) });

/** Everything a board tells while `run` runs. */
export const changesDuring = (board: Board, run: () => void): Change[] => {
  const changes: Change[] = [];
  const stop = board.onChange((change) => changes.push(change));
  run();
  stop();
  return changes;
};
