import { Unzlib } from 'fflate';
import { type Pause, refusal } from './format.ts';
import { importLimits } from './limits.ts';

/**
 * What the streams of a PDF unpack to (ISO 32000-1, 7.3.8 and 7.4.4), counted before anything reads it: a reader unpacks all of one at once,
 * and three kilobytes may be gigabytes.
 */

/** Bytes that one stream may unpack to: the pixels of the largest picture that is read, three bytes each. */
const mostUnpacked = 3 * importLimits.pagePicture;
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

/** What the data of a stream follows, and what ends it. */
const begin = /stream\r?[\n\r]/g;
const end = 'endstream';

/**
 * Rejects with a refusal for a PDF in which a stream unpacks to more than is read of any. Where objects lie is not asked: a file may say
 * that one lies within another.
 */
export async function checkStreams(bytes: Uint8Array, pause: Pause): Promise<void> {
  // A letter for each byte: places in it are places in the file.
  const text = new TextDecoder('latin1').decode(bytes);
  let to = 0;
  for (const { index, 0: word } of text.matchAll(begin)) {
    const from = index + word.length;
    if (to < from) {
      const ended = text.indexOf(end, from);
      to = ended < 0 ? bytes.length : ended;
    }
    if (isPacked(bytes.subarray(from, from + 2))) await checkStream(bytes.subarray(from, to), pause);
    await pause();
  }
}
