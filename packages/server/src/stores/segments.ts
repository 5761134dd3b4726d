import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MiB } from '../units.ts';
import type { LoggedUpdate } from './history.ts';

/**
 * Pieces of history as they are kept: updates with number, time and author, one behind the other, and all of that compressed. The columns
 * lie apart, since numbers beside numbers take almost nothing.
 */
const format = 1;
/** The most that a piece, or a whole state, may become when it is read. */
const mostBytes = { segment: 24 * MiB, state: 96 * MiB } as const;
/** Half a MiB takes 30 ms, in a thread of Node's own. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 9 } } as const;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Compresses away from the event loop. */
export const packed = async (data: Uint8Array): Promise<Uint8Array> => compress(data, level);

export const unpackedState = async (data: Uint8Array): Promise<Uint8Array> =>
  decompress(data, { maxOutputLength: mostBytes.state });
export const unpackedSegment = async (data: Uint8Array): Promise<Uint8Array> =>
  decompress(data, { maxOutputLength: mostBytes.segment });

/** The same in a thread that has nothing else to do. */
export const unpackedStateNow = (data: Uint8Array): Uint8Array =>
  zstdDecompressSync(data, { maxOutputLength: mostBytes.state });
export const unpackedSegmentNow = (data: Uint8Array): Uint8Array =>
  zstdDecompressSync(data, { maxOutputLength: mostBytes.segment });

export const encodeSegment = (updates: readonly LoggedUpdate[]): Uint8Array => {
  const authors = [...new Set(updates.map(({ by }) => by))];
  const index = new Map(authors.map((by, i) => [by, i]));
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, format);
  encoding.writeVarUint(e, authors.length);
  for (const by of authors) encoding.writeVarString(e, by);
  encoding.writeVarUint(e, updates.length);
  let before = { seq: 0, at: 0 };
  for (const { seq, at, by, update } of updates) {
    encoding.writeVarUint(e, seq - before.seq);
    encoding.writeVarInt(e, at - before.at);
    encoding.writeVarUint(e, index.get(by) ?? 0);
    encoding.writeVarUint(e, update.length);
    before = { seq, at };
  }
  for (const { update } of updates) encoding.writeUint8Array(e, update);
  return encoding.toUint8Array(e);
};

/** Reads what `encodeSegment` wrote. Updates are parts of it, not copies. Throws where it is something else. */
export const decodeSegment = (segment: Uint8Array): readonly LoggedUpdate[] => {
  const d = decoding.createDecoder(segment);
  if (decoding.readVarUint(d) !== format) throw new Error('a piece of history is of another format');
  const authors = Array.from({ length: decoding.readVarUint(d) }, () => decoding.readVarString(d));
  let before = { seq: 0, at: 0 };
  const heads = Array.from({ length: decoding.readVarUint(d) }, () => {
    const [seq, at] = [before.seq + decoding.readVarUint(d), before.at + decoding.readVarInt(d)];
    before = { seq, at };
    return { seq, at, by: authors[decoding.readVarUint(d)] ?? '', length: decoding.readVarUint(d) };
  });
  return heads.map(({ seq, at, by, length }) => ({ seq, at, by, update: decoding.readUint8Array(d, length) }));
};
