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
import { type Cancel, systemTimers, type Timers } from '../timers.ts';

/** What is to be cut: an update, what it may hold, and the encoded state vector of what is known. */
export interface Uncut {
  /** The person it is from: people take turns. */
  readonly who: string;
  readonly update: Uint8Array;
  readonly most: OutlineLimits;
  readonly vector: Uint8Array;
}

/** A large update in slices, each of which a turn has room for, and what is to be judged before the first of them. */
export interface Cut extends Slices {
  readonly growth: Growth;
  /** Structs of it that are new. */
  readonly structs: number;
}

/** Cuts a large update. Rejects with a `Failure` when it cannot be read or is too much. */
export type Slice = (uncut: Uncut) => Promise<Cut>;

/** Bytes that are cut quicker than another thread is asked. */
const inlineBytes = 128 * 1024;
/** How long one update may take to cut (ms), and how long the thread waits for the next. */
const deadlineMs = 10_000;
const restMs = 10_000;
/** After an update of more bytes it does not wait: it would keep the tens of MiB that took, and to start it anew takes less than to cut. */
const restAfterBytes = limits.updateBytes;

/** Throws a `Failure`. */
export const slice = ({ update, most, vector }: Uncut): Cut => {
  const reading = readUpdate(update, most);
  if (reading instanceof Failure) throw reading;
  const known = Y.decodeStateVector(vector);
  const endOf = (client: number): number => known.get(client) ?? 0;
  let structs = 0;
  for (const { id, length } of reading.structs) if (id.clock + length > endOf(id.client)) structs++;
  return { ...slicesOf(reading, endOf), growth: growthOf(reading, endOf), structs };
};

/** What the thread answers. */
export type Sliced = { readonly cut: Cut } | { readonly code: FailureCode; readonly detail: string };

/** What a thread is asked with. */
export type Thread = Pick<Worker, 'on' | 'off' | 'postMessage' | 'ref' | 'unref' | 'terminate'>;

export interface CutterDeps {
  readonly open?: () => Thread;
  readonly timers?: Timers;
}

interface Job {
  readonly uncut: Uncut;
  readonly resolve: (cut: Cut) => void;
  readonly reject: (failure: Failure) => void;
}

const openThread = (): Thread =>
  new Worker(new URL('./slicing-worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 1_024 } });

/**
 * One thread for all boards, one update at a time; there only while there is something to cut. Next is the person who has had least cut
 * since nobody waited.
 */
export const createCutter = ({ open = openThread, timers = systemTimers }: CutterDeps = {}): Slice => {
  const waiting: Job[] = [];
  const had = new Map<string, number>();
  let thread: Thread | undefined;
  let resting: Cancel | undefined;
  let isBusy = false;
  /** Whether the thread has cut something large. */
  let isSwollen = false;

  const end = (): void => {
    void thread?.terminate();
    thread = undefined;
    isSwollen = false;
  };

  const opened = (): Thread => {
    const fresh = open();
    const forget = (): void => {
      if (thread === fresh) thread = undefined;
    };
    // It may also end while it rests.
    fresh.on('exit', forget);
    fresh.on('error', forget);
    return fresh;
  };

  const ask = ({ uncut, resolve, reject }: Job): void => {
    resting?.();
    let asked: Thread;
    try {
      thread ??= opened();
      asked = thread;
    } catch (error) {
      isBusy = false;
      reject(new Failure('OVERLOADED', `cutting: ${String(error)}`));
      next();
      return;
    }
    asked.ref();
    isSwollen ||= uncut.update.length > restAfterBytes;
    const done = (): void => {
      inTime();
      asked.off('message', answer);
      asked.off('error', broke);
      asked.off('exit', broke);
      asked.unref();
      isBusy = false;
      next();
      if (isBusy) return;
      if (isSwollen) end();
      else resting = timers.afterIdle(restMs, end);
    };
    const answer = (sliced: Sliced): void => {
      if ('cut' in sliced) resolve(sliced.cut);
      else reject(new Failure(sliced.code, sliced.detail));
      done();
    };
    /** It says nothing against the update: the machine may be busy, or short of memory. */
    const broke = (error: unknown): void => {
      if (thread === asked) end();
      reject(new Failure('OVERLOADED', `cutting: ${String(error)}`));
      done();
    };
    const inTime = timers.after(deadlineMs, () => broke('time'));
    asked.on('message', answer);
    asked.on('error', broke);
    asked.on('exit', broke);
    asked.postMessage(uncut);
  };

  const next = (): void => {
    if (isBusy) return;
    const due = ({ uncut }: Job): number => (had.get(uncut.who) ?? 0) + uncut.update.length;
    const [first, ...others] = waiting;
    if (first === undefined) {
      had.clear();
      return;
    }
    const job = others.reduce((least, other) => (due(other) < due(least) ? other : least), first);
    waiting.splice(waiting.indexOf(job), 1);
    had.set(job.uncut.who, due(job));
    isBusy = true;
    ask(job);
  };

  return (uncut) =>
    new Promise((resolve, reject) => {
      waiting.push({ uncut, resolve, reject });
      next();
    });
};

/** What is no larger than one edit does not wait for histories. */
const cutEdit = createCutter();
const cutHistory = createCutter();

/** `slice`, away from the event loop when there is enough to cut that others would notice. */
export const sliceAside: Slice = async (uncut) => {
  const { length } = uncut.update;
  if (length <= inlineBytes) return slice(uncut);
  return length <= limits.updateBytes ? cutEdit(uncut) : cutHistory(uncut);
};

/** Whether an update is more than one turn has room for. */
export const isLarge = (update: Uint8Array): boolean => update.length > limits.sliceBytes;
