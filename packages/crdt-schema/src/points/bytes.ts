/**
 * Bytes written and read one by one. uvar = unsigned LEB128 of 32 bits, svar = zigzag of an int32, then uvar; both take
 * at most 5 bytes.
 */

export interface ByteWriter {
  readonly bytes: Uint8Array;
  at: number;
}

/** `most` is the size of the buffer; writing beyond it is lost, so callers give an upper bound. */
export const byteWriter = (most: number): ByteWriter => ({ bytes: new Uint8Array(most), at: 0 });

export const written = (w: ByteWriter): Uint8Array => w.bytes.slice(0, w.at);

export const writeByte = (w: ByteWriter, value: number): void => {
  w.bytes[w.at++] = value;
};

export const writeUnsigned = (w: ByteWriter, value: number): void => {
  let rest = value >>> 0;
  while (rest > 0x7f) {
    w.bytes[w.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  w.bytes[w.at++] = rest;
};

export const writeSigned = (w: ByteWriter, value: number): void => writeUnsigned(w, (value << 1) ^ (value >> 31));

export interface ByteReader {
  readonly bytes: Uint8Array;
  at: number;
  /** Set once anything was missing or out of range; what is read after that means nothing. */
  bad: boolean;
}

export const byteReader = (bytes: Uint8Array, at = 0): ByteReader => ({ bytes, at, bad: false });

/** Everything was read, nothing was wrong, and nothing is left over. */
export const readAll = (r: ByteReader): boolean => !r.bad && r.at === r.bytes.length;

export const readByte = (r: ByteReader): number => {
  const byte = r.bytes[r.at++];
  if (byte !== undefined) return byte;
  r.bad = true;
  return 0;
};

export const readUnsigned = (r: ByteReader): number => {
  const first = r.bytes[r.at++];
  if (first === undefined) {
    r.bad = true;
    return 0;
  }
  if (first < 0x80) return first;
  let value = first & 0x7f;
  for (let shift = 7; shift <= 28; shift += 7) {
    const byte = r.bytes[r.at++];
    if (byte === undefined || (shift === 28 && byte > 0x0f)) break;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  r.bad = true;
  return 0;
};

export const readSigned = (r: ByteReader): number => {
  const value = readUnsigned(r);
  return (value >>> 1) ^ -(value & 1);
};
