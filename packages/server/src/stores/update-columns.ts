/**
 * Updates taken apart into columns, so that what is alike lies together: names beside names, places beside places, the ink of all strokes in
 * one piece. One walk along the format of Yjs updates (version 1) tells of each byte to which column it belongs, by what came before it
 * alone. So the same walk takes updates apart and puts them together.
 */

/** Bytes of one kind. */
export type Column = number;

/** What a walk goes along: an update that is taken apart, or columns of which one is made. */
export interface Track {
  /** The next byte, which is of a column. */
  byte(column: Column): number;
  /** The next number of variable length, kept as how much more it is than was expected. */
  expected(column: Column, value: number): number;
  /** A column that was not there before. */
  add(): Column;
}

/** Thrown where a walk goes along something else than an update, or along one that is written in another way than Yjs does. */
export class NotAnUpdate extends Error {}

/** Columns of the values under one key. */
interface Values {
  readonly type: Column;
  readonly number: Column;
  /** One for each byte of four: the first are much the same. */
  readonly float: readonly Column[];
  readonly double: Column;
  /** The first letters, one by one, and the rest: those that are counted up begin alike. */
  readonly text: readonly Column[];
  readonly length: Column;
  readonly size: Column;
  readonly ink: Ink;
}

/** Columns of packed points: what they begin with, how many, the first two, the others, and how hard and when each was drawn. */
interface Ink {
  readonly flags: Column;
  readonly count: Column;
  readonly first: Column;
  readonly second: Column;
  readonly rest: Column;
  readonly pressure: Column;
  readonly time: Column;
}

const mostDepth = 32;
/** Keys that have columns of their own; others share some. */
const mostKeys = 48;
const pressureFlag = 16;

const fixed = [
  'clients',
  'structs',
  'client',
  'clock',
  'origin',
  'info',
  'parent',
  'root',
  'rootLength',
  'sub',
  'subLength',
  'gone',
  'count',
  'key',
  'keyLength',
  'json',
  'jsonLength',
  'letters',
  'lettersLength',
  'binary',
  'binaryLength',
  'type',
  'ranges',
  'range',
  'length',
] as const;

type Fixed = Readonly<Record<(typeof fixed)[number], Column>>;

interface Walking {
  readonly track: Track;
  readonly columns: Fixed;
  /** By the keys of values, and by the roots they lie in. */
  readonly valuesOf: Map<string, Values>;
  /** For the keys beyond the first. */
  readonly others: Values;
  /** The clock with which each client goes on. */
  readonly clocks: Map<number, number>;
}

const newValues = ({ add }: Track): Values => ({
  type: add(),
  number: add(),
  float: [add(), add(), add(), add()],
  double: add(),
  text: [add(), add(), add(), add()],
  length: add(),
  size: add(),
  ink: { flags: add(), count: add(), first: add(), second: add(), rest: add(), pressure: add(), time: add() },
});

const valuesNamed = ({ track, valuesOf, others }: Walking, name: string): Values => {
  const known = valuesOf.get(name);
  if (known !== undefined || valuesOf.size >= mostKeys) return known ?? others;
  const made = newValues(track);
  valuesOf.set(name, made);
  return made;
};

const unsigned = (track: Track, column: Column): number => {
  let value = 0;
  for (let unit = 1; unit <= 2 ** 49; unit *= 128) {
    const byte = track.byte(column);
    value += (byte & 127) * unit;
    if (byte < 128) return value;
  }
  throw new NotAnUpdate();
};

const bytes = (track: Track, column: Column, count: number): void => {
  for (let i = 0; i < count; i++) track.byte(column);
};

const text = (track: Track, length: Column, column: Column): void => bytes(track, column, unsigned(track, length));

/** What something is called, for a choice of columns: the beginning is enough. */
const name = (track: Track, length: Column, column: Column): string => {
  let called = '';
  for (let left = unsigned(track, length); left > 0; left--) {
    const byte = track.byte(column);
    if (called.length < 8) called += String.fromCharCode(byte);
  }
  return called;
};

const id = ({ track, columns }: Walking): void => {
  unsigned(track, columns.client);
  unsigned(track, columns.origin);
};

