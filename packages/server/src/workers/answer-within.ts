import type { Worker } from 'node:worker_threads';
import { systemTimers, type Timers } from '../timers.ts';

/** What an answer is waited for with. */
export interface Timeout {
  /** What the thread does, for the message of the error. */
  readonly what: string;
  /** How long it may take, in ms. */
  readonly ms: number;
  readonly timers?: Timers;
}

/** A thread gave no answer: it took too long, or ended before. */
export class NoAnswer extends Error {}

/**
 * Resolves to the next message of a thread, which goes on. Rejects with `NoAnswer` when there is none in time, and with the error
 * of the thread when it fails. An answer that comes too late is none, also where it was this thread that was held up.
 */
export const answerWithin = <T>(
  thread: Pick<Worker, 'on' | 'off'>,
  { what, ms, timers = systemTimers }: Timeout,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const begun = timers.elapsed();
    const stopListening = (): void => {
      cancel();
      thread.off('message', answered);
      thread.off('error', failed);
      thread.off('exit', ended);
    };
    const failed = (error: unknown): void => {
      stopListening();
      reject(error);
    };
    const late = (): void => failed(new NoAnswer(`${what} took longer than ${ms} ms`));
    const ended = (code: number): void => failed(new NoAnswer(`the thread for ${what} ended with ${code}`));
    const answered = (answer: T): void => {
      if (timers.elapsed() - begun > ms) {
        late();
        return;
      }
      stopListening();
      resolve(answer);
    };
    const cancel = timers.after(ms, late);
    thread.on('message', answered);
    thread.on('error', failed);
    thread.on('exit', ended);
  });

/** The same for a thread that was started for one answer: it is ended in any case. */
export const onlyAnswerWithin = async <T>(worker: Worker, timeout: Timeout): Promise<T> => {
  // It may also fail while it is being ended, and an error that nothing listens to would end the process.
  worker.on('error', () => undefined);
  try {
    return await answerWithin<T>(worker, timeout);
  } finally {
    void worker.terminate();
  }
};
