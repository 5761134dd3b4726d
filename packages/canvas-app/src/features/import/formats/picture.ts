import { CannotUnpack, TooMuch } from '../../../board-files/packed.ts';
import { boardInPng } from '../../../board-files/png-board.ts';
import { boardInSvg } from '../../../board-files/svg-board.ts';
import { type Read, type Refused, refusal } from '../format.ts';
import { importLimits } from '../limits.ts';
import { readJson } from '../read-json.ts';
import { readBoard } from './gesso.ts';

const reasonOf = (error: unknown): Refused => {
  if (error instanceof TooMuch) return 'tooLarge';
  return error instanceof CannotUnpack ? 'cannotUnpack' : 'damaged';
};

/** The board in a PNG. */
export const readPng: Read = async (bytes, pause) => {
  const text = await boardInPng(bytes, importLimits.bytes).catch((error: unknown) => {
    throw refusal(reasonOf(error));
  });
  if (text === undefined) throw refusal('damaged');
  return await readBoard(readJson(text), pause);
};

/** The board in an SVG. */
export const readSvg: Read = async (bytes, pause) => {
  const text = boardInSvg(new TextDecoder().decode(bytes));
  if (text === undefined) throw refusal('damaged');
  return await readBoard(readJson(new TextEncoder().encode(text)), pause);
};
