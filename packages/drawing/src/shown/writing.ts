import {
  type Board,
  type Element,
  type ElementId,
  holdsOthers,
  type NewElement,
  type Patch,
  type Writer,
} from '@gesso/crdt-schema';
import { type Moves, settleFrames } from './membership.ts';
import { untied } from './shown-element.ts';

/** What is asked of a board that shows arrows and frames. */
export interface ShownContent {
  /** The element as the document has it. */
  base(id: ElementId): Element | undefined;
  /** The element as it is shown. */
  get(id: ElementId): Element | undefined;
  all(): readonly Element[];
  dependents(id: ElementId): Iterable<ElementId>;
  frames(): ReadonlySet<ElementId>;
}

const placing = ['x', 'y', 'rotation', 'width', 'height', 'points', 'scale'] as const;

/** Where an arrow is shown, as long as the document does not say so. */
function shownPlace({ base, get }: ShownContent, id: ElementId): Patch {
  const element = get(id);
  if (element === undefined || element === base(id) || !('route' in element)) return {};
  const { x, y, rotation, points } = element;
  return { x, y, rotation, points };
}

/** Remembers of an edit what concerns frames. */
const noteAdded = (moves: Moves, id: ElementId, element: NewElement, isFrame: boolean) => {
  if (element.frame === undefined) moves.placed.add(id);
  if (isFrame) moves.resized.add(id);
};

/**
 * Runs an edit. Arrows that are tied to what it removes are left with their ends where they were, a change of an arrow's place is one of
 * what is shown, and what it places belongs to the frame it lies in.
 */
export function editShown<T>(content: ShownContent, writer: Writer, run: (writer: Writer) => T): T {
  /** Arrows as they were before the first of what they are tied to was removed. */
  const before = new Map<ElementId, Element>();
  const removed = new Set<ElementId>();
  const moves: Moves = { placed: new Set(), told: new Set(), resized: new Set() };
  const isFrame = (id: ElementId) => {
    const element = content.base(id);
    return element !== undefined && holdsOthers(element);
  };
  const wrapped: Writer = {
    ...writer,
    add(element) {
      const id = writer.add(element);
      noteAdded(moves, id, element, isFrame(id));
      return id;
    },
    addAll(elements) {
      const ids = writer.addAll(elements);
      for (const [i, element] of elements.entries()) {
        const id = ids[i];
        if (id !== undefined) noteAdded(moves, id, element, isFrame(id));
      }
      return ids;
    },
    patch(id, props) {
      const moved = placing.some((name) => name in props);
      if ('frame' in props) moves.told.add(id);
      else if (moved) moves.placed.add(id);
      if (('width' in props || 'height' in props) && isFrame(id)) moves.resized.add(id);
      writer.patch(id, moved && !('points' in props) ? { ...shownPlace(content, id), ...props } : props);
    },
    remove(id) {
      for (const arrow of content.dependents(id)) {
        const now = before.has(arrow) ? undefined : content.get(arrow);
        if (now !== undefined && 'route' in now) before.set(arrow, now);
      }
      removed.add(id);
      writer.remove(id);
    },
  };
  try {
    return run(wrapped);
  } finally {
    const isGone = (id: ElementId) => removed.has(id);
    for (const arrow of before.values()) {
      // Where it was, and not that it is loose: so a peer who ties it elsewhere at the same time is not contradicted.
      const { start, end, ...place } = untied(arrow, isGone);
      if (content.base(arrow.id)) writer.patch(arrow.id, place);
    }
    settleFrames(writer, moves, content);
  }
}

/** The parts of a board that only pass on what they are asked. */
export const passedOn = (board: Board) => ({
  authorOf: board.authorOf,
  together: board.together,
  load: board.load,
  onRename: board.onRename,
  undo: board.undo,
  redo: board.redo,
  keepMarks: board.keepMarks,
  typing: board.typing,
  typingNew: board.typingNew,
  orderBetween: board.orderBetween,
  bytes: board.bytes,
});
