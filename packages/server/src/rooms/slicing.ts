import { Worker } from 'node:worker_threads';
import {
  Failure,
  type FailureCode,
  type Growth,
  growthOf,
  limits,
  type OutlineLimits,
  readUpdate,
  type Slices,
  slicesOf,
} from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { type Cancel, systemTimers } from '../timers.ts';

/** What is to be cut: an update, what it may hold, and the encoded state vector of what is known. */
export interface Uncut {
  readonly update: Uint8Array;
  readonly most: OutlineLimits;
  readonly vector: Uint8Array;
}

/** A large update in slices, each of which a turn has room for, and what is to be judged before the first of them. */
export interface Cut extends Slices {
  readonly growth: Growth;
}

/** Cuts a large update. Rejects with a `Failure` when it cannot be read or is too much. */
export type Slice = (uncut: Uncut) => Promise<Cut>;

/** Bytes that are cut quicker than another thread is asked. */
const inlineBytes = 128 * 1024;
/** How long one update may take to cut (ms), and how long the thread waits for the next. */
const deadlineMs = 10_000;
const restMs = 10_000;

/** Throws a `Failure`. */
export const slice = ({ update, most, vector }: Uncut): Cut => {
  const reading = readUpdate(update, most);
  if (reading instanceof Failure) throw reading;
  const known = Y.decodeStateVector(vector);
  const endOf = (client: number): number => known.get(client) ?? 0;
  return { ...slicesOf(reading, endOf), growth: growthOf(reading, endOf) };
};

/** What the thread answers. */
export type Sliced = { readonly cut: Cut } | { readonly code: FailureCode; readonly detail: string };

/** One thread for all boards, one update at a time; there only while there is something to cut. */
const createCutter = (): Slice => {
  let worker: Worker | undefined;
  let resting: Cancel | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    void worker?.terminate();
    worker = undefined;
  };

  const ask = (uncut: Uncut): Promise<Cut> =>
    new Promise((resolve, reject) => {
      resting?.();
      worker ??= new Worker(new URL('./slicing-worker.ts', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: 1_024 },
      });
      const asked = worker;
      asked.ref();
      const done = (): void => {
        inTime();
        for (const event of ['message', 'error', 'exit']) asked.removeAllListeners(event);
        asked.on('error', () => {});
        asked.unref();
        resting = systemTimers.afterIdle(restMs, end);
      };
      const fail = (failure: Failure): void => {
        done();
        end();
        reject(failure);
      };
      const inTime = systemTimers.after(deadlineMs, () => fail(new Failure('TOO_LARGE', 'time')));
      asked.once('message', (answer: Sliced) => {
        done();
        if ('cut' in answer) resolve(answer.cut);
        else reject(new Failure(answer.code, answer.detail));
      });
      asked.once('error', (error) => fail(new Failure('TOO_LARGE', String(error))));
      asked.once('exit', () => fail(new Failure('INTERNAL', 'the slicing thread ended')));
      asked.postMessage(uncut);
    });

  return (uncut) => {
    const answer = last.then(() => ask(uncut));
    last = answer.catch(() => undefined);
    return answer;
  };
};

const cutAside = createCutter();

/** `slice`, away from the event loop when there is enough to cut that others would notice. */
export const sliceAside: Slice = async (uncut) => (uncut.update.length <= inlineBytes ? slice(uncut) : cutAside(uncut));

/** Whether an update is more than one turn has room for. */
export const isLarge = (update: Uint8Array): boolean => update.length > limits.sliceBytes;
