import { Readable } from 'node:stream';
import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import type { Timers } from '../timers.ts';
import { KiB, MiB } from '../units.ts';

/** What is written at once; the rest waits until that has left. Without it a TLS connection would encrypt all of it ahead. */
const chunkBytes = 64 * KiB;
/** Answers that may be on their way at a time: to one person, to one address (a school), to all. */
const most = { person: 4, address: 16, all: 200 } as const;
/**
 * Bytes that may be kept from being freed: for one person, for one address, in all; one document is always let through. What several
 * read counts once, for the person who asked first.
 */
const heldBytes = { person: 16 * MiB, address: 32 * MiB, all: 48 * MiB } as const;
/** A reader who takes less than this a second, after a minute, is cut off: nobody is served by it, and a board is held for it. */
const slowest = { graceMs: 60_000, bytesPerMs: 16 } as const;

/** A large answer to one person: from before it is made until it has been read. */
export interface Answer {
  /** The bytes as a stream, without a copy. Throws as `begin` does when too many are held already; it has to be ended then. */
  stream(bytes: Uint8Array): Readable;
  /** For when there is nothing to stream after all. May be called again. */
  end(): void;
}

interface Whose {
  readonly person: string;
  readonly address: string;
}

/** A document on its way to people: who asked for it first, and how many read it. */
interface Reading {
  readonly whose: Whose;
  readers: number;
}

/** Sums by name; what is zero is forgotten. */
export interface Tally {
  of(name: string): number;
  add(name: string, amount: number): void;
}

export const createTally = (): Tally => {
  const sums = new Map<string, number>();
  const of = (name: string): number => sums.get(name) ?? 0;
  return {
    of,
    add(name, amount) {
      const sum = of(name) + amount;
      if (sum > 0) sums.set(name, sum);
      else sums.delete(name);
    },
  };
};

const shift = (sums: Tally, { person, address }: Whose, amount: number): void => {
  for (const name of [person, address, 'all']) sums.add(name, amount);
};

/** Bounds what answers hold in memory while nobody reads them. */
export interface Answers {
  /** Throws `RATE_LIMITED` when this person or this address has not read what it asked for before, `OVERLOADED` when too many have not. */
  begin(who: { readonly person: string; readonly ip: string }): Answer;
  /** Bytes that are kept from being freed. */
  readonly held: number;
}

export const createAnswers = (timers: Timers): Answers => {
  const unread = createTally();
  const held = createTally();
  const readers = new Map<Uint8Array, Reading>();

  const hold = (bytes: Uint8Array, whose: Whose): Reading => {
    const known = readers.get(bytes);
    if (known !== undefined) {
      known.readers++;
      return known;
    }
    const exceeds = (name: string, most: number): boolean => held.of(name) > 0 && held.of(name) + bytes.length > most;
    if (exceeds(whose.person, heldBytes.person) || exceeds(whose.address, heldBytes.address))
      throw new Failure('RATE_LIMITED', 'answers unread');
    if (exceeds('all', heldBytes.all)) throw new Failure('OVERLOADED', 'answers unread');
    const reading = { whose, readers: 1 };
    readers.set(bytes, reading);
    shift(held, whose, bytes.length);
    return reading;
  };
  const letGo = (bytes: Uint8Array, reading: Reading): void => {
    if (--reading.readers > 0) return;
    readers.delete(bytes);
    shift(held, reading.whose, -bytes.length);
  };

  return {
    begin({ person, ip }) {
      const whose = { person: `person ${person}`, address: `address ${networkOf(ip)}` };
      if (unread.of(whose.person) >= most.person || unread.of(whose.address) >= most.address)
        throw new Failure('RATE_LIMITED', 'answers unread');
      if (unread.of('all') >= most.all) throw new Failure('OVERLOADED', 'answers unread');
      shift(unread, whose, 1);
      let ended = false;
      const end = (): void => {
        if (!ended) shift(unread, whose, -1);
        ended = true;
      };
      return {
        end,
        stream(bytes) {
          const reading = hold(bytes, whose);
          const stream = streamOf(bytes);
          const tooLate = timers.afterIdle(slowest.graceMs + bytes.length / slowest.bytesPerMs, () => stream.destroy());
          stream.once('close', () => {
            tooLate();
            letGo(bytes, reading);
            end();
          });
          return stream;
        },
      };
    },
    get held() {
      return held.of('all');
    },
  };
};

const streamOf = (bytes: Uint8Array): Readable => {
  let at = 0;
  return new Readable({
    highWaterMark: chunkBytes,
    read() {
      const size = Math.min(chunkBytes, bytes.length - at);
      this.push(size === 0 ? null : Buffer.from(bytes.buffer, bytes.byteOffset + at, size));
      at += size;
    },
  });
};
