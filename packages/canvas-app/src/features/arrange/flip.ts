import { type Element, type Patch, snap } from '@gesso/crdt-schema';
import { boxOf, resizeElement } from '@gesso/drawing';
import { withHeld } from '../../editor/held.ts';
import type { Chosen } from './chosen.ts';
import type { Axis } from './places.ts';
import { chosenUnits } from './units.ts';

/** The patch that mirrors an element about a line across an axis, board units. Letters and pictures change places and stay readable. */
const flipped = (element: Element, axis: Axis, line: number): Patch => {
  const box = boxOf(element);
  const to = axis === 'x' ? { ...box, x: 2 * line - box.x - box.w } : { ...box, y: 2 * line - box.y - box.h };
  const patch = resizeElement(element, to, { x: axis === 'x', y: axis === 'y' });
  return element.rotation === 0 ? patch : { ...patch, rotation: -element.rotation };
};

/** Mirrors what is chosen and not locked about its own middle, as one step. */
export function flip(chosen: Chosen, axis: Axis): void {
  const { editor } = chosen;
  const units = chosenUnits(chosen);
  if (units.length === 0) return;
  const side = axis === 'x' ? 'w' : 'h';
  const from = Math.min(...units.map(({ box }) => box[axis]));
  const to = Math.max(...units.map(({ box }) => box[axis] + box[side]));
  const line = snap((from + to) / 2);
  const elements = withHeld(
    editor,
    units.flatMap(({ elements: members }) => members),
  ).filter(({ locked }) => !locked);
  editor.board.edit((writer) => {
    for (const element of elements) writer.patch(element.id, flipped(element, axis, line));
  });
}
