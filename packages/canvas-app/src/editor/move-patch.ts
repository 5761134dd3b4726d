import { type Element, type ElementId, type Patch, snap } from '@gesso/crdt-schema';
import { untied, type Vec } from '@gesso/drawing';

/** The patch that moves an element by board units. An arrow leaves what it is tied to and what is not among `moving`. */
export const movePatch = (element: Element, { x, y }: Vec, moving: ReadonlySet<ElementId>): Patch => ({
  ...untied(element, (id) => !moving.has(id)),
  x: snap(element.x + x),
  y: snap(element.y + y),
});
