import { type Element, exportComments, openBoard } from '@gesso/crdt-schema';
import { shownBoard } from '@gesso/drawing';
import { documentOf } from '../stores/compaction.ts';

/** A board as it is stored: see `Loaded`. */
export interface Stored {
  readonly parts: readonly Uint8Array[];
  readonly unchecked?: number | undefined;
}

/** What a board holds. */
export interface BoardContent {
  readonly name: string;
  readonly elements: readonly Element[];
  /** What is said about it, as files have it. */
  comments(): readonly unknown[];
}

/** Reads what is to be seen of a board that is stored. Takes as long as it is large. */
export function contentOf({ parts, unchecked }: Stored): BoardContent {
  const doc = documentOf(parts, unchecked);
  const board = shownBoard(openBoard(doc));
  return { name: board.name, elements: board.all(), comments: () => exportComments(doc) };
}
