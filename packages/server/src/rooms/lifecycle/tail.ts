import { KiB, MiB } from '../../units.ts';

/** How long the log behind a snapshot may get. */
export interface TailLimit {
  readonly rows: number;
  readonly bytes: number;
  /** Of a large board it may be this share of the snapshot, in bytes, each row counted as `rowBytes` more. */
  readonly share: number;
}

export interface CompactionLimits {
  readonly quiet: TailLimit;
  readonly busy: TailLimit;
}

/** What a row takes to be read and applied, beside its bytes, in bytes of a snapshot that take as long. */
const rowBytes = 256;

/**
 * A log tail is compacted into a snapshot beyond this, when its board falls quiet or while it is in use. Compaction writes all of the
 * board anew: tiny edits must not do that again and again to a large one. A board of 61 MiB is compacted after 30,000 of them.
 */
export const compactWhen: CompactionLimits = {
  quiet: { rows: 200, bytes: 256 * KiB, share: 1 / 64 },
  busy: { rows: 5_000, bytes: 4 * MiB, share: 1 / 8 },
};

/** The log behind the snapshot of an open board. */
export interface Tail {
  /** Bytes of the snapshot, and of the updates behind it, whoever stored them, and how many they are. */
  readonly whole: number;
  readonly bytes: number;
  readonly rows: number;
  add(rows: number, bytes: number): void;
  isLong(limit: TailLimit): boolean;
  /** All of it is on its way into the snapshot. */
  compact(): void;
}

export const createTail = (
  snapshotBytes = 0,
  already: { readonly rows: number; readonly bytes: number } = { rows: 0, bytes: 0 },
): Tail => {
  let whole = snapshotBytes;
  let { rows, bytes } = already;
  return {
    get whole() {
      return whole;
    },
    get bytes() {
      return bytes;
    },
    get rows() {
      return rows;
    },
    add(moreRows, moreBytes) {
      rows += moreRows;
      bytes += moreBytes;
    },
    isLong: (limit) => (rows > limit.rows || bytes > limit.bytes) && bytes + rows * rowBytes > whole * limit.share,
    compact() {
      whole += bytes;
      rows = 0;
      bytes = 0;
    },
  };
};
