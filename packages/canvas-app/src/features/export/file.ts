import {
  type BoardDoc,
  boardFile,
  boardFilePictures,
  boardText,
  type Element,
  exportComments,
  Failure,
} from '@gesso/crdt-schema';
import { withBoardInPng } from '../../board-files/png-board.ts';
import { withBoardInSvg } from '../../board-files/svg-board.ts';
import { takeTurns } from '../../time-slicing.ts';
import { dataUrlsFor, type LoadsPictures } from './shown-pictures.ts';

/** Bytes of a `.gesso` file that Gesso opens again. */
export const mostFileBytes = 64 * 1024 * 1024;

/** Bytes around the pictures of a file. */
const pictureFrame = 16;

/** Those of data URLs that a file holds in `room` bytes. */
const fitting = (addresses: ReadonlyMap<string, string>, room: number): ReadonlyMap<string, string> => {
  const held = new Map<string, string>();
  let left = Math.min(boardFilePictures.bytes, room);
  for (const [asset, address] of addresses) {
    const bytes = JSON.stringify([asset, address]).length;
    if (held.size >= boardFilePictures.count || bytes > left) continue;
    held.set(asset, address);
    left -= bytes;
  }
  return held;
};

/** What goes into a `.gesso` file besides its elements: `doc` has the comments, if they go along, `shown` the pictures. */
export interface FileSources {
  readonly doc?: BoardDoc | undefined;
  readonly shown?: LoadsPictures;
  /** Ends the work once nobody wants the file any more. */
  readonly signal?: AbortSignal;
  /** Bytes that it may have; absent = as many as Gesso opens. */
  readonly most?: number;
}

/**
 * A board as a `.gesso` file, with the pictures that its text leaves room for. Rejects with `TOO_LARGE` where the text alone is larger than
 * Gesso opens, and with the signal's reason once nobody wants it any more.
 */
export const writeBoardFile = async (
  name: string,
  elements: readonly Element[],
  { doc, shown, signal = new AbortController().signal, most = mostFileBytes }: FileSources = {},
): Promise<Blob> => {
  const comments = doc === undefined ? {} : { comments: exportComments(doc) };
  const addresses = shown === undefined ? new Map<string, string>() : await dataUrlsFor(elements, shown);
  const written = async (pictures: ReadonlyMap<string, string>) => {
    signal.throwIfAborted();
    const text = await boardText(name, elements, { ...comments, pictures }, takeTurns(signal));
    return new Blob([text], { type: boardFile.mediaType });
  };
  const whole = await written(fitting(addresses, boardFilePictures.bytes));
  if (whole.size <= most) return whole;
  const { size } = await written(new Map());
  if (size > most) throw new Failure('TOO_LARGE', 'a file of the board');
  return await written(fitting(addresses, most - size - pictureFrame));
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
