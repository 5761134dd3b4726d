/** Several frames for one connection, in order. */
export interface Batch {
  readonly frames: readonly Uint8Array[];
  /** The same as they travel: each with the header of a WebSocket message. Made once, shared by everybody it goes to. */
  readonly framed: () => Uint8Array;
}

export const batch = (frames: readonly Uint8Array[]): Batch => {
  let made: Uint8Array | undefined;
  return {
    frames,
    framed() {
      made ??= frameMessages(frames);
      return made;
    },
  };
};

/** Bytes in front of a payload of a server's message: final, binary, not masked (RFC 6455, section 5.2). */
const headerLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

const writeHeader = (bytes: Buffer, at: number, length: number): void => {
  bytes[at] = 0x82;
  if (length < 126) bytes[at + 1] = length;
  else if (length < 65_536) {
    bytes[at + 1] = 126;
    bytes.writeUInt16BE(length, at + 2);
  } else {
    bytes[at + 1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), at + 2);
  }
};

/** One buffer that holds each payload as a WebSocket message of its own. */
export const frameMessages = (payloads: readonly Uint8Array[]): Buffer => {
  const size = payloads.reduce((sum, { length }) => sum + headerLength(length) + length, 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const payload of payloads) {
    writeHeader(bytes, at, payload.length);
    at += headerLength(payload.length);
    bytes.set(payload, at);
    at += payload.length;
  }
  return bytes;
};
