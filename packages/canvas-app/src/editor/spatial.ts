import type { Element, ElementId } from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';

/** Finds elements by place. Hears of a change of the board before anybody else does. */
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
  /**
   * Called with the boxes that no longer look as they did, the places that elements left and those they came to.
   * A listener hears of a change after the index knows it.
   */
  onDamage(listener: (boxes: readonly Box[]) => void): () => void;
}
