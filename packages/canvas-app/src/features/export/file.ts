import { type Element, Failure, fromPlain, type NewElement, toPlain } from '@gesso/crdt-schema';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
const fileType = 'gesso/board';
const fileVersion = 1;

/** A board as a file: plain JSON that a person can read and another program can use. */
export const writeBoardFile = (name: string, elements: readonly Element[]): Blob =>
  new Blob([JSON.stringify({ type: fileType, version: fileVersion, name, elements: elements.map(toPlain) })], {
    type: 'application/vnd.gesso+json',
  });

/** The elements of a file, named as they were there. Throws MALFORMED for anything that is not such a file. */
export const readBoardFile = (text: string): NewElement[] => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('MALFORMED', 'this is not a .gesso file');
  }
  const { type, version, elements } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (type !== fileType || version !== fileVersion || !Array.isArray(elements)) {
    throw new Failure('MALFORMED', 'this is not a .gesso file of a version that is known here');
  }
  return elements.map(fromPlain);
};
