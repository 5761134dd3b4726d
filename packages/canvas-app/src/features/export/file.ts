import {
  type BoardDoc,
  type Commenter,
  type Element,
  exportComments,
  Failure,
  fromPlain,
  importComments,
  type NewElement,
  toPlain,
} from '@gesso/crdt-schema';
import { copiesOf } from '../../editor/create-element.ts';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
const fileType = 'gesso/board';
const fileVersion = 1;

/** A board as a file: plain JSON that a person can read and another program can use. `commented`: where its comments are, if they go along. */
export const writeBoardFile = (name: string, elements: readonly Element[], commented?: BoardDoc): Blob => {
  const comments = commented === undefined ? [] : exportComments(commented);
  const file = { type: fileType, version: fileVersion, name, elements: elements.map(toPlain) };
  return new Blob([JSON.stringify(comments.length > 0 ? { ...file, comments } : file)], {
    type: 'application/vnd.gesso+json',
  });
};

/** What a file holds: elements named as they were there, and comments that are read when they are written. */
export interface BoardFile {
  readonly elements: readonly NewElement[];
  readonly comments: unknown;
}

/** Reads a file. Throws MALFORMED for anything that is not such a file. */
export const readBoardFile = (text: string): BoardFile => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('MALFORMED', 'this is not a .gesso file');
  }
  const { type, version, elements, comments } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (type !== fileType || version !== fileVersion || !Array.isArray(elements)) {
    throw new Failure('MALFORMED', 'this is not a .gesso file of a version that is known here');
  }
  return { elements: elements.map(fromPlain), comments };
};

/** Where a file is brought to, and by whom; its comments stay away where that is not known. */
export interface Destination {
  readonly doc: BoardDoc;
  readonly me: Commenter | undefined;
  readonly addAll: (elements: readonly NewElement[]) => string[];
}

/** Adds what a file holds as copies, to which its comments are pinned. Returns the ids of the elements. */
export const bringBoardFile = ({ elements, comments }: BoardFile, { doc, me, addAll }: Destination): string[] => {
  const copies = copiesOf(elements, { x: 0, y: 0 });
  const ids = addAll(copies);
  const copied = new Map(elements.map(({ id }, i) => [id, copies[i]?.id]));
  if (me !== undefined)
    importComments(comments, doc, {
      me,
      placed(anchor) {
        const { x, y } = anchor;
        const element = 'element' in anchor ? copied.get(anchor.element) : undefined;
        return 'element' in anchor && element !== undefined ? { ...anchor, element } : { x, y };
      },
    });
  return ids;
};
