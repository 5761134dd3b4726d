/** The size of a picture by its header: what it takes when it is decoded is known before it is. */

/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const letters = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/** WebP container (RFC 9649), by its first chunk. */
function sizeOfWebp(bytes: Buffer): PictureSize | undefined {
  const chunk = letters(bytes, 12, 16);
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ') return { width: bytes.readUInt16LE(26) % 2 ** 14, height: bytes.readUInt16LE(28) % 2 ** 14 };
  if (chunk !== 'VP8L') return undefined;
  const bits = bytes.readUInt32LE(21);
  return { width: (bits % 2 ** 14) + 1, height: (Math.floor(bits / 2 ** 14) % 2 ** 14) + 1 };
}

/** The size of a PNG or a WebP, the two that the store keeps; undefined for everything else. */
export function pictureSizeOf(file: Uint8Array): PictureSize | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 30) return undefined;
  if (letters(bytes, 1, 4) === 'PNG') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 12) === 'WEBP' ? sizeOfWebp(bytes) : undefined;
}
