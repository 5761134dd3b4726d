import type { Chosen } from './chosen.ts';
import { type Axis, aligned, distributed, type Edge, type Joint, stacked, tidied } from './places.ts';
import { chosenUnits, jointsOf, moveUnits, type Unit } from './units.ts';

export { selectAlike, selectOthers } from './alike.ts';
export { copyStyle, pasteStyle } from './copied-style.ts';
export { flip } from './flip.ts';

type Arranging = (boxes: readonly Unit['box'][], joints: () => readonly Joint[]) => ReturnType<typeof aligned>;

/** Moves the units of what is chosen as one step, to where their boxes go. */
function arrange(chosen: Chosen, where: Arranging): void {
  const units = chosenUnits(chosen);
  const ways = where(
    units.map(({ box }) => box),
    () => jointsOf(chosen.editor, units),
  );
  const wayOf = new Map(units.map((unit, i) => [unit, ways[i] ?? { x: 0, y: 0 }]));
  moveUnits(chosen.editor, units, (unit) => wayOf.get(unit) ?? { x: 0, y: 0 });
}

export const align = (chosen: Chosen, edge: Edge): void => arrange(chosen, (boxes) => aligned(boxes, edge));
export const distribute = (chosen: Chosen, axis: Axis): void => arrange(chosen, (boxes) => distributed(boxes, axis));
export const stack = (chosen: Chosen, axis: Axis): void =>
  arrange(chosen, (boxes, joints) => stacked(boxes, axis, joints()));
export const tidy = (chosen: Chosen): void => arrange(chosen, (boxes, joints) => tidied(boxes, joints()));