/** Packed points as `points/point-codec.ts` of crdt-schema writes them; what is something else is cut anywhere, and comes back all the same. */
const ink = (track: Track, { flags, count, first, second, rest, pressure, time }: Ink, length: number): void => {
  let left = length;
  const number = (column: Column): number => {
    let value = 0;
    for (let shift = 0; left > 0; shift += 7) {
      left--;
      const byte = track.byte(column);
      if (shift < 28) value |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    return value;
  };
  const begin = number(flags);
  number(flags);
  const points = number(count);
  for (let i = 0; i < points && left > 0; i++) {
    const column = i === 0 ? first : i === 1 ? second : rest;
    number(column);
    number(column);
  }
  if ((begin & pressureFlag) !== 0) for (let i = 0; i < points && left > 0; i++) number(pressure);
  while (left > 0) number(time);
};

const any = (walking: Walking, of: Values, depth: number): void => {
  const { track, columns } = walking;
  if (depth > mostDepth) throw new NotAnUpdate();
  const type = track.byte(of.type);
  if (type === 125) unsigned(track, of.number);
  else if (type === 124) for (const column of of.float) track.byte(column);
  else if (type === 123 || type === 122) bytes(track, of.double, 8);
  else if (type === 119) {
    const length = unsigned(track, of.length);
    for (let i = 0; i < length; i++) track.byte(of.text[Math.min(i, of.text.length - 1)] ?? 0);
  } else if (type === 118) {
    for (let left = unsigned(track, of.length); left > 0; left--)
      any(walking, valuesNamed(walking, name(track, columns.keyLength, columns.key)), depth + 1);
  } else if (type === 117) for (let left = unsigned(track, of.length); left > 0; left--) any(walking, of, depth + 1);
  else if (type === 116) ink(track, of.ink, unsigned(track, of.size));
  else if (type < 116 || type > 127) throw new NotAnUpdate();
};

/** By what Yjs calls it: goes along what one kind of content is, and returns how many clocks it is thought to take. */
const contents: Readonly<Record<number, (walking: Walking, of: Values) => number>> = {
  1: ({ track, columns }) => unsigned(track, columns.gone),
  2({ track, columns }) {
    const count = unsigned(track, columns.count);
    for (let i = 0; i < count; i++) text(track, columns.jsonLength, columns.json);
    return count;
  },
  3({ track, columns }) {
    text(track, columns.binaryLength, columns.binary);
    return 1;
  },
  4({ track, columns }) {
    // Yjs counts UTF-16, and this bytes: what comes behind it is expected too far on, and no more than that.
    const length = unsigned(track, columns.lettersLength);
    bytes(track, columns.letters, length);
    return length;
  },
  5({ track, columns }) {
    text(track, columns.jsonLength, columns.json);
    return 1;
  },
  6({ track, columns }) {
    text(track, columns.keyLength, columns.key);
    text(track, columns.jsonLength, columns.json);
    return 1;
  },
  7({ track, columns }) {
    const type = unsigned(track, columns.type);
    if (type === 3 || type === 5) text(track, columns.keyLength, columns.key);
    return 1;
  },
  8(walking, of) {
    const count = unsigned(walking.track, walking.columns.count);
    for (let i = 0; i < count; i++) any(walking, of, 0);
    return count;
  },
};

const struct = (walking: Walking): number => {
  const { track, columns } = walking;
  const info = track.byte(columns.info);
  const ref = info & 31;
  if (ref === 0 || ref === 10) return unsigned(track, columns.gone);
  if ((info & 128) !== 0) id(walking);
  if ((info & 64) !== 0) id(walking);
  let of = walking.others;
  if ((info & 192) === 0) {
    if (unsigned(track, columns.parent) === 1)
      of = valuesNamed(walking, `root ${name(track, columns.rootLength, columns.root)}`);
    else id(walking);
    if ((info & 32) !== 0) text(track, columns.subLength, columns.sub);
  }
  const content = contents[ref];
  if (content === undefined) throw new NotAnUpdate();
  return content(walking, of);
};

const update = (walking: Walking): void => {
  const { track, columns, clocks } = walking;
  for (let clients = unsigned(track, columns.clients); clients > 0; clients--) {
    let left = unsigned(track, columns.structs);
    const client = unsigned(track, columns.client);
    let clock = track.expected(columns.clock, clocks.get(client) ?? 0);
    for (; left > 0; left--) clock += struct(walking);
    clocks.set(client, clock);
  }
  for (let clients = unsigned(track, columns.clients); clients > 0; clients--) {
    unsigned(track, columns.client);
    let end = 0;
    for (let left = unsigned(track, columns.ranges); left > 0; left--) {
      end = track.expected(columns.range, end);
      end += unsigned(track, columns.length);
    }
  }
};

/**
 * Begins a walk along updates, in the order in which they were made. Each call goes along one to its end. It throws `NotAnUpdate`, and what
 * the track throws.
 */
export const createWalk = (track: Track): (() => void) => {
  const columns = Object.fromEntries(fixed.map((column) => [column, track.add()])) as Fixed;
  const walking: Walking = { track, columns, valuesOf: new Map(), others: newValues(track), clocks: new Map() };
  return () => update(walking);
};
