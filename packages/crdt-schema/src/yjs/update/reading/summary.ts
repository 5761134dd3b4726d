import { Failure } from '../../../failure.ts';
import { limits } from '../../../limits.ts';

/** One client's structs in an update: its clocks from `from` up to, and without, `to`. */
export interface Section {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** What can be told of an update from its bytes alone. */
export interface UpdateSummary {
  readonly sections: readonly Section[];
  /** Structs, and further values where one struct holds several. */
  readonly structs: number;
  /** Values, and the values in those. */
  readonly parts: number;
  /** Ranges in its delete set. */
  readonly ranges: number;
}

export interface SummaryLimits {
  readonly structs: number;
  readonly ranges: number;
  readonly clients: number;
}

/** Is told of each range to delete as it is read; what it gives ends the reading. */
type RangeVisitor = (client: number, clock: number, length: number) => boolean;

/** Clocks beyond this cannot come from writing. */
const lastClock = 2 ** 40;
/** Deeper values are refused before anything recursive meets them. */
const mostDepth = 64;
/** Parts of one value: each counts eight bytes of a record or an override, which are bounded by those. */
const valueParts = Math.max(limits.recordBytes, limits.overrideBytes) / 8;
/** Parts of all values for each struct there may be: a record has some ten. And for an update of a few large ones. */
const partsPerStruct = 6;
const fewestParts = 1_000_000;
/** The shared type a board may hold, as Yjs numbers them. */
const textType = 2;

/** No bound: what was let in is not counted again. */
export const unbounded: SummaryLimits = {
  structs: Number.MAX_SAFE_INTEGER,
  ranges: Number.MAX_SAFE_INTEGER,
  clients: Number.MAX_SAFE_INTEGER,
};

/** Bytes of the largest number there is. A reader that multiplies makes of a longer run of zeros what compares with nothing (NaN). */
export const mostNumberBytes = 8;
/** What `MALFORMED` says of a longer number. */
export const numberWithoutEnd = 'a number without end';

const endless = (): Failure => new Failure('MALFORMED', numberWithoutEnd);
const malformed = (what: string): Failure => new Failure('MALFORMED', what);
const tooLarge = (what: string): Failure => new Failure('TOO_LARGE', what);

/** Reads the format of Yjs's updates (version 1) without making anything of it. Throws a `Failure`. */
class Walker {
  readonly bytes: Uint8Array;
  readonly mostStructs: number;
  readonly mostParts: number;
  at = 0;
  structs = 0;
  parts = 0;
  /** How many parts there may be by the end of the value that is read. */
  partsEnd = 0;

  constructor(bytes: Uint8Array, { structs }: SummaryLimits) {
    this.bytes = bytes;
    this.mostStructs = structs;
    this.mostParts = Math.max(fewestParts, partsPerStruct * structs);
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw malformed('cut off');
    return byte;
  }

