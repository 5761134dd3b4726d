import { promisify } from 'node:util';
import {
  constants,
  deflateRaw,
  inflateRaw,
  inflateRawSync,
  zstdCompress,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { nextTurn, systemTimers } from '../timers.ts';
import { MiB } from '../units.ts';
import { apart, together } from './columns.ts';
import type { LoggedUpdate } from './history.ts';

/**
 * Pieces of history as they are kept: updates with number, time and author. Numbers are lib0 varuints unless something else is said.
 *
 *     2             the format
 *     head          its length, that of the same compressed (zstd), and that:
 *       authors     count, and for each a varstring
 *       updates     how many, and their bytes in all
 *       numbers     for each: how much more its number is than that of the one before, varint: ms since the one before, index into authors
 *       columns     how many, and the length of each
 *       small ones  the bytes of those below `ownFrame`, one behind the other
 *     columns       the others one by one: length when compressed, how (0 zstd, 1 raw deflate), and that
 *
 * What lies in which column `update-columns.ts` says. A piece whose updates are not written as Yjs does, and one of an older version, is
 * format 1 and compressed as a whole: authors as above, how many updates, for each the numbers as above and its length, and all updates one
 * behind the other.
 */
const format = { whole: 1, columns: 2 } as const;
/** The most that a piece, or a whole state, may become when it is read. */
const mostBytes = { segment: 24 * MiB, state: 96 * MiB } as const;
/** A column of so many bytes has letters of its own to be worth a table of its own. */
const ownFrame = 512;
/** Half a MiB takes 30 ms, in a thread of Node's own. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 9 } } as const;

/** Ink is as good as chance: what is alike in it is no more than letters, and to look for more makes it larger. */
const lettersAlone = { strategy: constants.Z_HUFFMAN_ONLY, memLevel: 9 } as const;
const how = { zstd: 0, deflate: 1 } as const;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const deflate = promisify<Uint8Array, typeof lettersAlone, Buffer>(deflateRaw);
const inflate = promisify<Uint8Array, { readonly maxOutputLength: number }, Buffer>(inflateRaw);

/** Compresses away from the event loop. What the length is told of takes less memory. */
export const packed = async (data: Uint8Array): Promise<Uint8Array> =>
  compress(data, { ...level, pledgedSrcSize: data.length });

export const unpackedState = async (data: Uint8Array): Promise<Uint8Array> =>
  decompress(data, { maxOutputLength: mostBytes.state });

/** The same in a thread that has nothing else to do. */
export const unpackedStateNow = (data: Uint8Array): Uint8Array =>
  zstdDecompressSync(data, { maxOutputLength: mostBytes.state });

const inTurns = async <T>(work: Generator<void, T>): Promise<T> => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await nextTurn(systemTimers);
  }
};

const atOnce = <T>(work: Generator<void, T>): T => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};

/** There may be a thousand columns, each with a stream of its own: so many are worked on at a time, and others have their turn in between. */
const columnsAtOnce = 8;

const someAtOnce = async <T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += columnsAtOnce)
    done.push(...(await Promise.all(all.slice(from, from + columnsAtOnce).map(work))));
  return done;
};

const damaged = (what: string): Error => new Error(`a piece of history cannot be read: ${what}`);

/** What of an update is not the update itself. */
type Head = Omit<LoggedUpdate, 'update'>;

const authorsOf = (updates: readonly Head[]): ReadonlyMap<string, number> => {
  const authors = [...new Set(updates.map(({ by }) => by))];
  return new Map(authors.map((by, i) => [by, i]));
};

const writeAuthors = (e: encoding.Encoder, authors: ReadonlyMap<string, number>): void => {
  encoding.writeVarUint(e, authors.size);
  for (const by of authors.keys()) encoding.writeVarString(e, by);
};

const readAuthors = (d: decoding.Decoder): readonly string[] =>
  Array.from({ length: readCount(d) }, () => decoding.readVarString(d));

/** Each takes a byte at least: more than are there are none. */
const readCount = (d: decoding.Decoder): number => {
  const count = decoding.readVarUint(d);
  if (count > d.arr.length - d.pos) throw damaged('count');
  return count;
};

