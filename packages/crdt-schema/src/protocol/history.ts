/**
 * A page of the history of a board, as `GET /api/boards/:id/history` answers it (`application/vnd.gesso.history`). Numbers are lib0
 * varuints unless something else is said; a varuint8array is its length and its bytes, a varstring the same of UTF-8.
 *
 *     format        1
 *     base          varuint8array: a Yjs state (update v1) to apply before the first update; empty where nothing came before
 *     authors       count, and for each: id, name, color (varstrings)
 *     updates       count, and for each:
 *       seq         how much more than that of the one before, 1 or more; of the first: itself
 *       at          varint: ms since the one before (clocks may be set back); of the first: ms since 1970
 *       author      index into authors
 *       update      varuint8array: a Yjs update v1
 *     next          seq to go on behind (`?after=`); 0 where this was the last page
 *
 * A number may be missing where a record was damaged. `base` is there on a page that was asked for without `after`, and always holds all
 * that came before the first update of the page.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Failure } from '../failure.ts';
import { historyLimits } from '../limits.ts';
import type { Person } from './messages.ts';
import { parsePerson } from './person.ts';

const format = 1;
/** What the shortest author and the shortest update take, in bytes: a count that promises more than is there is refused before it is believed. */
const least = { author: 3, update: 4 } as const;
/** The last time there is in JavaScript, in ms since 1970. */
const lastTime = 8.64e15;

/** The content type of a page. */
export const historyType = 'application/vnd.gesso.history';

/** One update of a board as it was stored. */
export interface HistoryUpdate {
  /** Its number on the board, counting up. */
  readonly seq: number;
  /** When it was stored, in ms since 1970. */
  readonly at: number;
  /** Index into the authors of its page. */
  readonly author: number;
  /** A Yjs update v1. */
  readonly update: Uint8Array;
}

export interface HistoryPage {
  /** The state before the first update, as a Yjs update v1; empty where nothing came before. */
  readonly base: Uint8Array;
  readonly authors: readonly Person[];
  readonly updates: readonly HistoryUpdate[];
  /** The number to go on behind; 0 where nothing follows. */
  readonly next: number;
}

/** Writes a page piece by piece, so that a server need not do all of it in one turn. */
export interface HistoryWriter {
  /** Updates in the order of their numbers. */
  add(update: HistoryUpdate): void;
  /** Bytes of the updates so far. */
  readonly bytes: number;
  /** The page, in parts that lie one behind the other: its base may be large, and is not copied. Nothing can be added after it. */
  finish(rest: Omit<HistoryPage, 'updates'>): readonly Uint8Array[];
}

export const createHistoryWriter = (): HistoryWriter => {
  const body = encoding.createEncoder();
  let count = 0;
  let before = { seq: 0, at: 0 };
  return {
    add({ seq, at, author, update }) {
      encoding.writeVarUint(body, seq - before.seq);
      encoding.writeVarInt(body, at - before.at);
      encoding.writeVarUint(body, author);
      encoding.writeVarUint8Array(body, update);
      before = { seq, at };
      count++;
    },
    get bytes() {
      return encoding.length(body);
    },
    finish({ base, authors, next }) {
      const head = encoding.createEncoder();
      encoding.writeVarUint(head, format);
      encoding.writeVarUint(head, base.length);
      const people = encoding.createEncoder();
      encoding.writeVarUint(people, authors.length);
      for (const { id, name, color } of authors)
        for (const text of [id, name, color]) encoding.writeVarString(people, text);
      encoding.writeVarUint(people, count);
      encoding.writeVarUint(body, next);
      return [encoding.toUint8Array(head), base, encoding.toUint8Array(people), encoding.toUint8Array(body)];
    },
  };
};

/** A page as bytes. */
export const encodeHistory = ({ updates, ...rest }: HistoryPage): Uint8Array => {
  const writer = createHistoryWriter();
  for (const update of updates) writer.add(update);
  const parts = writer.finish(rest);
  const page = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    page.set(part, at);
    at += part.length;
  }
  return page;
};

/** Throws what `decodeHistory` makes a failure of. */
const check: (holds: boolean, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Failure('MALFORMED', `history: ${what}`);
};

const readCount = (decoder: decoding.Decoder, bytesOfEach: number, what: string): number => {
  const count = decoding.readVarUint(decoder);
  check(count * bytesOfEach <= decoder.arr.length - decoder.pos, what);
  return count;
};

const readBytes = (decoder: decoding.Decoder): Uint8Array =>
  decoding.readUint8Array(decoder, readCount(decoder, 1, 'length'));

const readText = (decoder: decoding.Decoder): string => {
  const start = decoder.pos;
  // Looked at first: lib0 reads on into what lies behind these bytes in memory.
  readCount(decoder, 1, 'length');
  decoder.pos = start;
  return decoding.readVarString(decoder);
};

const readAuthor = (decoder: decoding.Decoder): Person => {
  const [id, name, color] = [readText(decoder), readText(decoder), readText(decoder)];
  return parsePerson({ id, name, color }) ?? { id: '', name: '', color: '' };
};

const readUpdate = (
  decoder: decoding.Decoder,
  before: { readonly seq: number; readonly at: number },
  authors: number,
): HistoryUpdate => {
  const step = decoding.readVarUint(decoder);
  const seq = before.seq + step;
  check(step > 0 && Number.isSafeInteger(seq), 'seq');
  const at = before.at + decoding.readVarInt(decoder);
  check(Math.abs(at) <= lastTime, 'at');
  const author = decoding.readVarUint(decoder);
  check(author < authors, 'author');
  return { seq, at, author, update: readBytes(decoder) };
};

const read = (bytes: Uint8Array): HistoryPage => {
  const decoder = decoding.createDecoder(bytes);
  check(decoding.readVarUint(decoder) === format, 'format');
  const base = readBytes(decoder);
  const authorCount = readCount(decoder, least.author, 'authors');
  check(authorCount <= historyLimits.pageAuthors, 'authors');
  const authors = Array.from({ length: authorCount }, () => readAuthor(decoder));
  const count = readCount(decoder, least.update, 'updates');
  const updates: HistoryUpdate[] = [];
  let before = { seq: 0, at: 0 };
  for (let i = 0; i < count; i++) {
    const update = readUpdate(decoder, before, authorCount);
    updates.push(update);
    before = update;
  }
  const next = decoding.readVarUint(decoder);
  check(!decoding.hasContent(decoder), 'more than a page');
  return { base, authors, updates, next };
};

/**
 * Reads a page. Its updates are parts of the bytes, not copies, and not looked into: they are read as what any peer sends
 * (`applyRemoteUpdate`). Throws `MALFORMED` for anything that is not exactly one page, and nothing else.
 */
export const decodeHistory = (bytes: Uint8Array): HistoryPage => {
  try {
    return read(bytes);
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('MALFORMED', `history: ${String(error)}`);
  }
};
