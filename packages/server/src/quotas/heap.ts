import { getHeapStatistics } from 'node:v8';
import { Failure, summaryOf, unbounded } from '@gesso/crdt-schema';
import { collectGarbage } from '../engine/collect-garbage.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { KiB } from '../units.ts';

/**
 * Parts of the largest heap that may be in use when something comes that makes it fuller; the engine ends the process when there is
 * no more. Garbage counts: the engine collects before that matters, halfway between what is in use and the whole. The rest
 * is for what one turn makes and lets go again.
 */
const usedAt = {
  /** A board is opened, or much is added to one. */
  opening: 0.75,
  /** Little is added. */
  adding: 0.82,
  /** Anything is deleted, which takes room before it gives some. */
  deleting: 0.9,
} as const;
/** Bytes of an update that is much, and of updates between two looks at the heap: at most 75 times as much of it comes of them. */
const much = 16 * KiB;
const lookEvery = 16 * KiB;
/** While there is little left nothing is added to a board that takes more than this part: it is not the others who have to wait. */
const boardShare = 1 / 16;
/**
 * Bytes of the heap for each struct of a document, for each part of a value and for each byte it is encoded in, at most and about:
 * 100,000 strokes take 26 MiB, 400,000 letters that were put one before the other 80.
 */
const takes = { struct: 200, part: 64, byte: 1 } as const;
/** The most that is made of a byte: two of them are an empty object. It is asked first, as it takes no reading. */
const mostOfByte = 40;
/** A whole collection keeps everybody waiting, so it is asked for this seldom (ms), and only where room is denied. */
const collectEveryMs = 60_000;

/** Keeps the process from being ended for want of memory. What is refused may come again: it throws `OVERLOADED`. */
export interface Heap {
  /** A board is about to be opened. */
  open(): void;
  /** A document is about to be made of what was stored. */
  read(parts: readonly Uint8Array[]): void;
  /** An update is about to be applied to a board of so many structs. */
  apply(bytes: number, adds: boolean, structs: () => number): void;
  /** A large update is about to be applied in slices, all of which bring so many structs. */
  bring(structs: number): void;
}

export interface HeapDeps {
  readonly statistics?: () => { readonly used_heap_size: number; readonly heap_size_limit: number };
  readonly timers?: Timers;
  /** Collects all garbage. */
  readonly collect?: () => void;
}

const needOf = (part: Uint8Array): number => {
  try {
    const { structs, parts } = summaryOf(part, unbounded);
    return structs * takes.struct + parts * takes.part + part.length * takes.byte;
  } catch {
    return part.length * mostOfByte;
  }
};

export const createHeap = (deps: HeapDeps = {}): Heap => {
  const { statistics = getHeapStatistics, timers = systemTimers, collect = collectGarbage } = deps;
  let sinceLook = 0;
  let collectedAt = Number.NEGATIVE_INFINITY;

  /** What is left of the heap up to a part of it, and how large it may get. */
  const look = (part: number): { readonly left: number; readonly limit: number } => {
    const { used_heap_size: used, heap_size_limit: limit } = statistics();
    return { left: limit * part - used, limit };
  };

  const deny = (what: string): never => {
    const at = timers.elapsed();
    if (at - collectedAt >= collectEveryMs) {
      collectedAt = at;
      // Not in this turn: the person who is refused is told first.
      timers.afterIdle(0, collect);
    }
    throw new Failure('OVERLOADED', `memory: ${what}`);
  };

  return {
    open() {
      if (look(usedAt.opening).left < 0) deny('a board');
    },
    read(parts) {
      const bytes = parts.reduce((sum, { length }) => sum + length, 0);
      const { left } = look(usedAt.adding);
      if (bytes * mostOfByte <= left) return;
      if (parts.reduce((sum, part) => sum + needOf(part), 0) > left) deny('a document');
    },
    apply(bytes, adds, structs) {
      sinceLook += bytes;
      if (sinceLook < lookEvery) return;
      const { left, limit } = look(usedAt.opening);
      if (left >= 0) {
        sinceLook = 0;
        return;
      }
      if (adds && (bytes > much || structs() * takes.struct > limit * boardShare)) deny('an addition');
      if (look(adds ? usedAt.adding : usedAt.deleting).left < 0) deny('an update');
    },
    bring(structs) {
      if (look(usedAt.opening).left < structs * takes.struct) deny('a history');
    },
  };
};
