import {
  type BoardDoc,
  boardFile,
  boardFilePictures,
  boardText,
  type Element,
  exportComments,
} from '@gesso/crdt-schema';
import { withBoardInPng } from '../../board-files/png-board.ts';
import { withBoardInSvg } from '../../board-files/svg-board.ts';
import { takeTurns } from '../../time-slicing.ts';
import { dataUrlsFor, type LoadsPictures } from './shown-pictures.ts';

/** Data URLs of the pictures on elements, as many as a file holds. */
const picturesIn = async (elements: readonly Element[], shown: LoadsPictures): Promise<ReadonlyMap<string, string>> => {
  const addresses = await dataUrlsFor(elements, shown);
  const held = new Map<string, string>();
  let left: number = boardFilePictures.bytes;
  for (const [asset, address] of addresses) {
    if (held.size >= boardFilePictures.count || address.length > left) continue;
    held.set(asset, address);
    left -= address.length;
  }
  return held;
};

/** What goes into a `.gesso` file besides its elements: `doc` has the comments, if they go along, `shown` the pictures. */
export interface FileSources {
  readonly doc?: BoardDoc | undefined;
  readonly shown?: LoadsPictures;
  /** Ends the work once nobody wants the file any more. */
  readonly signal?: AbortSignal;
}

/** A board as a `.gesso` file. Rejects with the signal's reason once nobody wants it any more. */
export const writeBoardFile = async (
  name: string,
  elements: readonly Element[],
  { doc, shown, signal = new AbortController().signal }: FileSources = {},
): Promise<Blob> => {
  const beside = {
    ...(doc === undefined ? {} : { comments: exportComments(doc) }),
    ...(shown === undefined ? {} : { pictures: await picturesIn(elements, shown) }),
  };
  signal.throwIfAborted();
  const text = await boardText(name, elements, beside, takeTurns(signal));
  return new Blob([text], { type: boardFile.mediaType });
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
