import {
  type BoardDoc,
  boardFile,
  boardText,
  type Element,
  exportComments,
  Failure,
  filedText,
} from '@gesso/crdt-schema';
import { withBoardInPng } from '../../board-files/png-board.ts';
import { withBoardInSvg } from '../../board-files/svg-board.ts';
import { takeTurns } from '../../time-slicing.ts';
import { dataUrlsFor, type LoadsPictures } from './shown-pictures.ts';

/** What goes into a `.gesso` file besides its elements: `doc` has the comments, if they go along, `shown` the pictures. */
export interface FileSources {
  readonly doc?: BoardDoc | undefined;
  readonly shown?: LoadsPictures;
  /** Ends the work once nobody wants the file any more. */
  readonly signal?: AbortSignal;
}

/** A file that is taken away, and how many of its pictures are only named in it. */
export interface WrittenFile {
  readonly blob: Blob;
  readonly missing: number;
}

/**
 * A board as a `.gesso` file, with the pictures that its text leaves room for. Rejects with `TOO_LARGE` where the text alone is larger than
 * Gesso opens, and with the signal's reason once nobody wants it any more.
 */
export const writeBoardFile = async (
  name: string,
  elements: readonly Element[],
  { doc, shown, signal = new AbortController().signal }: FileSources = {},
): Promise<WrittenFile> => {
  const comments = doc === undefined ? [] : exportComments(doc);
  const pictures = shown === undefined ? new Map<string, string>() : await dataUrlsFor(elements, shown);
  signal.throwIfAborted();
  const filed = await filedText({ name, elements, comments, pictures }, takeTurns(signal));
  signal.throwIfAborted();
  if (filed === undefined) throw new Failure('TOO_LARGE', 'a file of the board');
  return { blob: new Blob([filed.text], { type: boardFile.mediaType }), missing: filed.missing };
};

/** The same picture, a PNG or an SVG, with the elements in it under their own ids, and the board they are of. */
export const withBoard = async (
  picture: Blob,
  name: string,
  elements: readonly Element[],
  board: string | undefined,
): Promise<Blob> => {
  const text = await boardText(name, elements, { board }, takeTurns(new AbortController().signal));
  return await (picture.type === 'image/png' ? withBoardInPng : withBoardInSvg)(picture, text);
};
