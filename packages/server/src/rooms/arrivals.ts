import { Failure, type FailureCode } from '@gesso/crdt-schema';
import type { Access } from './member.ts';

/** Whose connections are ended, and why. */
interface Closing {
  readonly code: FailureCode;
  readonly rule: (access: Access) => boolean;
}

/** One person on the way from the question whether they may come in to their place in the room. */
export interface Way {
  /** They have arrived, or do not come after all; to be called once or more. */
  end(): void;
  /** Throws the `Failure` that a closing has meant for them meanwhile. */
  check(access: Access): void;
}

/** Those who are on their way in: what is closed to them meanwhile stays closed. */
export interface Arrivals {
  begin(board: string): Way;
  close(board: string, code: FailureCode, rule: (access: Access) => boolean): void;
  closeEverywhere(code: FailureCode, rule: (access: Access) => boolean): void;
}

export const createArrivals = (): Arrivals => {
  /** What was closed, board by board, since each of those began who are on their way in. */
  const arriving = new Map<string, Set<Closing[]>>();
  return {
    begin(board) {
      const closings: Closing[] = [];
      const others = arriving.get(board) ?? new Set();
      arriving.set(board, others.add(closings));
      return {
        end() {
          others.delete(closings);
          if (others.size === 0 && arriving.get(board) === others) arriving.delete(board);
        },
        check(access) {
          const met = closings.find(({ rule }) => rule(access));
          if (met !== undefined) throw new Failure(met.code);
        },
      };
    },
    close(board, code, rule) {
      for (const closings of arriving.get(board) ?? []) closings.push({ code, rule });
    },
    closeEverywhere(code, rule) {
      for (const all of arriving.values()) for (const closings of all) closings.push({ code, rule });
    },
  };
};
