import { limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import { type Box, boxOf, unionAll } from '@gesso/drawing';
import { asDrawn } from '../../editor/create-element.ts';
import type { PieceOf } from './format.ts';

/** A piece of a library, and the box around it, in board units. */
export interface LibraryPiece {
  readonly name: string;
  readonly elements: readonly NewElement[];
  readonly box: Box;
}

/** Board units between the pieces of a library. */
const gap = 48;

/** The box around elements, where the file says nothing of it. */
export const boxAround = (elements: readonly NewElement[]): Box =>
  unionAll(elements.map((element) => boxOf(asDrawn(element)))) ?? { x: 0, y: 0, w: 0, h: 0 };

/** Pieces side by side, in rows that make about a square, each a group. */
export function laidOut(pieces: readonly LibraryPiece[]): readonly NewElement[] {
  const area = pieces.reduce((sum, { box: { w, h } }) => sum + (w + gap) * (h + gap), 0);
  const widest = pieces.reduce((most, { box: { w } }) => Math.max(most, w), Math.sqrt(area) * 1.3);
  let [x, y, tallest] = [0, 0, 0];
  return pieces.flatMap(({ elements, box }) => {
    if (x > 0 && x + box.w > widest) [x, y, tallest] = [0, y + tallest + gap, 0];
    const by = { x: x - box.x, y: y - box.y };
    x += box.w + gap;
    tallest = Math.max(tallest, box.h);
    const group = elements.length > 1 ? [newElementId()] : [];
    return elements.map((element) => ({
      ...element,
      x: element.x + by.x,
      y: element.y + by.y,
      groups: [...(element.groups ?? []), ...group].slice(-limits.groups),
    }));
  });
}

/** How many elements each piece has, in the order of all of them. */
export const countsOf = (pieces: readonly LibraryPiece[]): readonly PieceOf[] =>
  pieces.map(({ name, elements }) => ({ name, elements: elements.length }));
