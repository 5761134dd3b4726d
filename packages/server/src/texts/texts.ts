import type { BoardText, FoundPage, TextQuery, TextRepository } from '../stores/repositories.ts';
import type { Store } from '../stores/store.ts';
import { type Cancel, nextTurn, pause, type Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { answerWithin } from '../workers/answer-within.ts';
import { createIdleWorker, type IdleWorker, openThread } from '../workers/idle-worker.ts';
import type { Stored } from './board-text.ts';

/** How long a board is left alone after a change before it is read, and how long until it is read again (ms). */
const restMs = 15_000;
const againMs = 60_000;
/** How often it is looked which boards have rested (ms). */
const lookEveryMs = 5_000;
/** Boards of which it is remembered that they changed; the others are read when a search comes past them. */
const mostChanged = 10_000;
/** Boards that wait to be read. */
const mostWaiting = 400;
/** How long a search waits for boards that were not read yet (ms). */
const patienceMs = 400;
/** How long one board may take (ms), and what it may have. */
const deadlineMs = 20_000;
const mostBytes = 64 * MiB;
/** How long the thread is kept after its last board (ms). */
const idleMs = 60_000;
/** Boards of which a search asks whether its person may see them, with others in between after so many. */
const mostQuestions = 400;
const questionsAtOnce = 16;
/** Boards nobody waits for are read for a quarter of the time. */
const restTimes = 3;

/** What was found, and whether boards are still being read on which there may be more. */
export type Found = FoundPage & { readonly isReading: boolean };

/** Knows what is written on boards, and reads it where it holds up nobody. */
export interface Texts {
  /** Is told of every change: a note, nothing more. */
  changed(board: string): void;
  /** Boards of a person on which words are written. Those that were not read yet and that they may see are waited for, a little. */
  search(person: string, query: TextQuery, maySee: (board: string) => Promise<boolean>): Promise<Found>;
  /** Begins to read boards that changed and rest. Returns what stops it. */
  watch(): Cancel;
  stop(): Promise<void>;
}

export interface TextsDeps {
  readonly store: Pick<Store, 'load' | 'size'>;
  readonly repository: TextRepository;
  /** Has a walk through a person's boards wait for its turn. */
  readonly walk: <T>(person: string, work: () => Promise<T>) => Promise<T>;
  /** Whether the disk has room for texts: without it nothing is read. */
  readonly hasRoom: () => boolean;
  readonly timers: Timers;
  readonly now: () => number;
  readonly trouble: (error: unknown, board: string) => void;
}

interface State extends TextsDeps {
  /** Boards that changed since they were read: when they did last. */
  readonly changes: Map<string, number>;
  /** When boards that changed were read last. */
  readonly readAt: Map<string, number>;
  /** What is read next, in this order; `asked` by a search or not. */
  readonly waiting: Map<string, { readonly isAsked: boolean }>;
  reading: string | undefined;
  /** Resolves when nothing waits any more; undefined while nothing does. */
  work: Promise<void> | undefined;
  readonly thread: IdleWorker;
  /** Goes on at once where it is waited between two boards. */
  endRest: () => void;
  isStopped: boolean;
}

export function createTexts(deps: TextsDeps): Texts {
  const state: State = {
    ...deps,
    changes: new Map(),
    readAt: new Map(),
    waiting: new Map(),
    reading: undefined,
    work: undefined,
    thread: createIdleWorker({
      open: () => openThread(new URL('./text-worker.ts', import.meta.url)),
      idleMs,
      timers: deps.timers,
    }),
    endRest: () => undefined,
    isStopped: false,
  };
  const { timers } = deps;
  return {
    changed: (board) => note(state.changes, board, timers.elapsed()),
    async search(person, query, maySee) {
      const isDue = dueOf(state, maySee);
      const ask = async () => {
        const page = await deps.walk(person, () => deps.repository.ofPerson(person, query, isDue));
        for (const board of page.unread) wait(state, board, true);
        return { ...page, isReading: page.unread.length > 0 };
      };
      const page = await ask();
      if (!page.isReading) return page;
      await Promise.race([state.work, pause(timers, patienceMs)]);
      return ask();
    },
    watch: () => timers.every(lookEveryMs, () => readRested(state)),
    async stop() {
      state.isStopped = true;
      state.waiting.clear();
      state.endRest();
      // What is read from the store meanwhile comes too late, and is not waited for.
      await state.thread.end();
    },
  };
}

/** Notes the time of a board, as the newest; of many the oldest is forgotten. */
function note(times: Map<string, number>, board: string, at: number): void {
  times.delete(board);
  times.set(board, at);
  if (times.size <= mostChanged) return;
  const [oldest] = times.keys();
  if (oldest !== undefined) times.delete(oldest);
}

/** Which boards a search has read: those a person may see, each once. What was answered is remembered while it lasts. */
function dueOf(state: State, maySee: (board: string) => Promise<boolean>): (board: string) => Promise<boolean> {
  const begun = state.timers.elapsed();
  const hasRoom = state.hasRoom();
  const answers = new Map<string, Promise<boolean>>();
  return async (board) => {
    // One that is drawn on right now is read for each search, once.
    if (!hasRoom || (state.readAt.get(board) ?? Number.NEGATIVE_INFINITY) >= begun) return false;
    const known = answers.get(board);
    if (known !== undefined) return known;
    if (answers.size >= mostQuestions) return false;
    const answer = maySee(board);
    answers.set(board, answer);
    const isSeen = await answer;
    if (answers.size % questionsAtOnce === 0) await nextTurn(state.timers);
    return isSeen;
  };
}

function readRested(state: State): void {
  if (state.changes.size === 0 || !state.hasRoom()) return;
  const now = state.timers.elapsed();
  for (const [board, at] of state.changes) {
    // Those behind it changed later.
    if (now - at < restMs) break;
    if (now - (state.readAt.get(board) ?? Number.NEGATIVE_INFINITY) >= againMs) wait(state, board, false);
  }
}

function wait(state: State, board: string, isAsked: boolean): void {
  if (state.isStopped || state.reading === board) return;
  const isKnown = state.waiting.has(board);
  if (!isKnown && state.waiting.size >= mostWaiting) return;
  if (!isKnown || isAsked) state.waiting.set(board, { isAsked });
  if (isAsked) state.endRest();
  state.work ??= readAll(state).finally(() => {
    state.work = undefined;
  });
}

/** Reads what waits, one board at a time, so that those who draw keep the other processors. */
async function readAll(state: State): Promise<void> {
  const { timers, waiting } = state;
  while (waiting.size > 0) {
    const [board, { isAsked }] = nextOf(waiting);
    waiting.delete(board);
    const begun = timers.elapsed();
    state.reading = board;
    await readOne(state, board);
    state.reading = undefined;
    note(state.readAt, board, timers.elapsed());
    if (!isAsked && waiting.size > 0 && !isAnyAsked(waiting)) await rest(state, restTimes * (timers.elapsed() - begun));
  }
  state.thread.rest();
}

/** Waits, until something is asked for or it is the end. */
async function rest(state: State, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = state.timers.after(ms, resolve);
    state.endRest = () => {
      cancel();
      resolve();
    };
  });
  state.endRest = () => undefined;
}

