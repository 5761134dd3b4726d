import type { Element, ElementId } from '../elements/elements.ts';
import { Failure } from '../failure.ts';
import { applyRemoteUpdate } from '../yjs/apply-remote-update.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { type Board, openBoard } from './board.ts';
import type { Change } from './change.ts';
import { sortedElements } from './painting-order.ts';

/**
 * How a board came about, gone through in both directions. Yjs only goes forward, so each update is applied once, and what it did to
 * elements is kept: elements are frozen and shared, and going back a step sets what was there before it. No state is kept twice and
 * nothing is applied again, however far one jumps.
 */

/** When a step was done, and by whom. */
export interface FilmStep {
  /** When the server stored it, ms since 1970. */
  readonly at: number;
  /** Id of the person who sent it. */
  readonly by: string;
}

/** An element before and after a step; undefined where it was not there. */
export interface ElementStep {
  readonly before: Element | undefined;
  readonly after: Element | undefined;
}

export interface Film {
  /** The board at the position. Looked at only: what is written to it is seen by nobody. */
  readonly board: Board;
  /** What can be seen to have been done, in the order in which it was stored. */
  readonly steps: readonly FilmStep[];
  /** What a step did, by its index. */
  changes(step: number): readonly ElementStep[];
  /** How many steps have been done on `board`. */
  readonly position: number;
  /** Goes to a position, or towards it until about `most` elements have changed. Tells listeners of `board` once. */
  seek(position: number, most?: number): void;
  /** The same film at the same position, with a board of its own. */
  fork(): Film;
}

/** Takes updates in, and gives the film of them. */
export interface FilmMaker {
  /** The next update of the history. Throws MALFORMED for bytes that are no update. */
  take(step: FilmStep, update: Uint8Array): void;
  /** Steps so far. */
  readonly length: number;
  /** The film, at its end. Nothing is taken after it. */
  finish(): Film;
}

interface Step extends FilmStep {
  changes: readonly ElementStep[];
}

/** Bytes that elements take which have been changed again since, about: beyond it the film gets coarser. */
export const filmBytes = 64 * 1024 * 1024;

const idOf = ({ before, after }: ElementStep): ElementId => (after ?? before)?.id ?? '';

/** What keeping a former element takes: its points are those of the one that came after it. */
const bytesOf = (element: Element | undefined): number =>
  element === undefined
    ? 0
    : 300 + ('text' in element && typeof element.text === 'string' ? 2 * element.text.length : 0);

const bytesOfAll = (changes: readonly ElementStep[]): number =>
  changes.reduce((sum, { before }) => sum + bytesOf(before), 0);

/** Two steps as one: what was there between them is gone. */
function joined(first: Step, second: Step): Step {
  const changes = new Map(first.changes.map((change) => [idOf(change), change]));
  for (const change of second.changes) {
    const known = changes.get(idOf(change));
    changes.set(idOf(change), known === undefined ? change : { before: known.before, after: change.after });
  }
  return {
    at: second.at,
    by: second.by,
    changes: [...changes.values()].filter(({ before, after }) => before !== after),
  };
}

/** Steps in pairs, of which each is one from now on. */
function coarser(steps: readonly Step[]): Step[] {
  const halved: Step[] = [];
  for (let i = 0; i < steps.length; i += 2) {
    const [first, second] = [steps[i], steps[i + 1]];
    if (first !== undefined) halved.push(second === undefined ? first : joined(first, second));
  }
  return halved;
}

const changesOf = ({ added, updated, removed }: Change, now: ReadonlyMap<ElementId, Element>): ElementStep[] => [
  ...added.map((after) => ({ before: undefined, after })),
  ...updated.map((after) => ({ before: now.get(after.id), after })),
  ...removed.map((id) => ({ before: now.get(id), after: undefined })),
];

function note(now: Map<ElementId, Element>, { added, updated, removed }: Change): void {
  for (const element of [...added, ...updated]) now.set(element.id, element);
  for (const id of removed) now.delete(id);
}

function apply(doc: ReturnType<typeof createBoardDoc>, update: Uint8Array): void {
  try {
    applyRemoteUpdate(doc, update, 'history');
  } catch (error) {
    throw new Failure('MALFORMED', `history: ${String(error)}`);
  }
}

/**
 * Begins a film at a state of a board (a Yjs update v1; empty for a board on which nothing has been done). `most`: bytes of former
 * elements, about; where there are more, steps are joined in pairs. Throws MALFORMED for bytes that are no state.
 */
export function makeFilm(base: Uint8Array, most = filmBytes): FilmMaker {
  const doc = createBoardDoc();
  if (base.length > 0) apply(doc, base);
  const board = openBoard(doc);
  const now = new Map(board.all().map((element) => [element.id, element]));
  let steps: Step[] = [];
  let bytes = 0;
  let under: FilmStep = { at: 0, by: '' };
  board.onChange((change) => {
    const changes = changesOf(change, now);
    note(now, change);
    bytes += bytesOfAll(changes);
    steps.push({ ...under, changes });
    while (bytes > most && steps.length > 1) {
      steps = coarser(steps);
      bytes = steps.reduce((sum, step) => sum + bytesOfAll(step.changes), 0);
    }
  });
  return {
    get length() {
      return steps.length;
    },
    take(step, update) {
      under = step;
      apply(doc, update);
    },
    finish() {
      board.close();
      doc.destroy();
      return filmOf(steps, now);
    },
  };
}

/** A board that is what a film makes of it. What only who draws asks of a board is answered by an empty one. */
function boardOf(now: Map<ElementId, Element>) {
  const sorted = sortedElements(now.values());
  const listeners = new Set<(change: Change) => void>();
  const board: Board = Object.defineProperties(
    {
      ...openBoard(createBoardDoc()),
      get: (id: ElementId) => now.get(id),
      all: sorted.list,
      onChange(listener: (change: Change) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => listeners.clear(),
    },
    { size: { get: () => now.size } },
  );
  /** Sets elements to what they are at another position. */
  const become = (next: ReadonlyMap<ElementId, Element | undefined>): void => {
    const added: Element[] = [];
    const updated: Element[] = [];
    const removed: ElementId[] = [];
    for (const [id, is] of next) {
      const was = now.get(id);
      if (was === is) continue;
      if (is === undefined) removed.push(id);
      else if (was === undefined) added.push(is);
      else updated.push(is);
      if (is === undefined) now.delete(id);
      else now.set(id, is);
      sorted.replace(was, is);
    }
    if (added.length + updated.length + removed.length === 0) return;
    const change: Change = Object.freeze({ added, updated, removed, origin: 'remote' });
    for (const listener of [...listeners]) listener(change);
  };
  return { board, become };
}

function filmOf(steps: readonly Step[], now: Map<ElementId, Element>, begin = steps.length): Film {
  const { board, become } = boardOf(now);
  let position = begin;
  return {
    board,
    steps,
    changes: (step) => steps[step]?.changes ?? [],
    get position() {
      return position;
    },
    seek(wanted, most = Number.POSITIVE_INFINITY) {
      const target = Math.min(steps.length, Math.max(0, Math.round(wanted)));
      const next = new Map<ElementId, Element | undefined>();
      while (position !== target && next.size < most) {
        const isForward = position < target;
        const step = steps[isForward ? position : position - 1];
        for (const change of step?.changes ?? []) next.set(idOf(change), isForward ? change.after : change.before);
        position += isForward ? 1 : -1;
      }
      become(next);
    },
    fork: () => filmOf(steps, new Map(now), position),
  };
}
