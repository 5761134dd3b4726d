/** How updates that leave the log are put together to pieces of history, and when those are forgotten: the same in every database. */
import { dayMs, hourMs, KiB } from '../units.ts';
import type { HistoryAges, LoggedUpdate } from './history.ts';
import { bytes, intact, type Row } from './rows.ts';
import { openedPiece } from './segments.ts';

/** What a row takes to be read beside its data, in bytes that take as long. */
export const rowBytes = 256;
/** What is read, compressed or handed out in one turn: some milliseconds. */
export const pieceBytes = 512 * KiB;
/** Updates that may become one piece: as many as are read from the log in one turn. */
const pieceUpdates = pieceBytes / rowBytes;
/** Small pieces become one where all that is in them was stored within so many ms: what is forgotten is forgotten by the piece. */
const pieceMs = 6 * hourMs;
/** Rows of the log whose times are read in one turn. */
export const headsAtOnce = 1_000;
/** States that are made at a time, each of which may take hundreds of MiB, and how many may wait for that. */
export const mostStates = { atOnce: 2, waiting: 16 } as const;
/** How many bytes updates may have been for each one that they take compressed: what a state is made of is bounded by it. */
export const mostRatio = 4;

/** What pieces of a board take, of those from the oldest on. */
export interface SegmentSize {
  readonly last: number;
  readonly ended: number;
  readonly raw: number;
  readonly size: number;
}

/** What is known of a piece without opening it. */
export interface NewestSegment {
  readonly first: number;
  readonly last: number;
  readonly begun: number;
  readonly raw: number;
}

/** A state as it is to be kept. */
export interface NewState {
  readonly id: string;
  /** The number of the last update in it. */
  readonly seq: number;
  readonly at: number;
  /** Absent for what a board was before its history begins. */
  readonly person?: string;
  readonly name?: string;
}

/** The id of the state that a board was in before its history begins behind a number. */
export const baseId = (seq: number): string => `before-${seq + 1}`;

export const sizeOf = (updates: readonly LoggedUpdate[]): number =>
  updates.reduce((sum, { update }) => sum + update.length, 0);

/** The first and last number and the earliest and latest time of some updates. */
export const extentOf = (updates: readonly LoggedUpdate[]) => {
  const times = updates.map(({ at }) => at);
  return {
    first: updates[0]?.seq ?? 0,
    last: updates.at(-1)?.seq ?? 0,
    // Spread arguments would not hold for every length.
    begun: times.reduce((least, at) => Math.min(least, at), Number.MAX_SAFE_INTEGER),
    ended: times.reduce((most, at) => Math.max(most, at), 0),
  };
};

/** Whether the newest piece is little and recent enough to become one with some more updates: many small ones take a third more. */
export const mayGrow = (newest: NewestSegment, more: readonly LoggedUpdate[]): boolean => {
  const count = newest.last - newest.first + 1 + more.length;
  const isTooMuch = count > pieceUpdates || newest.raw + sizeOf(more) > pieceBytes;
  return !isTooMuch && Math.abs((more.at(-1)?.at ?? 0) - newest.begun) <= pieceMs;
};

/** What is in a piece. Undefined where it is damaged: not what was written, or nothing that can be read. */
export const openedRow = async (row: Row): Promise<readonly LoggedUpdate[] | undefined> =>
  intact(row) ? openedPiece(bytes(row, 'data')).catch(() => undefined) : undefined;

/**
 * The number up to which pieces are to be forgotten, of those of a board from the oldest on; undefined where none is. Not each as soon as it
 * is due: what the board was before is made anew each time.
 */
export const dueUpTo = (sizes: readonly SegmentSize[], { before, bytes: most }: HistoryAges): number | undefined => {
  const [oldest] = sizes;
  const sum = (of: (size: SegmentSize) => number): number => sizes.reduce((total, one) => total + of(one), 0);
  let size = sum((one) => one.size);
  let raw = sum((one) => one.raw);
  const isTooMuch = size > most || raw > most * mostRatio;
  const isTooOld = oldest !== undefined && oldest.ended < before - dayMs;
  const enough = (most * 7) / 8;
  let last: number | undefined;
  for (const one of sizes) {
    const isDue = (isTooMuch && (size > enough || raw > enough * mostRatio)) || (isTooOld && one.ended < before);
    if (!isDue) break;
    last = one.last;
    size -= one.size;
    raw -= one.raw;
  }
  return last;
};
