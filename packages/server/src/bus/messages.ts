/** What servers tell each other as bytes. A server of another version may be beside this one: what is not known yet is ignored. */
import type { Along, Order, Present, Spent } from './bus.ts';
import { readOrder, readPeople, readSpent } from './parts.ts';

export type Message =
  | {
      readonly kind: 'stored';
      readonly board: string;
      readonly upTo: number;
      readonly along?: Along;
    }
  | { readonly kind: 'live'; readonly board: string; readonly frame: Uint8Array }
  | { readonly kind: 'presence'; readonly board: string; readonly frame: Uint8Array }
  | { readonly kind: 'people'; readonly board: string; readonly people: readonly Present[] }
  | { readonly kind: 'opened'; readonly board: string }
  | { readonly kind: 'order'; readonly order: Order }
  /** Of one transport to the others: who says it hears nothing by Redis at the moment. */
  | { readonly kind: 'away' }
  | { readonly kind: 'spent'; readonly spent: readonly Spent[]; readonly number: number };

export type MessageKind = Message['kind'];

/** The byte of each is its place here, from 1: it is never given to another. */
export const messageKinds = ['stored', 'live', 'presence', 'people', 'opened', 'order', 'away', 'spent'] as const;

/** The format: 1, kind, the sender's name and the board each behind a byte with its length, and the body up to the end. */
const format = 1;
const headBytes = 4;
const mostNameBytes = 255;
const seqBytes = 8;
/** Of a timeline, and of the length of an update. */
const numberBytes = 4;
/** No message is larger. Of 10,000 people on a board all are told in less. */
const mostBytes = 4 * 1024 * 1024;

/** A message from another server, which is named by `from`. */
export interface Heard {
  readonly from: string;
  readonly message: Message;
}

/** Why a message was not heard: a newer version said it, or it is none. */
export type Unheard = 'newer' | 'unreadable';

export const boardOf = (message: Message): string => ('board' in message ? message.board : '');

const nothing = Buffer.alloc(0);

const numberOf = (value: number): Buffer => {
  const bytes = Buffer.alloc(numberBytes);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** The number; where updates come along their timeline, and each behind its length. */
function storedBody(upTo: number, along: Along | undefined): Buffer {
  const number = Buffer.alloc(seqBytes);
  number.writeBigUInt64BE(BigInt(upTo));
  if (along === undefined) return number;
  const parts = along.updates.flatMap((update) => [numberOf(update.length), update]);
  return Buffer.concat([number, numberOf(along.timeline), ...parts]);
}

function bodyOf(message: Message): Uint8Array {
  switch (message.kind) {
    case 'stored':
      return storedBody(message.upTo, message.along);
    case 'live':
    case 'presence':
      return message.frame;
    case 'people':
      return Buffer.from(JSON.stringify(message.people));
    case 'order':
      return Buffer.from(JSON.stringify(message.order));
    case 'spent':
      return Buffer.from(JSON.stringify([message.number, ...message.spent]));
    case 'opened':
    case 'away':
      return nothing;
  }
}

/** Returns undefined for what is too large to be told. `from` names this server. */
export function encodeMessage(from: string, message: Message): Buffer | undefined {
  const name = Buffer.from(from);
  const board = Buffer.from(boardOf(message));
  const body = bodyOf(message);
  const bytes = headBytes + name.length + board.length + body.length;
  if (name.length > mostNameBytes || board.length > mostNameBytes || bytes > mostBytes) return undefined;
  const head = [format, messageKinds.indexOf(message.kind) + 1, name.length];
  return Buffer.concat([Buffer.from(head), name, Buffer.of(board.length), board, body], bytes);
}

/** Reads on and on, and never beyond the end: what is not there is undefined, and so is all behind it. */
const createReader = (bytes: Buffer) => {
  let at = 0;
  const take = (length: number | undefined): Buffer | undefined => {
    if (length === undefined || at + length > bytes.length) {
      at = bytes.length + 1;
      return undefined;
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  const byte = (): number | undefined => take(1)?.[0];
  return { byte, text: () => take(byte())?.toString(), rest: () => take(Math.max(0, bytes.length - at)) };
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether a message comes from a server, without reading more of it: what one has told itself comes back on Redis. */
export function isFrom(bytes: Uint8Array, from: Uint8Array): boolean {
  return bytes[2] === from.length && from.every((byte, at) => bytes[at + 3] === byte);
}

function readAlong(body: Buffer): Along | undefined {
  const updates: Uint8Array[] = [];
  let at = seqBytes + numberBytes;
  while (at + numberBytes < body.length) {
    const from = at + numberBytes;
    const length = body.readUInt32BE(at);
    if (length === 0 || from + length > body.length) return undefined;
    // Of its own: what it came in is a larger piece of memory.
    updates.push(new Uint8Array(body.subarray(from, from + length)));
    at = from + length;
  }
  return at === body.length && updates.length > 0 ? { timeline: body.readUInt32BE(seqBytes), updates } : undefined;
}

function readStored(body: Buffer): { readonly upTo: number; readonly along?: Along } | undefined {
  const upTo = body.length >= seqBytes ? Number(body.readBigUInt64BE()) : undefined;
  if (upTo === undefined || !Number.isSafeInteger(upTo)) return undefined;
  if (body.length === seqBytes) return { upTo };
  const along = readAlong(body);
  return along && { upTo, along };
}

/** The message of a kind, or why it is none. */
function readBody(kind: MessageKind, board: string, body: Buffer): Message | Unheard {
  switch (kind) {
    case 'stored': {
      const stored = readStored(body);
      return stored === undefined ? 'unreadable' : { kind, board, ...stored };
    }
    case 'live':
    case 'presence':
      return { kind, board, frame: new Uint8Array(body.buffer, body.byteOffset, body.length) };
    case 'people': {
      const people = readPeople(body);
      return people === undefined ? 'unreadable' : { kind, board, people };
    }
    case 'order': {
      const order = readOrder(body);
      return typeof order === 'string' ? order : { kind, order };
    }
    case 'spent': {
      const told = readSpent(body);
      return told === undefined ? 'unreadable' : { kind, ...told };
    }
    case 'opened':
      return { kind, board };
    case 'away':
      return { kind };
  }
}

/** Never throws. What a newer version has put behind a body that ends is not read. */
export function readMessage(bytes: Uint8Array): Heard | Unheard {
  if (bytes.length > mostBytes) return 'unreadable';
  const reader = createReader(asBuffer(bytes));
  const version = reader.byte();
  const number = reader.byte();
  const from = reader.text();
  const board = reader.text();
  const body = reader.rest();
  if (version === undefined || version === 0 || number === 0) return 'unreadable';
  if (version > format) return 'newer';
  if (number === undefined || from === undefined || board === undefined || body === undefined) return 'unreadable';
  const kind = messageKinds[number - 1];
  if (kind === undefined) return 'newer';
  const message = readBody(kind, board, body);
  return typeof message === 'string' ? message : { from, message };
}
