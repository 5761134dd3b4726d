import type { Timers } from '../../timers.ts';
import { hourMs, MiB, minuteMs } from '../../units.ts';

/** Boards that are compacted at the same time. */
const lanes = 2;
/** Above so many bytes a board takes a hundred MiB and more to compact: of those one at a time. */
const largeBytes = 4 * MiB;
/** How long a board is left alone whose compaction failed, at first and at most (ms): nothing is lost by it. */
const backOffMs = { first: minuteMs, most: hourMs } as const;

export interface CompactionsDeps {
  readonly timers: Timers;
  /** Compacts a board where at least so many updates are still to be compacted; rejects when it cannot, or not in time. */
  readonly compact: (board: string, least: number) => Promise<unknown>;
  readonly onTrouble: (board: string, error: unknown) => void;
}

/** Which board is compacted when: each on its own account, so that one that is hard to compact takes no other's turn. */
export interface Compactions {
  /**
   * Compacts a board of so many bytes with so many updates to compact (`rows`) as soon as its turn comes. False while it is left alone because it
   * failed. Another server that has the board open comes to the same at the same time: who finds less than half of them left does nothing.
   */
  ask(board: string, size: { readonly bytes: number; readonly rows: number }): boolean;
  /** Compacts nothing more, and resolves when nothing is being compacted any more: what was to come can be compacted another day. */
  stop(): Promise<void>;
}

interface Trouble {
  readonly until: number;
  readonly backOff: number;
}

export const createCompactions = ({ timers, compact, onTrouble }: CompactionsDeps): Compactions => {
  const running = new Map<string, Promise<void>>();
  /** Boards that wait for their turn, and the updates they have to compact. */
  const waiting = new Map<string, number>();
  /** Boards that are large, of those that run and wait. */
  const large = new Set<string>();
  /** Boards that failed last time, until they succeed. */
  const troubled = new Map<string, Trouble>();

  let stopped = false;

  const next = (): void => {
    for (const [board, rows] of waiting) {
      if (running.size >= lanes) return;
      // Those that failed before share one lane, as the large ones do, and never keep the others from theirs.
      const sharesWithRunning = (kind: { has(board: string): boolean }): boolean =>
        kind.has(board) && [...running.keys()].some((other) => kind.has(other));
      if (running.has(board) || sharesWithRunning(troubled) || sharesWithRunning(large)) continue;
      waiting.delete(board);
      running.set(board, run(board, rows));
    }
  };

  const run = async (board: string, rows: number): Promise<void> => {
    try {
      await compact(board, Math.ceil(rows / 2));
      troubled.delete(board);
    } catch (error) {
      const before = troubled.get(board)?.backOff ?? backOffMs.first / 2;
      const backOff = Math.min(backOffMs.most, before * 2);
      troubled.set(board, { backOff, until: timers.elapsed() + backOff });
      onTrouble(board, error);
    }
    running.delete(board);
    if (!waiting.has(board)) large.delete(board);
    next();
  };

  return {
    ask(board, { bytes, rows }) {
      if (stopped) return false;
      const trouble = troubled.get(board);
      if (trouble !== undefined && timers.elapsed() < trouble.until) return false;
      waiting.set(board, rows);
      if (bytes > largeBytes) large.add(board);
      next();
      return true;
    },
    async stop() {
      stopped = true;
      waiting.clear();
      while (running.size > 0) await Promise.all(running.values());
    },
  };
};
