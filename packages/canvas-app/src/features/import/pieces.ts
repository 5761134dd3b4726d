import { assetsOf, type Element, filedText, type NewElement } from '@gesso/crdt-schema';
import { asDrawn } from '../../editor/create-element.ts';
import { takeTurns } from '../../time-slicing.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { asRefusal, type HeldPicture, reasonOf, refusal } from './format.ts';
import { formatOf } from './formats.ts';
import { importLimits } from './limits.ts';
import { fileOf } from './mirror-picture.ts';
import { openFile } from './open-file.ts';
import { lossesOf, refusedSentence } from './tell.ts';

/** A piece of a file: its name, or '', and the text of a `.gesso` file. */
export interface ReadPiece {
  readonly name: string;
  readonly text: string;
}

/** What was read of a file that is no board but pieces for boards. */
export interface ReadPieces {
  readonly pieces: readonly ReadPiece[];
  /** What could not be carried, in words with counts. */
  readonly losses: readonly string[];
}

/** An element as a file has it: one that was on no board has no place in its order but that in the list. */
const asFiled = (element: NewElement): Element => ({ ...asDrawn(element), z: 'a0' });

/** Letters that are made of bytes at a time: a call takes no more arguments. */
const chunk = 0x4000;

async function dataUrlOf(picture: HeldPicture): Promise<string> {
  const file = await fileOf(picture);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const letters: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) letters.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  return `data:${file.type};base64,${btoa(letters.join(''))}`;
}

/** The pictures that elements show, of those of the file. */
async function picturesIn(
  elements: readonly Element[],
  held: ReadonlyMap<string, HeldPicture>,
): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  for (const asset of assetsOf(elements)) {
    const picture = held.get(asset);
    if (picture !== undefined) pictures.set(asset, await dataUrlOf(picture));
  }
  return pictures;
}

const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]+$/i, '');

/**
 * Reads a file as pieces: those of a library, or all that is in another as one piece. Nothing is put on a board. Rejects with `Failure`, or
 * with the signal's reason.
 */
export async function readPieces(file: Blob, name: string, signal: AbortSignal): Promise<ReadPieces> {
  if (file.size > importLimits.bytes) throw refusal('tooLarge');
  const format = await formatOf(file, name);
  if (format === undefined) throw refusal('unknown');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const opened = await openFile({ bytes, format, name, board: undefined }, signal);
  try {
    const elements: NewElement[] = [];
    for (let turn = 0; turn < opened.turns; turn += 1) elements.push(...(await opened.elementsOf(turn)));
    const pause = takeTurns(signal);
    const pieces: ReadPiece[] = [];
    let from = 0;
    for (const piece of opened.pieces ?? [{ name: withoutEnding(name), elements: elements.length }]) {
      await pause();
      const its = elements.slice(from, from + piece.elements).map(asFiled);
      from += piece.elements;
      const pictures = await picturesIn(its, opened.pictures);
      const filed = await filedText({ name: piece.name, elements: its, pictures }, pause);
      if (filed !== undefined) pieces.push({ name: piece.name, text: filed.text });
    }
    return { pieces, losses: lossesOf(opened.report) };
  } finally {
    opened.close();
  }
}

/** Why `readPieces` gave nothing, in a sentence with what to do. */
export function refusedWords(error: unknown, name: string): string {
  const failure = asRefusal(error);
  const reason = reasonOf(failure);
  return reason === undefined ? sentenceOf(failure) : refusedSentence(name, reason);
}
