import { type Binding, type Element, type ElementId, type Patch, snap } from '@gesso/crdt-schema';
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

/** A tie to what is mirrored as well holds the same place of it, which lies on its other side now. */
const mirrored = (tie: Binding, axis: Axis, along: ReadonlySet<ElementId>): Binding =>
  along.has(tie.element) ? { ...tie, at: axis === 'x' ? [1 - tie.at[0], tie.at[1]] : [tie.at[0], 1 - tie.at[1]] } : tie;

/** What has to be written of the ties of an arrow; a tie to what stays is left as it is. */
const tiesOf = (element: Element, axis: Axis, along: ReadonlySet<ElementId>): Patch => {
  if (!('start' in element)) return {};
  const { start, end } = element;
  return {
    ...(start === undefined ? {} : { start: mirrored(start, axis, along) }),
    ...(end === undefined ? {} : { end: mirrored(end, axis, along) }),
  };
};

/** Mirrors what is chosen and not locked about its own middle, arrows that are tied to it with it, as one step. */
export function flip(chosen: Chosen, axis: Axis): void {
  const { editor } = chosen;
  const units = chosenUnits(chosen);
  if (units.length === 0) return;
  const side = axis === 'x' ? 'w' : 'h';
  const from = Math.min(...units.map(({ box }) => box[axis]));
  const to = Math.max(...units.map(({ box }) => box[axis] + box[side]));
  const line = snap((from + to) / 2);
  const elements = withHeld(editor, chosen.elements).filter(({ locked }) => !locked);
  const along = new Set(elements.map(({ id }) => id));
  editor.board.edit((writer) => {
    for (const element of elements)
      writer.patch(element.id, { ...flipped(element, axis, line), ...tiesOf(element, axis, along) });
  });
}
