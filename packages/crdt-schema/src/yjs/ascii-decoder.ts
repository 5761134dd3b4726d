import { readAny, readVarString, readVarUint } from 'lib0/decoding';
import * as Y from 'yjs';

/** Types of lib0's any-encoding that hold strings. All others are read by lib0. */
const text = 119;
const object = 118;
const array = 117;

/** Longest string read here (bytes): ids, keys, colors. A browser's own decoder is as quick for longer ones. */
const short = 32;

const signs = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Short ASCII by fours: one letter at a time would make a string per letter. Undefined when it is not ASCII. */
const readAscii = (bytes: Uint8Array, from: number, to: number): string | undefined => {
  let read = '';
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
    if ((a | b | c | d) > 127) return undefined;
    read += String.fromCharCode(a, b, c, d);
  }
  for (; at < to; at++) {
    const sign = signs[bytes[at] ?? 0];
    if (sign === undefined) return undefined;
    read += sign;
  }
  return read;
};

/**
 * Reads updates exactly as Yjs does. Most of a board is short strings, and Yjs hands each of them to the platform's decoder:
 * in browsers half of the time that reading a board takes.
 */
export class AsciiDecoder extends Y.UpdateDecoderV1 {
  override readString(): string {
    const decoder = this.restDecoder;
    const begin = decoder.pos;
    const length = readVarUint(decoder);
    const end = decoder.pos + length;
    const read = length <= short && end <= decoder.arr.length ? readAscii(decoder.arr, decoder.pos, end) : undefined;
    decoder.pos = read === undefined ? begin : end;
    return read ?? readVarString(decoder);
  }

  override readKey(): string {
    return this.readString();
  }

  override readAny(): unknown {
    const decoder = this.restDecoder;
    switch (decoder.arr[decoder.pos]) {
      case text:
        decoder.pos++;
        return this.readString();
      case object: {
        decoder.pos++;
        const read: Record<string, unknown> = {};
        for (let left = readVarUint(decoder); left > 0; left--) {
          const key = this.readString();
          read[key] = this.readAny();
        }
        return read;
      }
      case array: {
        decoder.pos++;
        const read: unknown[] = [];
        for (let left = readVarUint(decoder); left > 0; left--) read.push(this.readAny());
        return read;
      }
      default:
        return readAny(decoder);
    }
  }
}
