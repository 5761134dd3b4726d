import type { Board, Change, Element, ElementId, Patch, Writer } from '@gesso/crdt-schema';
import { isRouted, routed, untied } from './routed.ts';
import { createTies, type Ties } from './ties.ts';

/**
 * A board whose arrows lie where what they are tied to lies now. That is worked out whenever they are looked at, so moving a shape
 * writes nothing for its arrows. Who deletes a shape leaves the ends of its arrows where they were, in the same step.
 */
export interface RoutedBoard extends Board {
  /** Arrows tied to an element. */
  tiedTo(id: ElementId): Iterable<ElementId>;
}

/** An arrow as it was last shown, and from what. */
interface Shown {
  readonly base: Element;
  readonly start: Element | undefined;
  readonly end: Element | undefined;
  readonly element: Element;
}

interface State {
  readonly board: Board;
  readonly ties: Ties;
  readonly shown: Map<ElementId, Shown>;
  /** All elements as they were last listed, and from what. */
  list: { readonly base: readonly Element[]; readonly all: readonly Element[] } | undefined;
}

function show({ board, shown }: State, base: Element): Element {
  if (!isRouted(base)) return base;
  const start = base.start && board.get(base.start.element);
  const end = base.end && board.get(base.end.element);
  const known = shown.get(base.id);
  if (known?.base === base && known.start === start && known.end === end) return known.element;
  const element = routed(base, board.get);
  shown.set(base.id, { base, start, end, element });
  return element;
}

function get(state: State, id: ElementId): Element | undefined {
  const base = state.board.get(id);
  return base && show(state, base);
}

function all(state: State): readonly Element[] {
  const base = state.board.all();
  if (state.list?.base !== base) {
    state.list = { base, all: base.some(isRouted) ? base.map((element) => show(state, element)) : base };
  }
  return state.list.all;
}

/** Takes a change over. Returns it with the arrows in it that come along. */
function withArrows(state: State, change: Change): Change {
  const { added, updated, removed } = change;
  const named = new Set<ElementId>(removed);
  for (const element of [...added, ...updated]) {
    state.ties.note(element);
    named.add(element.id);
  }
  for (const id of removed) {
    state.ties.forget(id);
    state.shown.delete(id);
  }
  const along = new Set<ElementId>();
  for (const id of named) for (const arrow of state.ties.at(id)) if (!named.has(arrow)) along.add(arrow);
  const arrows = [...along].flatMap((id) => get(state, id) ?? []);
  const shownNow = (element: Element) => show(state, element);
  return { ...change, added: added.map(shownNow), updated: [...updated.map(shownNow), ...arrows] };
}

/** Where an arrow is shown, as long as the document does not say so. */
function shownPlace(state: State, id: ElementId): Patch {
  const base = state.board.get(id);
  const element = base && show(state, base);
  if (element === undefined || element === base || !('route' in element)) return {};
  const { x, y, rotation, points } = element;
  return { x, y, rotation, points };
}

/** Runs an edit; arrows that are tied to what it removes are left with their ends where they were. */
function editUntying<T>(state: State, writer: Writer, run: (writer: Writer) => T): T {
  /** Arrows as they were before the first of what they are tied to was removed. */
  const before = new Map<ElementId, Element>();
  const removed = new Set<ElementId>();
  const remove = (id: ElementId) => {
    for (const arrow of state.ties.at(id)) {
      const now = before.has(arrow) ? undefined : get(state, arrow);
      if (now !== undefined) before.set(arrow, now);
    }
    removed.add(id);
    writer.remove(id);
  };
  /** A change of place is one of what is shown: the ends that are not tied stay where they are seen. */
  const patch: Writer['patch'] = (id, props) => {
    const placed = 'x' in props || 'y' in props || 'rotation' in props;
    writer.patch(id, placed && !('points' in props) ? { ...shownPlace(state, id), ...props } : props);
  };
  try {
    return run({ ...writer, patch, remove });
  } finally {
    for (const arrow of before.values()) {
      if (state.board.get(arrow.id) !== undefined)
        writer.patch(
          arrow.id,
          untied(arrow, (id) => removed.has(id)),
        );
    }
  }
}

/** Shows a board with its arrows where they belong. Closing it closes the board. */
export function routedBoard(board: Board): RoutedBoard {
  const state: State = { board, ties: createTies(board.all()), shown: new Map(), list: undefined };
  const translated = new WeakMap<Change, Change>();
  // Before any other listens, so that all are told the same.
  const stop = board.onChange((change) => translated.set(change, withArrows(state, change)));
  return {
    get: (id) => get(state, id),
    all: () => all(state),
    get size() {
      return board.size;
    },
    get name() {
      return board.name;
    },
    edit: (run, session) => board.edit((writer) => editUntying(state, writer, run), session),
    together: board.together,
    load: board.load,
    onChange: (listener) => board.onChange((change) => listener(translated.get(change) ?? change)),
    onRename: board.onRename,
    undo: board.undo,
    redo: board.redo,
    get canUndo() {
      return board.canUndo;
    },
    get canRedo() {
      return board.canRedo;
    },
    typing: board.typing,
    typingNew: board.typingNew,
    orderBetween: board.orderBetween,
    bytes: board.bytes,
    tiedTo: state.ties.at,
    close() {
      stop();
      board.close();
    },
  };
}
