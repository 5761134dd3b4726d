import type { ElementId } from '../ids.ts';

/** Where a thread is pinned. */
export type CommentAnchor =
  /** A place, in board units. */
  | { readonly x: number; readonly y: number }
  /** An element; `x`, `y` is where the pin was, for when the element is gone, `dx`, `dy` how far it is from the element's x, y. */
  | {
      readonly x: number;
      readonly y: number;
      readonly element: ElementId;
      readonly dx: number;
      readonly dy: number;
    };

export interface CommentEntry {
  readonly id: string;
  /** `id`: the person's id, which the server has attested. */
  readonly author: { readonly id: string; readonly name: string };
  /** When it was written by its author's clock, ms since 1970. */
  readonly at: number;
  readonly editedAt: number | undefined;
  readonly text: string;
  /** Ids of the people it mentions. */
  readonly mentions: readonly string[];
  /** Name of the author in the file it came from: the person in `author` has only brought it. */
  readonly quotedFrom: string | undefined;
}

export interface CommentThread {
  readonly id: string;
  readonly anchor: CommentAnchor;
  /** Id of the person who pinned it, and may move it as those may who change the board. */
  readonly pinnedBy: string;
  /** By time, then id; never empty. */
  readonly entries: readonly CommentEntry[];
  readonly resolved: { readonly by: string; readonly at: number } | undefined;
}

/** What a person writes. */
export interface CommentDraft {
  readonly text: string;
  readonly mentions?: readonly string[];
}
