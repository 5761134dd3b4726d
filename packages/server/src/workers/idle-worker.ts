import { Worker } from 'node:worker_threads';
import { type Cancel, systemTimers, type Timers } from '../timers.ts';

/** Memory of one thread (MiB): a board of 64 MiB and what its document makes of it. */
const mostMemory = 1_024;

/** What a thread is asked with. */
export type Thread = Pick<Worker, 'on' | 'off' | 'postMessage' | 'ref' | 'unref' | 'terminate'>;

/** A thread that is there while it has work and a while longer. It does not keep the process running. */
export interface IdleWorker {
  /** The thread that is there, or a new one, until `rest` or `end`. Throws where none can be started. */
  get(): Thread;
  /** There is no work for now: the thread is ended unless it is asked for again in time. */
  rest(): void;
  /** Ends the thread, in the middle of its work too: the next work begins with another one. */
  end(): Promise<void>;
}

export interface IdleWorkerDeps {
  readonly open: () => Thread;
  /** How long the thread is kept after its last work (ms). */
  readonly idleMs: number;
  readonly timers?: Timers;
}

/** Starts a file of this server as a thread. */
export const openThread = (file: URL): Thread =>
  new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });

export function createIdleWorker({ open, idleMs, timers = systemTimers }: IdleWorkerDeps): IdleWorker {
  let thread: Thread | undefined;
  let stopResting: Cancel = () => undefined;
  const end = async (): Promise<void> => {
    stopResting();
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  };
  return {
    get() {
      stopResting();
      if (thread !== undefined) return thread;
      const fresh = open();
      const forget = (): void => {
        if (thread === fresh) thread = undefined;
      };
      // It may also fail while nobody waits for an answer, and an error that nothing listens to would end the process.
      fresh.on('error', forget);
      fresh.on('exit', forget);
      fresh.unref();
      thread = fresh;
      return fresh;
    },
    rest() {
      stopResting();
      if (thread !== undefined) stopResting = timers.afterIdle(idleMs, end);
    },
    end,
  };
}
