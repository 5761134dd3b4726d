import { assetsOf, type Element, filedText, type NewElement } from '@gesso/crdt-schema';
import { asDrawn } from '../../editor/create-element.ts';
import { takeTurns } from '../../time-slicing.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { fetchedOnce } from '../../waiting.ts';
import { asRefusal, type HeldPicture, type Pause, reasonOf, refusal } from './format.ts';
import { endings, formatOf } from './formats.ts';
import { importLimits } from './limits.ts';
import { fileOf } from './mirror-picture.ts';
import { openFile } from './open-file.ts';
import { lossesOf, refusedSentence } from './tell.ts';

/** A piece of a file: its name, or '', and the text of a `.gesso` file. */
export interface ReadPiece {
  readonly name: string;
  readonly text: string;
}

/** What pieces may be, as the caller takes them. Letters are UTF-16 units of the texts. */
export interface PieceLimits {
  readonly pieces: number;
  readonly pieceLetters: number;
  readonly letters: number;
  /** Elements of one. */
  readonly elements: number;
}

/** Which limit a file is past: one of its pieces is too large, there are too many, or all together are too large. */
export type PastLimit = 'tooLarge' | 'tooMany' | 'full';

/** What was read of a file that is no board but pieces for boards. */
export interface ReadPieces {
  /** Those within the limits: without what is too large for a piece, and up to where there are too many. */
  readonly pieces: readonly ReadPiece[];
  /** The first limit that was met; undefined where these are all pieces of the file. */
  readonly past: PastLimit | undefined;
  /** What could not be carried, in words with counts. */
  readonly losses: readonly string[];
}

/** An element as a file has it: one that was on no board has no place in its order but that in the list. */
const asFiled = (element: NewElement): Element => ({ ...asDrawn(element), z: 'a0' });

/** Letters that are made of bytes at a time: a call takes no more arguments. */
const chunk = 0x4000;

async function dataUrlOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const letters: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) letters.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  return `data:${file.type};base64,${btoa(letters.join(''))}`;
}

/** A picture of a file: many pieces may show it, and its address is made once. */
interface Shown {
  /** Letters of its address. */
  readonly letters: number;
  /** Rejects for what no piece has room for. */
  readonly address: () => Promise<string>;
}

/** The pictures of a file. What is larger than `most` letters is counted and let go. */
function shownPictures(held: ReadonlyMap<string, HeldPicture>, most: number) {
  const known = new Map<string, Promise<Shown>>();
  const open = async (picture: HeldPicture): Promise<Shown> => {
    const file = await fileOf(picture);
    const letters = `data:${file.type};base64,`.length + Math.ceil(file.size / 3) * 4;
    if (letters > most) return { letters, address: () => Promise.reject(refusal('tooLarge')) };
    return { letters, address: fetchedOnce(() => dataUrlOf(file)) };
  };
  return (asset: string): Promise<Shown> | undefined => {
    const picture = held.get(asset);
    if (picture === undefined) return undefined;
    const shown = known.get(asset) ?? open(picture);
    known.set(asset, shown);
    return shown;
  };
}

/** The text of a piece in `room` letters; undefined where it takes more, which is counted before a picture is encoded. */
async function textOf(
  { name, elements }: { readonly name: string; readonly elements: readonly Element[] },
  shown: ReturnType<typeof shownPictures>,
  room: number,
  pause: Pause,
): Promise<string | undefined> {
  const its = new Map<string, Shown>();
  let letters = 0;
  for (const asset of assetsOf(elements)) {
    await pause();
    const picture = await shown(asset);
    if (picture === undefined) continue;
    letters += asset.length + picture.letters;
    if (letters > room) return undefined;
    its.set(asset, picture);
  }
  const pictures = new Map<string, string>();
  for (const [asset, picture] of its) pictures.set(asset, await picture.address());
  const filed = await filedText({ name, elements, pictures }, pause);
  return filed === undefined || filed.text.length > room ? undefined : filed.text;
}

/** Writes pieces within limits: one after the other, until there are too many. */
async function writePieces(
  pieces: readonly { readonly name: string; readonly elements: readonly NewElement[] }[],
  held: ReadonlyMap<string, HeldPicture>,
  limits: PieceLimits,
  pause: Pause,
): Promise<Pick<ReadPieces, 'pieces' | 'past'>> {
  const shown = shownPictures(held, limits.pieceLetters);
  const written: ReadPiece[] = [];
  let past: PastLimit | undefined;
  let left = limits.letters;
  for (const { name, elements } of pieces) {
    await pause();
    if (written.length >= limits.pieces) return { pieces: written, past: past ?? 'tooMany' };
    const room = Math.min(left, limits.pieceLetters);
    const isSmall = elements.length <= limits.elements;
    const text = isSmall ? await textOf({ name, elements: elements.map(asFiled) }, shown, room, pause) : undefined;
    if (text === undefined) {
      if (isSmall && room < limits.pieceLetters) return { pieces: written, past: past ?? 'full' };
      past ??= 'tooLarge';
      continue;
    }
    left -= text.length;
    written.push({ name, text });
  }
  return { pieces: written, past };
}

const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]+$/i, '');

/**
 * Reads a file as pieces: those of a library, or all that is in another as one piece. Nothing is put on a board. Pages of a PDF are too large
 * for pieces: it is not read. Rejects with `Failure`, or with the signal's reason.
 */
export async function readPieces(
  file: Blob,
  name: string,
  signal: AbortSignal,
  limits: PieceLimits,
): Promise<ReadPieces> {
  if (file.size > importLimits.bytes) throw refusal('tooLarge');
  const format = await formatOf(file, name);
  if (format === undefined || format === 'pdf') throw refusal('unknown');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const opened = await openFile({ bytes, format, name, board: undefined }, signal);
  try {
    const elements: NewElement[] = [];
    for (let turn = 0; turn < opened.turns; turn += 1) elements.push(...(await opened.elementsOf(turn)));
    let from = 0;
    const pieces = (opened.pieces ?? [{ name: withoutEnding(name), elements: elements.length }]).map((piece) => {
      const its = elements.slice(from, from + piece.elements);
      from += piece.elements;
      return { name: piece.name, elements: its };
    });
    const written = await writePieces(pieces, opened.pictures, limits, takeTurns(signal));
    return { ...written, losses: lossesOf(opened.report) };
  } finally {
    opened.close();
  }
}

/** The endings of files that hold pieces. */
const endingsOfPieces = endings.filter((ending) => ending !== '.pdf');

/** Why `readPieces` gave nothing, in a sentence with what to do. */
export function refusedWords(error: unknown, name: string): string {
  const failure = asRefusal(error);
  const reason = reasonOf(failure);
  return reason === undefined ? sentenceOf(failure) : refusedSentence(name, reason, endingsOfPieces);
}
