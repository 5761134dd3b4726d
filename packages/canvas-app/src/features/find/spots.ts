import { cellAt, type Element, hasCells, holdsOthers } from '@gesso/crdt-schema';
import { type Box, boundsOf, boxOf, gridLayout, pivotOf, takesArrows, textLayout, turnedBounds } from '@gesso/drawing';
import type { Part } from './parts.ts';

/** The box of a cell before rotation; undefined for one that the table does not have any more. */
const boxOfCell = (element: Element, cell: string): Box | undefined => {
  const at = hasCells(element) ? cellAt(element, cell) : undefined;
  if (!hasCells(element) || at === undefined) return undefined;
  const { x, y } = boxOf(element);
  const { xs, ys } = gridLayout(element);
  const [[left = 0, right = left], [top = 0, bottom = top]] = [xs.slice(at[1]), ys.slice(at[0])];
  return { x: x + left, y: y + top, w: right - left, h: bottom - top };
};

/** The place of words on the board: the cell, the label of a line, else all of the element. Board units, its rotation carried out. */
export const spotOf = (element: Element, { cell, text }: Part): Box => {
  const label = takesArrows(element) ? undefined : textLayout(element);
  const box = cell === undefined ? (label?.text === text ? label.box : undefined) : boxOfCell(element, cell);
  return box === undefined ? boundsOf(element) : turnedBounds(box, element.rotation, pivotOf(element));
};

/** What is marked faintly: of a frame its name alone, as all that lies in it would be marked with it. */
export const faintSpotOf = (element: Element, part: Part): Box => {
  const name = holdsOthers(element) ? textLayout(element) : undefined;
  return name?.text === part.text ? name.box : spotOf(element, part);
};