const isAnyAsked = (waiting: State['waiting']): boolean => [...waiting.values()].some(({ isAsked }) => isAsked);

/** Those that a search waits for come first. */
function nextOf(waiting: State['waiting']): [string, { readonly isAsked: boolean }] {
  const all = [...waiting];
  const next = all.find(([, { isAsked }]) => isAsked) ?? all[0];
  if (next === undefined) throw new Error('nothing waits to be read');
  return next;
}

async function readOne(state: State, board: string): Promise<void> {
  const { repository, changes, timers, now } = state;
  const at = now();
  const begun = timers.elapsed();
  try {
    if (!state.hasRoom()) return;
    const text = await textOf(state, board);
    if (state.isStopped) return;
    // What was written meanwhile is read next time.
    if ((changes.get(board) ?? 0) <= begun) changes.delete(board);
    await (text === undefined ? repository.pass(board, at) : repository.keep(board, text, at));
  } catch (error) {
    if (state.isStopped) return;
    // It may be anywhere in its work: the next board begins with another one. This one is not tried again before it changes.
    void state.thread.end();
    changes.delete(board);
    state.trouble(error, board);
    await repository.pass(board, at).catch(() => undefined);
  }
}

const nothing: BoardText = { text: '', folded: '' };

/** What is written on a board; undefined where it is too large to be read, or nobody wants it any more. */
async function textOf(state: State, board: string): Promise<BoardText | undefined> {
  const { store, timers } = state;
  const size = await store.size(board);
  if (size === 0) return nothing;
  if (size > mostBytes || state.isStopped) return undefined;
  const { parts, unchecked } = await store.load(board);
  // Nobody would end a thread that begins now.
  if (state.isStopped) return undefined;
  const thread = state.thread.get();
  const answer = answerWithin<BoardText>(thread, {
    what: 'reading what is written on a board',
    ms: deadlineMs,
    timers,
  });
  thread.postMessage({ parts, unchecked } satisfies Stored);
  return answer;
}
