import { type Element, type ElementId, holdsOthers, type Writer } from '@gesso/crdt-schema';
import { clippedTo } from '../elements/clip.ts';
import { boundsOf, boxOf, edgeOf } from '../elements/registry.ts';
import { center, containsBox } from '../geometry/box.ts';
import { insidePolygon } from '../geometry/polygon.ts';
import type { Box } from '../geometry/units.ts';

/** What an edit has done that may change what lies in which frame. */
export interface Moves {
  /** New elements, and those that were put elsewhere. */
  readonly placed: Set<ElementId>;
  /** Elements whose frame was said by the one who edits. */
  readonly told: Set<ElementId>;
  /** Frames that are new or have another size. */
  readonly resized: Set<ElementId>;
}

/** What is asked of the board. */
interface Content {
  get(id: ElementId): Element | undefined;
  all(): readonly Element[];
  /** Ids of all frames. */
  frames(): ReadonlySet<ElementId>;
}

/** Some elements of a board, and all that lies in the frames among them, each once and in the order of the board. */
export const withHeld = (all: readonly Element[], some: readonly Element[]): readonly Element[] => {
  const frames = new Set(some.filter(holdsOthers).map(({ id }) => id));
  const ids = new Set(some.map(({ id }) => id));
  return all.filter(({ id, frame }) => ids.has(id) || (frame !== undefined && frames.has(frame)));
};

/** What an element covers, also where its frame does not show it. */
const wholeBounds = (element: Element): Box => boundsOf(clippedTo(element, undefined));

/**
 * The frame in which the middle of an element lies: the one that holds it already, else the upper-most; undefined for frames
 * themselves.
 */
export const frameAround = (
  element: Element,
  { get, frames }: Pick<Content, 'get' | 'frames'>,
): ElementId | undefined => {
  if (holdsOthers(element)) return undefined;
  const middle = center(wholeBounds(element));
  let best: Element | undefined;
  for (const id of frames()) {
    const frame = get(id);
    if (frame === undefined || !insidePolygon(middle, edgeOf(frame))) continue;
    if (id === element.frame) return id;
    if (best === undefined || frame.z > best.z) best = frame;
  }
  return best?.id;
};

/** Elements that a new or resized frame takes in: all that lie in it as a whole and in no frame yet. */
const takenIn = (frame: Element, all: readonly Element[]): readonly Element[] =>
  all.filter(
    (element) =>
      element.frame === undefined && !holdsOthers(element) && containsBox(boxOf(frame), wholeBounds(element)),
  );

/** Gives what was placed to the frame it lies in, and takes from frames what lies in them no more. */
export const settleFrames = (writer: Writer, moves: Moves, content: Content): void => {
  const { get, all } = content;
  if (content.frames().size === 0 && moves.resized.size === 0) return;
  // Those of this very edit are not among the board's yet.
  const frames = new Set([...content.frames(), ...moves.resized]);
  const check = new Set(moves.placed);
  for (const id of moves.resized) {
    const frame = get(id);
    if (frame === undefined) continue;
    for (const element of all()) if (element.frame === id) check.add(element.id);
    for (const { id: inside } of takenIn(frame, all()))
      if (!moves.told.has(inside)) writer.patch(inside, { frame: id });
  }
  for (const id of check) {
    const element = get(id);
    if (element === undefined || moves.told.has(id) || moves.resized.has(id)) continue;
    const frame = frameAround(element, { get, frames: () => frames });
    if (frame !== element.frame && !holdsOthers(element)) writer.patch(id, { frame: frame ?? null });
  }
};
