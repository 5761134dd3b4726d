import { Unzlib } from 'fflate';
import type { Pause } from './format.ts';
import { refusal } from './format.ts';

/**
 * What the streams of a PDF unpack to (ISO 32000-1, 7.3.8 and 7.4.4), counted before anything reads it: a reader unpacks all of one at once,
 * and three kilobytes may be gigabytes.
 */

/** Bytes that one stream may unpack to: the pixels of the largest picture that is read, three bytes each. */
const mostUnpacked = 192 * 1024 * 1024;
/** How often a stream may be packed: twice makes no sense already. */
const mostLayers = 2;
/** Bytes that are unpacked at a time: they become a thousand times as many at most. */
const pieceBytes = 1_024;

/** Whether bytes begin as what zlib packs does (RFC 1950, 2.2): a reader of PDFs refuses all else. */
const isPacked = ([method = 0, flags = 0]: Uint8Array): boolean =>
  (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0 && (flags & 0x20) === 0;

/** What comes out of packed bytes, as far as they make sense; what lies behind their end says nothing. */
function* unpacked(packed: Iterable<Uint8Array>): Generator<Uint8Array> {
  const out: Uint8Array[] = [];
  const stream = new Unzlib((data) => out.push(data));
  try {
    for (const bytes of packed)
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        stream.push(bytes.subarray(from, from + pieceBytes));
        yield* out.splice(0);
      }
  } catch {
    // A reader of PDFs stops there too.
  }
}

/** Counts what bytes unpack to. Throws a refusal where that is too much. Returns whether it is packed again. */
async function count(content: Iterable<Uint8Array>, pause: Pause): Promise<boolean> {
  let size = 0;
  const head = new Uint8Array(2);
  for (const piece of content) {
    if (size < head.length) head.set(piece.subarray(0, head.length - size), size);
    size += piece.length;
    if (size > mostUnpacked) throw refusal('tooLarge');
    await pause();
  }
  return isPacked(head);
}

async function checkStream(bytes: Uint8Array, pause: Pause): Promise<void> {
  let content: () => Iterable<Uint8Array> = () => [bytes];
  for (let layers = 0; layers < mostLayers; layers += 1) {
    const outer = content;
    content = () => unpacked(outer());
    if (!(await count(content(), pause))) return;
  }
  throw refusal('tooLarge');
}

/** Where the next of some letters stands, from a place on. */
const placeOf = (bytes: Uint8Array, letters: readonly number[], from: number): number => {
  const [first = 0] = letters;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (letters.every((letter, i) => bytes[at + i] === letter)) return at;
  return -1;
};

const codesOf = (word: string): readonly number[] => [...word].map((letter) => letter.charCodeAt(0));
const begin = codesOf('stream');
const end = codesOf('endstream');
const [lineFeed, carriageReturn] = [10, 13];

/** Rejects with a refusal for a PDF in which a stream unpacks to more than is read of any. */
export async function checkStreams(bytes: Uint8Array<ArrayBuffer>, pause: Pause): Promise<void> {
  for (let at = placeOf(bytes, begin, 0); at >= 0; ) {
    const after = at + begin.length;
    const from = after + (bytes[after] === carriageReturn ? 1 : 0) + 1;
    const isStream = bytes[from - 1] === lineFeed || bytes[from - 1] === carriageReturn;
    const stop = isStream ? placeOf(bytes, end, from) : -1;
    const to = stop < 0 ? bytes.length : stop;
    if (isStream && isPacked(bytes.subarray(from, from + 2))) await checkStream(bytes.subarray(from, to), pause);
    at = placeOf(bytes, begin, isStream && stop >= 0 ? stop + end.length : after);
  }
}
