import { utf8TextEncoder } from 'lib0/string';

/** The part of a `TextEncoder` that lib0 writes strings with. */
interface Encoder {
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

/** Longest string written here (characters): keys, ids, colours. A browser's own encoder is as quick for longer ones. */
const short = 32;
const lastAscii = 0x7f;

let done = false;

/**
 * Makes lib0, and with it Yjs, write short strings quickly from now on; calling it again does nothing. Most of a board is short
 * strings, and lib0 hands each of them to the platform's encoder: in browsers the way there and back takes thirty times as long
 * as the work, and more than half of the time that writing a board takes. Yjs has no place for an encoder of one's own, so
 * the one that lib0 keeps for itself learns to write ASCII in place. Not a byte is different.
 */
export const patchAsciiEncoder = (): void => {
  const encoder: Encoder | null = utf8TextEncoder;
  if (done || encoder === null) return;
  done = true;
  const slowly = encoder.encodeInto.bind(encoder);
  encoder.encodeInto = (text, into) => {
    const { length } = text;
    if (length > short || length > into.length) return slowly(text, into);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > lastAscii) return slowly(text, into);
      into[i] = code;
    }
    return { read: length, written: length };
  };
};
