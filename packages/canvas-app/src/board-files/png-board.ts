import { packed, unpacked } from './packed.ts';

/**
 * A board inside a PNG: one `iTXt` chunk with a keyword of its own, compressed, right behind the header, so that it is found at the
 * beginning of a file. Format: PNG (Third Edition), 5.3 chunks, 11.3.3.4 iTXt, annex D (CRC).
 */

const keyword = 'gesso-board';
const signature = [137, 80, 78, 71, 13, 10, 26, 10];
/** Bytes of the signature and the header. */
const afterHeader = 33;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

const crcOf = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

/** The chunk with a board, of a whole file or of its beginning: from where to where its content is. Undefined where there is none. */
function chunkIn(bytes: Uint8Array): { readonly from: number; readonly to: number } | undefined {
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signature.length; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IDAT') return undefined;
    const from = at + 8;
    const name = String.fromCharCode(...bytes.subarray(from, from + keyword.length + 1));
    if (type === 'iTXt' && name === `${keyword}\0`) return { from: from + keyword.length + 1, to: from + length };
    at = from + length + 4;
  }
  return undefined;
}

/** Whether a PNG says in its first bytes that a board is in it. */
export const hasBoardInPng = (head: Uint8Array): boolean => chunkIn(head) !== undefined;

/** The same picture with a board in it. */
export async function withBoardInPng(png: Blob, text: string): Promise<Blob> {
  const { bytes, isPacked } = await packed(text);
  // Keyword, whether it is compressed, the method (0 = zlib), no language, no translated keyword.
  const content = [...ascii(`${keyword}\0`), isPacked ? 1 : 0, 0, 0, 0];
  const chunk = new Uint8Array(12 + content.length + bytes.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length + bytes.length);
  chunk.set(ascii('iTXt'), 4);
  chunk.set(content, 8);
  chunk.set(bytes, 8 + content.length);
  view.setUint32(chunk.length - 4, crcOf(chunk.subarray(4, chunk.length - 4)));
  return new Blob([png.slice(0, afterHeader), chunk, png.slice(afterHeader)], { type: 'image/png' });
}

/** The text of the board in a PNG, of at most so many bytes; undefined where there is none. Rejects where it cannot be unpacked. */
export async function boardInPng(
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunk = chunkIn(bytes);
  if (chunk === undefined || chunk.to > bytes.length) return undefined;
  const isPacked = bytes[chunk.from] === 1;
  // Two texts that end with a zero each come before it.
  const language = bytes.indexOf(0, chunk.from + 2);
  const begin = bytes.indexOf(0, language + 1) + 1;
  if (language < 0 || begin <= 0 || begin > chunk.to) return undefined;
  const content = bytes.slice(begin, chunk.to);
  return isPacked ? await unpacked(content, most) : content;
}