/** Writes the numbers of some updates one by one. */
const headWriter = (e: encoding.Encoder, authors: ReadonlyMap<string, number>) => {
  let before = { seq: 0, at: 0 };
  return ({ seq, at, by }: Head): void => {
    encoding.writeVarUint(e, seq - before.seq);
    encoding.writeVarInt(e, at - before.at);
    encoding.writeVarUint(e, authors.get(by) ?? 0);
    before = { seq, at };
  };
};

const headReader = (d: decoding.Decoder, authors: readonly string[]) => {
  let before = { seq: 0, at: 0 };
  return (): Head => {
    const [seq, at] = [before.seq + decoding.readVarUint(d), before.at + decoding.readVarInt(d)];
    before = { seq, at };
    return { seq, at, by: authors[decoding.readVarUint(d)] ?? '' };
  };
};

const wholePiece = async (updates: readonly LoggedUpdate[]): Promise<Uint8Array> => {
  const authors = authorsOf(updates);
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, format.whole);
  writeAuthors(e, authors);
  encoding.writeVarUint(e, updates.length);
  const write = headWriter(e, authors);
  for (const one of updates) {
    write(one);
    encoding.writeVarUint(e, one.update.length);
  }
  for (const { update } of updates) encoding.writeUint8Array(e, update);
  return packed(encoding.toUint8Array(e));
};

const readWhole = (bytes: Uint8Array): readonly LoggedUpdate[] => {
  const d = decoding.createDecoder(bytes);
  if (decoding.readVarUint(d) !== format.whole) throw damaged('format');
  const authors = readAuthors(d);
  const read = headReader(d, authors);
  const heads = Array.from({ length: readCount(d) }, () => ({ ...read(), length: decoding.readVarUint(d) }));
  return heads.map(({ length, ...head }) => ({ ...head, update: decoding.readUint8Array(d, length) }));
};

/** A column in the shorter of two ways. */
const packedColumn = async (column: Uint8Array): Promise<Uint8Array> => {
  const [searched, letters] = await Promise.all([packed(column), deflate(column, lettersAlone)]);
  const [by, data] = letters.length < searched.length ? [how.deflate, letters] : [how.zstd, searched];
  const all = new Uint8Array(1 + data.length);
  all[0] = by;
  all.set(data, 1);
  return all;
};

const isSmall = (length: number): boolean => length < ownFrame;

const sizeOf = (updates: readonly LoggedUpdate[]): number =>
  updates.reduce((sum, { update }) => sum + update.length, 0);

/** Whether what was written is read as the same again, number by number and byte by byte. */
async function isReadAs(piece: Uint8Array, updates: readonly LoggedUpdate[]): Promise<boolean> {
  try {
    const again = await openedPiece(piece);
    return (
      again.length === updates.length &&
      updates.every(({ seq, at, by, update }, i) => {
        const other = again[i];
        const isSameHead = other?.seq === seq && other.at === at && other.by === by;
        return isSameHead && Buffer.compare(update, other.update) === 0;
      })
    );
  } catch {
    return false;
  }
}

const columnsPiece = async (updates: readonly LoggedUpdate[], columns: readonly Uint8Array[]): Promise<Uint8Array> => {
  const authors = authorsOf(updates);
  const head = encoding.createEncoder();
  writeAuthors(head, authors);
  encoding.writeVarUint(head, updates.length);
  encoding.writeVarUint(head, sizeOf(updates));
  const write = headWriter(head, authors);
  for (const one of updates) write(one);
  encoding.writeVarUint(head, columns.length);
  for (const { length } of columns) encoding.writeVarUint(head, length);
  for (const column of columns) if (isSmall(column.length)) encoding.writeUint8Array(head, column);
  const first = encoding.toUint8Array(head);
  const frame = await packed(first);
  const own = columns.filter(({ length }) => !isSmall(length));
  const frames = await someAtOnce(own, packedColumn);
  const e = encoding.createEncoder();
  encoding.writeUint8(e, format.columns);
  encoding.writeVarUint(e, first.length);
  encoding.writeVarUint8Array(e, frame);
  for (const one of frames) encoding.writeVarUint8Array(e, one);
  return encoding.toUint8Array(e);
};

/**
 * Makes a piece of updates in order, of which there is one at least. With others in between. Rejects where it is not read as what was
 * written: the log goes once a piece is kept, and what could not be read again would be gone.
 */
