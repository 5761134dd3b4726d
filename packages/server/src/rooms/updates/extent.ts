import { Failure, limits } from '@gesso/crdt-schema';
import { createMeter } from '../../quotas/meter.ts';

/** Bytes that come to an almost full board before it is encoded again to know its size, which takes 200 ms of 64 MiB: a MiB of those. */
const stepBytes = (): number => limits.boardBytes / 64;
/** How often a full board is looked at again because something was deleted: at once, and then every five seconds. */
const looks = { perSecond: 1 / 5, burst: 5 } as const;

/**
 * How large a board is. What comes in only adds to it; what overwrites or deletes costs nothing in truth, so the real size is looked
 * up now and then: not for every edit of a person who draws on a board that is almost full.
 */
export interface Extent {
  /** Throws `BOARD_FULL` when the board cannot hold so many bytes more, and `OVERLOADED` when that cannot be told yet. */
  admit(bytes: number): void;
  /** So many bytes were taken; `deletes` when they freed space, if anything. */
  grew(bytes: number, deletes: boolean): void;
}

export interface ExtentDeps {
  /** Bytes the board takes at most, where it was loaded from. */
  readonly stored: number;
  /** Encodes the board: what it takes. */
  readonly measure: () => number;
  readonly elapsed: () => number;
}

export const createExtent = ({ stored, measure, elapsed }: ExtentDeps): Extent => {
  /** What it was when it was measured last, and what has come since. */
  let measured: number | undefined;
  let since = stored;
  const again = createMeter(looks);
  let hasDeleted = false;

  const look = (): number => {
    measured = measure();
    since = 0;
    hasDeleted = false;
    return measured;
  };
  const isFull = (size: number, bytes: number): boolean => size + bytes > limits.boardBytes;

  return {
    admit(bytes) {
      if (!isFull((measured ?? 0) + since, bytes)) return;
      const isDue = measured === undefined || since + bytes >= stepBytes();
      const size = isDue ? look() : (measured ?? 0);
      // By less than a step it may become larger than it should.
      if (!isFull(size, bytes)) return;
      if (!hasDeleted) throw new Failure('BOARD_FULL');
      if (again.charge(0, elapsed()) > 0) throw new Failure('OVERLOADED', 'the size of a full board');
      again.charge(1, elapsed());
      if (isFull(look(), bytes)) throw new Failure('BOARD_FULL');
    },
    grew(bytes, deletes) {
      since += bytes;
      hasDeleted ||= deletes;
    },
  };
};
