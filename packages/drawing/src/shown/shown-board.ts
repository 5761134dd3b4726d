import { type Board, type Change, type Element, type ElementId, holdsOthers } from '@gesso/crdt-schema';
import { isDerived, shownBy } from './shown-element.ts';
import { createTies, type Ties } from './ties.ts';
import { editShown, passedOn, type ShownContent } from './writing.ts';

/**
 * A board as it is shown: its arrows lie where what they are tied to lies now, and what is in a frame is cut off at its edge. That is
 * worked out whenever an element is looked at, so moving a shape writes nothing for its arrows. Who deletes a shape leaves the ends of
 * its arrows where they were, and what is placed belongs to the frame it lies in, in the same step.
 */
export interface ShownBoard extends Board {
  /** What is shown otherwise when an element changes: arrows tied to it, content of a frame. */
  dependents(id: ElementId): Iterable<ElementId>;
  /** Ids of the elements that hold others, in no order. */
  frames(): ReadonlySet<ElementId>;
}

/** An element as it was last shown, and from what. */
interface Shown {
  readonly from: readonly (Element | undefined)[];
  readonly element: Element;
}

interface State {
  readonly board: Board;
  readonly ties: Ties;
  readonly frames: Set<ElementId>;
  /** Elements that are shown otherwise than stored: without any, no list is gone through. */
  readonly derived: Set<ElementId>;
  readonly shown: Map<ElementId, Shown>;
  /** All elements as they were last listed, and from what. */
  list: { readonly base: readonly Element[]; readonly all: readonly Element[] } | undefined;
}

/** All that decides how an element is shown, itself first. */
const sources = ({ board }: State, base: Element): readonly (Element | undefined)[] => {
  const frame = base.frame === undefined ? undefined : board.get(base.frame);
  if (!('route' in base)) return [base, frame];
  const { start, end } = base;
  return [base, frame, start && board.get(start.element), end && board.get(end.element)];
};

function show(state: State, base: Element): Element {
  if (!isDerived(base)) return base;
  const from = sources(state, base);
  const known = state.shown.get(base.id);
  if (known?.from.every((source, i) => source === from[i])) return known.element;
  const element = shownBy(base, state.board.get);
  state.shown.set(base.id, { from, element });
  return element;
}

function get(state: State, id: ElementId): Element | undefined {
  const base = state.board.get(id);
  return base && show(state, base);
}

function all(state: State): readonly Element[] {
  const base = state.board.all();
  if (state.derived.size === 0) return base;
  if (state.list?.base !== base) {
    state.list = { base, all: base.map((element) => show(state, element)) };
  }
  return state.list.all;
}

function note({ ties, frames, derived }: State, element: Element): void {
  if (isDerived(element)) derived.add(element.id);
  else derived.delete(element.id);
  ties.note(element);
  if (holdsOthers(element)) frames.add(element.id);
}

/** Takes a change over. Returns it with all in it that is shown otherwise because of it. */
function withDependents(state: State, change: Change): Change {
  const { added, updated, removed } = change;
  const named = new Set<ElementId>(removed);
  for (const element of [...added, ...updated]) {
    note(state, element);
    named.add(element.id);
  }
  for (const id of removed) {
    state.ties.forget(id);
    state.shown.delete(id);
    state.frames.delete(id);
    state.derived.delete(id);
  }
  const along = new Set<ElementId>();
  for (const id of named) for (const other of state.ties.at(id)) if (!named.has(other)) along.add(other);
  const others = [...along].flatMap((id) => get(state, id) ?? []);
  const shownNow = (element: Element) => show(state, element);
  return { ...change, added: added.map(shownNow), updated: [...updated.map(shownNow), ...others] };
}

/** Shows a board with its arrows and frames. Closing it closes the board. */
export function shownBoard(board: Board): ShownBoard {
  const state: State = {
    board,
    ties: createTies(),
    frames: new Set(),
    derived: new Set(),
    shown: new Map(),
    list: undefined,
  };
  for (const element of board.all()) note(state, element);
  const content: ShownContent = {
    base: board.get,
    get: (id) => get(state, id),
    all: () => all(state),
    dependents: state.ties.at,
    frames: () => state.frames,
  };
  const translated = new WeakMap<Change, Change>();
  // Before any other listens, so that all are told the same.
  const stop = board.onChange((change) => translated.set(change, withDependents(state, change)));
  return {
    ...passedOn(board),
    get: content.get,
    all: content.all,
    get size() {
      return board.size;
    },
    get name() {
      return board.name;
    },
    get canUndo() {
      return board.canUndo;
    },
    get canRedo() {
      return board.canRedo;
    },
    edit: (run, undoGroup) => board.edit((writer) => editShown(content, writer, run), undoGroup),
    onChange: (listener) => board.onChange((change) => listener(translated.get(change) ?? change)),
    dependents: content.dependents,
    frames: content.frames,
    close() {
      stop();
      board.close();
    },
  };
}
