import type { Change, Element, ElementId } from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';

/** What has changed on a board, and where it shows. */
export interface BoardNews {
  readonly change: Change;
  /** The boxes that no longer look as they did: the places that elements left and those they came to. */
  readonly damage: readonly Box[];
}

/** Finds elements by place, and is the head of the board's feed for those that look things up while they hear of a change. */
export interface SpatialIndex {
  /** Ids whose bounds touch the box, in no order. */
  inside(box: Box): ElementId[];
  /** Whether anything's bounds touch the box. */
  touches(box: Box): boolean;
  /** The top-most element that the point touches, `slack` board units generous. */
  at(point: Vec, slack: number, accept?: (element: Element) => boolean): Element | undefined;
  /** Bounds of an element as it was last told, or undefined. */
  bounds(id: ElementId): Box | undefined;
  /** Bounds of everything, or undefined on an empty board. */
  all(): Box | undefined;
  /** Calls back with each change of the board, once the index knows it. Returns its stop. */
  onChange(listener: (news: BoardNews) => void): () => void;
}