  number(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 128;
    for (let bytes = 1; bytes < mostNumberBytes; bytes++) {
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw endless();
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw endless();
  }

  skipNumber(): void {
    for (let bytes = 0; bytes < mostNumberBytes; bytes++) if (this.byte() < 0x80) return;
    throw endless();
  }

  skip(length: number): void {
    this.at += length;
    if (this.at > this.bytes.length) throw malformed('cut off');
  }

  string(): void {
    this.skip(this.number());
  }

  /** UTF-16 units of a string: what Yjs counts. */
  characters(): number {
    const { bytes } = this;
    const length = this.number();
    const begin = this.at;
    this.skip(length);
    let units = length;
    for (let i = begin; i < this.at; i++) {
      const byte = bytes[i] ?? 0;
      // Three of four bytes of a pair of surrogates count for two units; of others only the first byte counts.
      if ((byte & 0xc0) === 0x80) units--;
      else if (byte >= 0xf0) units++;
    }
    return units;
  }

  id(): void {
    this.number();
    this.number();
  }

  value(depth: number): void {
    if (depth > mostDepth) throw tooLarge('depth');
    if (depth === 0) this.partsEnd = Math.min(this.parts + valueParts, this.mostParts);
    if (++this.parts > this.partsEnd) throw tooLarge('value');
    switch (this.byte()) {
      case 127:
      case 126:
      case 121:
      case 120:
        return;
      case 125:
        this.skipNumber();
        return;
      case 124:
        this.skip(4);
        return;
      case 123:
        this.skip(8);
        return;
      case 119:
      case 116:
        this.string();
        return;
      case 118: {
        const keys = this.number();
        if (keys > limits.valueKeys) throw tooLarge('keys');
        for (let i = 0; i < keys; i++) {
          this.string();
          this.value(depth + 1);
        }
        return;
      }
      case 117: {
        const items = this.number();
        if (items > limits.valueItems) throw tooLarge('items');
        for (let i = 0; i < items; i++) this.value(depth + 1);
        return;
      }
      default:
        throw malformed('a value');
    }
  }

  /** Gives how many clocks a content takes. */
  content(kind: number): number {
    switch (kind) {
      case 1:
        return this.number();
      case 3:
        this.string();
        return 1;
      case 4:
        return this.characters();
      case 6:
        this.string();
        this.string();
        return 1;
      case 7:
        if (this.number() !== textType) throw malformed('a shared type');
        return 1;
      case 8: {
        const values = this.number();
        if (this.structs + values - 1 > this.mostStructs) throw tooLarge('structs');
        for (let i = 0; i < values; i++) this.value(0);
        this.structs += Math.max(0, values - 1);
        return values;
      }
      default:
        throw malformed(`content ${kind}`);
    }
  }

  /** Gives how many clocks a struct takes. */
  struct(): number {
    this.structs++;
    const info = this.byte();
    const kind = info & 0x1f;
    if (kind === 0 || kind === 10) return this.number();
    if ((info & 0x80) !== 0) this.id();
    if ((info & 0x40) !== 0) this.id();
    if ((info & 0xc0) === 0) {
      if (this.number() === 1) this.string();
      else this.id();
      if ((info & 0x20) !== 0) this.string();
    }
    return this.content(kind);
  }
}

/** Whether there are bytes for so many entries: what a list says of its length is not believed. */
const fits = (walker: Walker, count: number, bytesEach: number): boolean =>
  count * bytesEach <= walker.bytes.length - walker.at;

const readSections = (
  walker: Walker,
  most: SummaryLimits,
  visit?: (section: Section) => boolean,
): Section[] | undefined => {
  const clients = walker.number();
  if (!fits(walker, clients, 4)) throw malformed('cut off');
  if (clients > most.clients) throw tooLarge('clients');
  const sections: Section[] = [];
  const seen = clients > 1 ? new Set<number>() : undefined;
  for (let i = 0; i < clients; i++) {
    const count = walker.number();
    if (count === 0 || !fits(walker, count, 2)) throw malformed('a client with nothing to say');
    if (walker.structs + count > most.structs) throw tooLarge('structs');
    const client = walker.number();
    // Yjs takes the last of several parts of one client and forgets the others.
    if (seen !== undefined && seen.size === seen.add(client).size) throw malformed('a client that comes twice');
    const from = walker.number();
    let to = from;
    for (let left = count; left > 0; left--) {
      const length = walker.struct();
      to += length;
      if (length === 0 || to > lastClock) throw malformed(`struct ${client}:${to}`);
      if (walker.structs > most.structs) throw tooLarge('structs');
    }
    const section = { client, from, to };
    if (visit?.(section) === false) return undefined;
    sections.push(section);
  }
  return sections;
};

/**
 * The one who deletes honestly names each client once, and its ranges sorted and joined: Yjs writes no others. Ranges that
 * overlap could name the same deletion again and again.
 */
const readRanges = (walker: Walker, most: SummaryLimits, visit?: RangeVisitor): number | undefined => {
  const clients = walker.number();
  if (!fits(walker, clients, 2)) throw malformed('cut off');
  if (clients > most.clients) throw tooLarge('clients');
  const seen = clients > 1 ? new Set<number>() : undefined;
  let ranges = 0;
  for (let i = 0; i < clients; i++) {
    const client = walker.number();
    if (seen !== undefined && seen.size === seen.add(client).size) throw malformed('deletions of a client, twice');
    const count = walker.number();
    ranges += count;
    if (!fits(walker, count, 2)) throw malformed('cut off');
    if (ranges > most.ranges) throw tooLarge('delete ranges');
    let end = -1;
    for (let left = count; left > 0; left--) {
      const clock = walker.number();
      const length = walker.number();
      if (clock <= end || length === 0 || clock + length > lastClock) throw malformed('delete ranges');
      end = clock + length;
      if (visit?.(client, clock, length) === false) return undefined;
    }
  }
  return ranges;
};

/**
 * Reads the summary of an update, and refuses what no editor makes or what is more than `most`, before anything is made of
 * it: some nanoseconds for each struct and no memory. Throws `MALFORMED` or `TOO_LARGE`.
 */
export const summaryOf = (update: Uint8Array, most: SummaryLimits): UpdateSummary => {
  const walker = new Walker(update, most);
  const sections = readSections(walker, most) ?? [];
  const ranges = readRanges(walker, most) ?? 0;
  if (walker.at !== update.length) throw malformed('bytes behind the update');
  return { sections, structs: walker.structs, parts: walker.parts, ranges };
};

/**
 * Whether each part of an update holds: sections of structs as `section` says, ranges to delete as `range` says. It stops
 * reading at the first that does not. Throws as `summaryOf` does.
 */
export const everyPart = (
  update: Uint8Array,
  most: SummaryLimits,
  section: (section: Section) => boolean,
  range: RangeVisitor,
): boolean => {
  const walker = new Walker(update, most);
  if (readSections(walker, most, section) === undefined) return false;
  return readRanges(walker, most, range) !== undefined && walker.at === update.length;
};
