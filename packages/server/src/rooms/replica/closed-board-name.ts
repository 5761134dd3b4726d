import { Worker } from 'node:worker_threads';
import { Failure, renaming } from '@gesso/crdt-schema';
import type { Timers } from '../../timers.ts';
import { KiB } from '../../units.ts';
import { NoAnswer, onlyAnswerWithin } from '../../workers/answer-within.ts';

/** Reading less than this takes no time with any content; a thread takes some to start. */
const inlineBytes = 4 * KiB;
/** A board that takes longer to read is not read for its name. */
const timeoutMs = 10_000;
/** Threads at a time. More would take the processors from those who draw. */
const most = 2;

/** A board as it is stored, and what it is to be called. */
export interface Naming {
  readonly parts: readonly Uint8Array[];
  readonly name: string;
}

/**
 * The update that names a board, worked out where it keeps nobody waiting: one has to know what stands in the place of the name
 * now, and to know that the whole board is read. Rejects with `OVERLOADED` when others are being named, or it takes too long.
 */
export const createClosedBoardNamer = (timers: Timers): ((naming: Naming) => Promise<Uint8Array>) => {
  let running = 0;
  return async ({ parts, name }) => {
    if (parts.reduce((sum, part) => sum + part.length, 0) <= inlineBytes) return renaming(parts, name);
    if (running >= most) throw new Failure('OVERLOADED', 'boards being named');
    // Throws where no thread can be started.
    const worker = new Worker(new URL('./closed-board-name-worker.ts', import.meta.url), {
      workerData: { parts, name },
    });
    running++;
    try {
      return await onlyAnswerWithin<Uint8Array>(worker, { what: 'naming', ms: timeoutMs, timers });
    } catch (error) {
      throw error instanceof NoAnswer ? new Failure('OVERLOADED', error.message) : error;
    } finally {
      running--;
    }
  };
};
