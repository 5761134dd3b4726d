import { KiB } from '../units.ts';
import { type Column, createWalk, NotAnUpdate, type Track } from './update-columns.ts';

/** Bytes that grow. */
interface Growing {
  bytes: Uint8Array;
  length: number;
}

const push = (to: Growing, byte: number): void => {
  if (to.length === to.bytes.length) {
    const more = new Uint8Array(2 * to.length);
    more.set(to.bytes);
    to.bytes = more;
  }
  to.bytes[to.length++] = byte;
};

const pushUnsigned = (to: Growing, value: number): void => {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) push(to, (rest % 128) + 128);
  push(to, rest);
};

/** How many bytes of updates are walked along in one turn. */
const atOnce = 32 * KiB;

/**
 * Takes updates apart into columns. It stops every few ms, to be gone on with in another turn. Returns undefined where one of them is not
 * written as Yjs does.
 */
export function* apart(updates: readonly Uint8Array[]): Generator<void, readonly Uint8Array[] | undefined> {
  const columns: Growing[] = [];
  let update: Uint8Array = new Uint8Array();
  let at = 0;
  const read = (): number => {
    const byte = update[at++];
    if (byte === undefined) throw new NotAnUpdate();
    return byte;
  };
  const growing = (column: Column): Growing => {
    const found = columns[column];
    if (found === undefined) throw new NotAnUpdate();
    return found;
  };
  const track: Track = {
    byte(column) {
      const byte = read();
      push(growing(column), byte);
      return byte;
    },
    expected(column, value) {
      let found = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = read();
        found += (byte & 127) * unit;
        // Only the shortest way to write a number is made of it again.
        if (unit > 2 ** 42 || (byte === 0 && unit > 1)) throw new NotAnUpdate();
        if (byte < 128) break;
      }
      const more = found - value;
      pushUnsigned(growing(column), more < 0 ? -2 * more - 1 : 2 * more);
      return found;
    },
    add: () => columns.push({ bytes: new Uint8Array(64), length: 0 }) - 1,
  };
  const walk = createWalk(track);
  let walked = 0;
  try {
    for (update of updates) {
      at = 0;
      walk();
      if (at !== update.length) return undefined;
      walked += at;
      if (walked < atOnce) continue;
      walked = 0;
      yield;
    }
  } catch (reason) {
    if (reason instanceof NotAnUpdate) return undefined;
    throw reason;
  }
  return columns.map(({ bytes, length }) => bytes.subarray(0, length));
}

/**
 * Puts together `count` updates of `size` bytes in all, which are parts of one piece, not copies. Throws where columns are something
 * else than `apart` made.
 */
export function* together(
  columns: readonly Uint8Array[],
  count: number,
  size: number,
): Generator<void, readonly Uint8Array[]> {
  const all = new Uint8Array(size);
  const read = columns.map(() => 0);
  let at = 0;
  let added = 0;
  const next = (column: Column): number => {
    const place = read[column] ?? 0;
    const byte = columns[column]?.[place];
    if (byte === undefined) throw new NotAnUpdate();
    read[column] = place + 1;
    return byte;
  };
  const write = (byte: number): void => {
    if (at >= size) throw new NotAnUpdate();
    all[at++] = byte;
  };
  const track: Track = {
    byte(column) {
      const byte = next(column);
      write(byte);
      return byte;
    },
    expected(column, value) {
      let kept = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = next(column);
        kept += (byte & 127) * unit;
        if (byte < 128) break;
        if (unit > 2 ** 42) throw new NotAnUpdate();
      }
      const found = value + (kept % 2 === 0 ? kept / 2 : -(kept + 1) / 2);
      if (found < 0) throw new NotAnUpdate();
      let rest = found;
      for (; rest > 127; rest = Math.floor(rest / 128)) write((rest % 128) + 128);
      write(rest);
      return found;
    },
    add: () => added++,
  };
  const walk = createWalk(track);
  const updates: Uint8Array[] = [];
  let yielded = 0;
  for (let i = 0; i < count; i++) {
    const from = at;
    walk();
    updates.push(all.subarray(from, at));
    if (at - yielded < atOnce) continue;
    yielded = at;
    yield;
  }
  if (at !== size) throw new NotAnUpdate();
  return updates;
}
