/** What a file is, by its own first bytes. What its sender calls it is not asked. */

import { KiB } from '../units.ts';

export type PictureType = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' | 'svg';

/** How much of a file is looked through for the beginning of an SVG, behind its declarations and comments. In bytes. */
const prologBytes = 16 * KiB;

const startsWith = (bytes: Uint8Array, letters: string, at = 0): boolean =>
  bytes.length >= at + letters.length &&
  Array.from(letters).every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** ISO base media files name what they can be read as: one brand first, and others behind it. */
const isAvif = (bytes: Uint8Array): boolean => {
  if (!startsWith(bytes, 'ftyp', 4)) return false;
  const end = Math.min(((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0), bytes.length);
  for (let at = 8; at + 4 <= end; at += 4)
    if (startsWith(bytes, 'avif', at) || startsWith(bytes, 'avis', at)) return true;
  return false;
};

/** The text behind declarations, comments and a document type; undefined where one of them has no end. */
const behindProlog = (text: string): string | undefined => {
  let rest = text.replace(/^\uFEFF/, '').trimStart();
  for (;;) {
    const close = rest.startsWith('<?') ? '?>' : rest.startsWith('<!--') ? '-->' : docTypeClose(rest);
    if (close === undefined) return rest;
    const end = rest.indexOf(close);
    if (end < 0) return undefined;
    rest = rest.slice(end + close.length).trimStart();
  }
};

/** What ends the document type that a text begins with. One with definitions of its own ends behind their bracket. */
const docTypeClose = (text: string): string | undefined => {
  if (!/^<!doctype/i.test(text)) return undefined;
  const bracket = text.indexOf('[');
  const end = text.indexOf('>');
  return bracket >= 0 && bracket < end ? ']>' : '>';
};

const isSvg = (bytes: Uint8Array): boolean => {
  const text = new TextDecoder().decode(bytes.subarray(0, prologBytes));
  return /^<(?:svg:)?svg[\s>]/.test(behindProlog(text) ?? '');
};

/** Which picture these bytes begin as, or undefined for everything else. Whether the rest holds is found out by decoding it. */
export const pictureTypeOf = (bytes: Uint8Array): PictureType | undefined => {
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  if (isAvif(bytes)) return 'avif';
  return isSvg(bytes) ? 'svg' : undefined;
};

/** Whether a picture was stored without loss: then it is kept as exact as it came, where that does not take too much. */
export const isExact = (type: PictureType, bytes: Uint8Array): boolean =>
  type === 'png' || type === 'gif' || type === 'svg' || (type === 'webp' && startsWith(bytes, 'VP8L', 12));
