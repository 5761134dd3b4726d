import { write, writeAny, writeVarString, writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';

/** Types of lib0's any-encoding that hold strings. All others are written by lib0. */
const text = 119;
const object = 118;
const array = 117;

/** Longest string written here (characters): keys, ids, colors. A browser's own encoder is as quick for longer ones. */
const short = 32;
const lastAscii = 0x7f;

/**
 * Writes updates byte for byte as Yjs does. Most of a board is short strings, and lib0 hands each of them to the platform's encoder:
 * in browsers the way there and back takes longer than all else that writing a board takes. Here ASCII is put in its place at once.
 */
export class AsciiEncoder extends Y.UpdateEncoderV1 {
  override writeString(value: string): void {
    const encoder = this.restEncoder;
    const { cbuf, cpos } = encoder;
    const { length } = value;
    if (length > short || cpos + 1 + length > cbuf.length) {
      writeVarString(encoder, value);
      return;
    }
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > lastAscii) {
        // Nothing counts as written until the position has moved.
        writeVarString(encoder, value);
        return;
      }
      cbuf[cpos + 1 + i] = code;
    }
    cbuf[cpos] = length;
    encoder.cpos = cpos + 1 + length;
  }

  override writeKey(key: string): void {
    this.writeString(key);
  }

  override writeAny(value: unknown): void {
    const encoder = this.restEncoder;
    if (typeof value === 'string') {
      write(encoder, text);
      this.writeString(value);
    } else if (Array.isArray(value)) {
      write(encoder, array);
      writeVarUint(encoder, value.length);
      for (let i = 0; i < value.length; i++) this.writeAny(value[i]);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
      write(encoder, object);
      const record = value as Readonly<Record<string, unknown>>;
      const keys = Object.keys(record);
      writeVarUint(encoder, keys.length);
      for (const key of keys) {
        this.writeString(key);
        this.writeAny(record[key]);
      }
    } else writeAny(encoder, value as Parameters<typeof writeAny>[1]);
  }
}
