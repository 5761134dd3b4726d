import type { Timers } from '../timers.ts';

/** A server that has people on a board says so every 15 s: who has not been heard for so long (ms) has none there. */
const silentMs = 40_000;

/** For which boards there is anybody else to tell what is shown and not stored: most are open on one server alone. */
export interface Audience {
  /** Another server said something of the board. */
  heard(board: string): void;
  /** So many connections have heard what was told of it, this server's own among them. */
  reached(board: string, connections: number): void;
  /** Whether nobody else hears, as far as is known. Nobody is alone before it was counted. */
  isAlone(board: string): boolean;
  forget(board: string): void;
  forgetAll(): void;
}

export const createAudience = ({ elapsed }: Pick<Timers, 'elapsed'>): Audience => {
  const heardAt = new Map<string, number>();
  const counted = new Map<string, number>();
  return {
    heard: (board) => void heardAt.set(board, elapsed()),
    reached: (board, connections) => void counted.set(board, connections),
    // In a cluster of Redis only those at the same node are counted, but all are heard.
    isAlone: (board) =>
      (counted.get(board) ?? 2) < 2 && elapsed() - (heardAt.get(board) ?? Number.NEGATIVE_INFINITY) > silentMs,
    forget(board) {
      heardAt.delete(board);
      counted.delete(board);
    },
    forgetAll() {
      heardAt.clear();
      counted.clear();
    },
  };
};