export const packedPiece = async (updates: readonly LoggedUpdate[]): Promise<Uint8Array> => {
  const columns = await inTurns(apart(updates.map(({ update }) => update)));
  if (columns !== undefined) {
    const piece = await columnsPiece(updates, columns);
    if (await isReadAs(piece, updates)) return piece;
  }
  const whole = await wholePiece(updates);
  if (!(await isReadAs(whole, updates))) throw damaged('what was written');
  return whole;
};

const readFrame = (d: decoding.Decoder): Uint8Array => decoding.readUint8Array(d, readCount(d));

/** What the head of a piece says. */
interface Opened {
  readonly heads: readonly Head[];
  readonly size: number;
  /** The bytes of each column, or how many there are in the next of the frames that follow. */
  readonly columns: readonly (Uint8Array | number)[];
}

const readHead = (bytes: Uint8Array): Opened => {
  const d = decoding.createDecoder(bytes);
  const authors = readAuthors(d);
  const count = readCount(d);
  const size = decoding.readVarUint(d);
  const read = headReader(d, authors);
  const heads = Array.from({ length: count }, read);
  const lengths = Array.from({ length: readCount(d) }, () => decoding.readVarUint(d));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  if (size > mostBytes.segment || all > 2 * mostBytes.segment) throw damaged('size');
  return {
    heads,
    size,
    columns: lengths.map((length) => (isSmall(length) ? decoding.readUint8Array(d, length) : length)),
  };
};

/** Which bytes have to be decompressed, and how many they become: first the head, then, with that, the columns. */
const framesOf = (data: Uint8Array) => {
  const d = decoding.createDecoder(data);
  decoding.readUint8(d);
  const length = decoding.readVarUint(d);
  if (length > mostBytes.segment) throw damaged('head');
  const head = { data: readFrame(d), length };
  return {
    head,
    own: ({ columns }: Opened) =>
      columns.flatMap((column) => (typeof column === 'number' ? [{ data: readFrame(d), length: column }] : [])),
  };
};

interface Frame {
  readonly data: Uint8Array;
  readonly length: number;
}

const limitOf = ({ length }: Frame) => ({ maxOutputLength: Math.max(1, length) });

const unpackedColumn = (frame: Frame): Promise<Uint8Array> =>
  (frame.data[0] === how.deflate ? inflate : decompress)(frame.data.subarray(1), limitOf(frame));
const unpackedColumnNow = (frame: Frame): Uint8Array =>
  (frame.data[0] === how.deflate ? inflateRawSync : zstdDecompressSync)(frame.data.subarray(1), limitOf(frame));

const allColumns = ({ columns }: Opened, own: readonly Uint8Array[]): readonly Uint8Array[] => {
  const left = [...own];
  return columns.map((column) => (typeof column === 'number' ? (left.shift() ?? new Uint8Array()) : column));
};

const withHeads = ({ heads }: Opened, updates: readonly Uint8Array[]): readonly LoggedUpdate[] =>
  heads.map((head, i) => ({ ...head, update: updates[i] ?? new Uint8Array() }));

/** The first byte of all that zstd makes is another. */
const isInColumns = (data: Uint8Array): boolean => data[0] === format.columns;
const wholeLimit = { maxOutputLength: mostBytes.segment } as const;

/** Reads what `packedPiece` made, or an older version did, with others in between. Updates are parts of it, not copies. Rejects where it is something else. */
export const openedPiece = async (data: Uint8Array): Promise<readonly LoggedUpdate[]> => {
  if (!isInColumns(data)) return readWhole(await decompress(data, wholeLimit));
  const { head, own } = framesOf(data);
  const opened = readHead(await decompress(head.data, limitOf(head)));
  const frames = await someAtOnce(own(opened), unpackedColumn);
  const columns = allColumns(opened, frames);
  return withHeads(opened, await inTurns(together(columns, opened.heads.length, opened.size)));
};

/** The same in a thread that has nothing else to do. Throws where it is something else. */
export const openedPieceNow = (data: Uint8Array): readonly LoggedUpdate[] => {
  if (!isInColumns(data)) return readWhole(zstdDecompressSync(data, wholeLimit));
  const { head, own } = framesOf(data);
  const opened = readHead(zstdDecompressSync(head.data, limitOf(head)));
  const frames = own(opened).map(unpackedColumnNow);
  return withHeads(opened, atOnce(together(allColumns(opened, frames), opened.heads.length, opened.size)));
};
