import type { Brush, Color, ElementId } from '../elements/elements.ts';
import { snap } from '../elements/parse.ts';
import { styles } from '../elements/props/styles.ts';
import { Failure } from '../failure.ts';
import { isElementId } from '../ids.ts';
import { limits } from '../limits.ts';
import {
  type ByteReader,
  type ByteWriter,
  byteReader,
  byteWriter,
  readAll,
  readByte,
  readSigned,
  readUnsigned,
  writeByte,
  writeSigned,
  writeUnsigned,
  written,
} from '../points/bytes.ts';
import { chunkBytes, readChunk, writeChunk } from '../points/live-chunk.ts';
import { reactions } from './reactions.ts';

/**
 * Ink, drags and lasers in progress, as they travel in a `live` frame: never stored, never in the document. The byte layout
 * follows `docs/protocol.md`; every message starts with u8 type, u32 clientID (little endian), u16 live id, uvar sequence.
 */
export type Live = { readonly client: number; readonly live: number; readonly seq: number } & (
  | {
      readonly type: 'start';
      /** Points of later messages are in steps of 2^-e board units. */
      readonly e: number;
      readonly width: number;
      readonly color: Color;
      readonly brush: Brush;
      readonly x: number;
      readonly y: number;
    }
  /** x0, y0, x1, y1, … in board units relative to the start's x, y; pressure 0–255 per point when real. */
  | {
      readonly type: 'points';
      readonly xy: Float32Array;
      readonly pressure?: Uint8Array | undefined;
      /** The start's e. Left out, the grid the points are already on, else 1/16. */
      readonly e?: number | undefined;
    }
  /** The stroke is finished; `id` is the element that replaces it. */
  | { readonly type: 'end'; readonly id: ElementId }
  | { readonly type: 'cancel' }
  /** Elements being dragged by dx, dy board units; an empty list ends the drag. */
  | { readonly type: 'drag'; readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number }
  /** Where a laser pointer has been since the last message: x0, y0, x1, y1, … in board units; without any it is off. */
  | { readonly type: 'laser'; readonly xy: readonly number[] }
  /** Everybody is asked to come to this part of the board. */
  | { readonly type: 'call'; readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** One of `reactions`, by its index, floats up from this place. */
  | { readonly type: 'react'; readonly which: number; readonly x: number; readonly y: number }
);

const types = ['start', 'points', 'end', 'cancel', 'drag', 'laser', 'call', 'react'] as const;
type LiveType = (typeof types)[number];

/** Bytes of plain ASCII. */
const writeAscii = (w: ByteWriter, text: string): void => {
  for (let i = 0; i < text.length; i++) writeByte(w, text.charCodeAt(i));
};

const readAscii = (r: ByteReader, length: number): string => {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(readByte(r));
  return text;
};

/** Type, client, live id and the longest sequence number. */
const headerBytes = 1 + 4 + 2 + 5;

/** Farthest coordinate that a 32-bit number of sixteenths holds. */
const farthest = 2 ** 31 / 16 - 1;

const writeSixteenths = (w: ByteWriter, value: number): void => {
  if (!(Math.abs(value) <= farthest)) throw new Failure('MALFORMED', 'live');
  writeSigned(w, Math.round(value * 16));
};

const writeId = (w: ByteWriter, id: ElementId): void => {
  if (!isElementId(id)) throw new Failure('MALFORMED', 'live.id');
  writeAscii(w, id);
};

/** Most bytes of a number from `writeSigned`. */
const numberBytes = 5;

const bodyBytes = (live: Live): number => {
  switch (live.type) {
    case 'points':
      return chunkBytes(live);
    case 'drag':
      return 15 + 12 * live.ids.length;
    case 'laser':
      return numberBytes * (1 + live.xy.length);
    default:
      return 32;
  }
};

/** Each place as its way from the one before, so that most take two bytes. */
const writeLaser = (w: ByteWriter, xy: readonly number[]): void => {
  if (xy.length % 2 !== 0) throw new Failure('MALFORMED', 'live.xy');
  if (xy.length > 2 * limits.liveLaserPoints) throw new Failure('TOO_LARGE', 'live.xy');
  if (!xy.every((value) => Math.abs(value) <= limits.coordinate)) throw new Failure('MALFORMED', 'live');
  writeUnsigned(w, xy.length / 2);
  const steps = xy.map((value) => Math.round(value * 16));
  for (const [i, step] of steps.entries()) writeSigned(w, step - (steps[i - 2] ?? 0));
};

const writeBody = (w: ByteWriter, live: Live): void => {
  switch (live.type) {
    case 'start':
      writeByte(w, live.e);
      writeUnsigned(w, Math.round(snap(live.width) * 16));
      writeUnsigned(w, Number(styles.color.write(live.color)));
      writeByte(w, Number(styles.brush.write(live.brush)));
      writeSixteenths(w, live.x);
      writeSixteenths(w, live.y);
      break;
    case 'points':
      writeChunk(w, live, live.e);
      break;
    case 'end':
      writeId(w, live.id);
      break;
    case 'cancel':
      break;
    case 'drag':
      if (live.ids.length > limits.liveDragIds) throw new Failure('TOO_LARGE', 'live.ids');
      writeUnsigned(w, live.ids.length);
      for (const id of live.ids) writeId(w, id);
      writeSixteenths(w, live.dx);
      writeSixteenths(w, live.dy);
      break;
    case 'laser':
      writeLaser(w, live.xy);
      break;
    case 'call':
      for (const value of [live.x, live.y, live.w, live.h]) writeSixteenths(w, value);
      break;
    case 'react':
      if (reactions[live.which] === undefined) throw new Failure('MALFORMED', 'live.which');
      writeByte(w, live.which);
      writeSixteenths(w, live.x);
      writeSixteenths(w, live.y);
  }
};

/**
 * A live message as bytes, for `encodeLive`. x, y, dx, dy and width are rounded to 1/16. Throws MALFORMED for values
 * that have no place in it and TOO_LARGE beyond `limits.liveBytes`.
 */
export const writeLive = (live: Live): Uint8Array => {
  const w = byteWriter(headerBytes + bodyBytes(live));
  writeByte(w, types.indexOf(live.type) + 1);
  for (let shift = 0; shift < 32; shift += 8) writeByte(w, (live.client >>> shift) & 0xff);
  writeByte(w, live.live & 0xff);
  writeByte(w, (live.live >>> 8) & 0xff);
  writeUnsigned(w, live.seq);
  writeBody(w, live);
  if (w.at > limits.liveBytes) throw new Failure('TOO_LARGE', 'live');
  return written(w);
};

/** What every live message begins with, as far as a relay needs it. */
export interface LiveHead {
  readonly type: LiveType;
  readonly client: number;
}

interface Header extends LiveHead {
  readonly live: number;
  readonly seq: number;
}

const readHeader = (r: ByteReader): Header | undefined => {
  const type = types[readByte(r) - 1];
  const client = (readByte(r) | (readByte(r) << 8) | (readByte(r) << 16) | (readByte(r) << 24)) >>> 0;
  const live = readByte(r) | (readByte(r) << 8);
  const seq = readUnsigned(r);
  return r.bad || type === undefined ? undefined : { type, client, live, seq };
};

const readId = (r: ByteReader): ElementId | undefined => {
  const id = readAscii(r, 12);
  return isElementId(id) ? id : undefined;
};

const readStart = (r: ByteReader, header: Header): Live | undefined => {
  const e = readByte(r);
  const width = styles.width.read(readUnsigned(r) / 16);
  const color = styles.color.read(readUnsigned(r));
  const brush = styles.brush.read(readByte(r));
  const x = readSigned(r) / 16;
  const y = readSigned(r) / 16;
  if (e > 12 || width === undefined || color === undefined || brush === undefined) return undefined;
  if (Math.abs(x) > limits.coordinate || Math.abs(y) > limits.coordinate) return undefined;
  return { ...header, type: 'start', e, width, color, brush, x, y };
};

const readDrag = (r: ByteReader, header: Header): Live | undefined => {
  const n = readUnsigned(r);
  if (r.bad || n > limits.liveDragIds) return undefined;
  const ids: ElementId[] = [];
  for (let i = 0; i < n; i++) {
    const id = readId(r);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return { ...header, type: 'drag', ids, dx: readSigned(r) / 16, dy: readSigned(r) / 16 };
};

const readLaser = (r: ByteReader, header: Header): Live | undefined => {
  const n = readUnsigned(r);
  if (r.bad || n > limits.liveLaserPoints) return undefined;
  const xy: number[] = [];
  for (let i = 0; i < 2 * n; i++) {
    const value = (xy[i - 2] ?? 0) + readSigned(r) / 16;
    if (r.bad || Math.abs(value) > limits.coordinate) return undefined;
    xy.push(value);
  }
  return { ...header, type: 'laser', xy };
};

const readCall = (r: ByteReader, header: Header): Live | undefined => {
  const [x, y, w, h] = [readSigned(r) / 16, readSigned(r) / 16, readSigned(r) / 16, readSigned(r) / 16];
  const isPlace = Math.abs(x) <= limits.coordinate && Math.abs(y) <= limits.coordinate && w > 0 && h > 0;
  return isPlace ? { ...header, type: 'call', x, y, w, h } : undefined;
};

const readReact = (r: ByteReader, header: Header): Live | undefined => {
  const [which, x, y] = [readByte(r), readSigned(r) / 16, readSigned(r) / 16];
  const isPlace = Math.abs(x) <= limits.coordinate && Math.abs(y) <= limits.coordinate;
  return isPlace && reactions[which] !== undefined ? { ...header, type: 'react', which, x, y } : undefined;
};

const readMessage = (r: ByteReader): Live | undefined => {
  const header = readHeader(r);
  switch (header?.type) {
    case 'start':
      return readStart(r, header);
    case 'points': {
      const points = readChunk(r);
      return points && { ...header, ...points, type: 'points' };
    }
    case 'end': {
      const id = readId(r);
      return id === undefined ? undefined : { ...header, type: 'end', id };
    }
    case 'cancel':
      return { ...header, type: 'cancel' };
    case 'drag':
      return readDrag(r, header);
    case 'laser':
      return readLaser(r, header);
    case 'call':
      return readCall(r, header);
    case 'react':
      return readReact(r, header);
    case undefined:
      return undefined;
  }
};

/** Reads a live message, or undefined when it is not exactly one. Never throws. */
export const readLive = (bytes: Uint8Array): Live | undefined => {
  if (bytes.length > limits.liveBytes) return undefined;
  const r = byteReader(bytes);
  const live = readMessage(r);
  return readAll(r) ? live : undefined;
};

/**
 * What a live message says it is, and the Yjs client it says it is from; all that a relay has to know of those who may draw. Undefined
 * for anything else.
 */
export const liveHead = (bytes: Uint8Array): LiveHead | undefined =>
  bytes.length > limits.liveBytes ? undefined : readHeader(byteReader(bytes));
