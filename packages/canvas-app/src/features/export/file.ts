import { type BoardDoc, type Element, exportComments } from '@gesso/crdt-schema';
import { boardText } from '../../board-files/gesso-file.ts';
import { withBoardInPng } from '../../board-files/png-board.ts';
import { withBoardInSvg } from '../../board-files/svg-board.ts';
import { takeTurns } from '../../time-slicing.ts';

/** A board as a `.gesso` file. `commented`: where its comments are, if they go along. */
export const writeBoardFile = async (
  name: string,
  elements: readonly Element[],
  commented?: BoardDoc,
): Promise<Blob> => {
  const beside = commented === undefined ? {} : { comments: exportComments(commented) };
  return new Blob([await boardText(name, elements, beside)], { type: 'application/vnd.gesso+json' });
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
