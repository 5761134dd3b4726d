import { Failure, limits } from '@gesso/crdt-schema';
import { systemTimers, type Timers } from '../../timers.ts';
import { KiB } from '../../units.ts';
import { answerWithin } from '../../workers/answer-within.ts';
import { createIdleWorker, type IdleWorker, openThread, type Thread } from '../../workers/idle-worker.ts';
import { type Slice, type SliceAnswer, type Sliced, slice, type Unsliced } from './slicing.ts';

/** Bytes that are sliced quicker than another thread is asked. */
const inlineBytes = 128 * KiB;
/** How long one update may take to slice (ms), and how long the thread waits for the next. */
const deadlineMs = 10_000;
const restMs = 10_000;
/** After an update of more bytes it does not wait: it would keep the tens of MiB that took, and to start it anew takes less than to slice. */
const restAfterBytes = limits.updateBytes;

export interface SlicerDeps {
  readonly open?: () => Thread;
  readonly timers?: Timers;
}

interface Job {
  readonly unsliced: Unsliced;
  readonly resolve: (sliced: Sliced) => void;
  readonly reject: (failure: Failure) => void;
}

interface State {
  readonly timers: Timers;
  readonly waiting: Job[];
  /** Bytes that each person has had sliced since nobody waited. */
  readonly had: Map<string, number>;
  readonly worker: IdleWorker;
  isBusy: boolean;
  /** Whether the thread has sliced something large. */
  isSwollen: boolean;
}

const openSlicing = (): Thread => openThread(new URL('./slicing-worker.ts', import.meta.url));

function end(state: State): void {
  void state.worker.end();
  state.isSwollen = false;
}

function ask(state: State, { unsliced, resolve, reject }: Job): void {
  /** It says nothing against the update: the machine may be busy, or short of memory. */
  const broke = (error: unknown): void => reject(new Failure('OVERLOADED', `slicing: ${String(error)}`));
  let thread: Thread;
  try {
    thread = state.worker.get();
  } catch (error) {
    state.isBusy = false;
    broke(error);
    next(state);
    return;
  }
  thread.ref();
  state.isSwollen ||= unsliced.update.length > restAfterBytes;
  answerWithin<SliceAnswer>(thread, { what: 'slicing', ms: deadlineMs, timers: state.timers }).then(
    (answer) => {
      if ('sliced' in answer) resolve(answer.sliced);
      else reject(new Failure(answer.code, answer.detail));
      goOn(state, thread);
    },
    (error) => {
      end(state);
      broke(error);
      goOn(state, thread);
    },
  );
  thread.postMessage(unsliced);
}

/** The thread has answered, or is gone: the next is sliced, or it rests. */
function goOn(state: State, thread: Thread): void {
  thread.unref();
  state.isBusy = false;
  next(state);
  if (state.isBusy) return;
  if (state.isSwollen) end(state);
  else state.worker.rest();
}

/** Begins with the update of the person who has had least sliced. */
function next(state: State): void {
  const { waiting, had } = state;
  if (state.isBusy) return;
  const due = ({ unsliced }: Job): number => (had.get(unsliced.who) ?? 0) + unsliced.update.length;
  const [first, ...others] = waiting;
  if (first === undefined) {
    had.clear();
    return;
  }
  const job = others.reduce((least, other) => (due(other) < due(least) ? other : least), first);
  waiting.splice(waiting.indexOf(job), 1);
  had.set(job.unsliced.who, due(job));
  state.isBusy = true;
  ask(state, job);
}

/**
 * One thread for all boards, one update at a time; there only while there is something to slice. Next is the person who has had least
 * sliced since nobody waited.
 */
export const createSlicer = ({ open = openSlicing, timers = systemTimers }: SlicerDeps = {}): Slice => {
  const state: State = {
    timers,
    waiting: [],
    had: new Map(),
    worker: createIdleWorker({ open, idleMs: restMs, timers }),
    isBusy: false,
    isSwollen: false,
  };
  return (unsliced) =>
    new Promise((resolve, reject) => {
      state.waiting.push({ unsliced, resolve, reject });
      next(state);
    });
};

/** What is no larger than one edit does not wait for histories. */
const sliceEdit = createSlicer();
const sliceHistory = createSlicer();

/** `slice`, away from the event loop when there is enough to slice that others would notice. */
export const sliceInThread: Slice = async (unsliced) => {
  const { length } = unsliced.update;
  if (length <= inlineBytes) return slice(unsliced);
  return length <= limits.updateBytes ? sliceEdit(unsliced) : sliceHistory(unsliced);
};
