import { type Element, toPlain } from '@gesso/crdt-schema';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
export const fileType = 'gesso/board';
export const fileVersion = 1;

/** What goes into a file beside its elements. */
export interface Beside {
  /** The board whose elements these are, under their own ids. */
  readonly board?: string | undefined;
  readonly comments?: readonly unknown[];
}

/** A board as text: plain JSON that a person can read and another program can use. */
export const boardText = (name: string, elements: readonly Element[], { board, comments = [] }: Beside = {}): string =>
  JSON.stringify({
    type: fileType,
    version: fileVersion,
    name,
    ...(board === undefined ? {} : { board }),
    elements: elements.map(toPlain),
    ...(comments.length > 0 ? { comments } : {}),
  });
