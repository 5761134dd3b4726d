import { type Binding, type ElementId, isPointedInto } from '@gesso/crdt-schema';
import {
  boxOf,
  distance,
  expand,
  fractionsOn,
  isWellInside,
  nearForArrow,
  placeOn,
  takesArrows,
  type Vec,
} from '@gesso/drawing';
import type { Aim } from '../editor/drafts.ts';
import type { Editor } from '../editor/editor.ts';
import { forDevice, type PointerInput } from '../editor/pointer.ts';

/** How near the end of an arrow must come to be tied, CSS pixels. */
const reachOf = (pointer: PointerInput): number => forDevice(pointer, 12, 22);

/** Where arrows end besides the middle, as fractions of the box: in the middle of each side. */
const anchors: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
  [0, 0.5],
];

/** What the end of an arrow is tied to when it is let go here. */
export interface Tie extends Aim {
  readonly point: Vec;
  readonly binding: Binding;
}

/**
 * The tie of an arrow's end at the pointer: to the smallest thing there, aimed at its middle or at the middle of a side. With Alt, and
 * inside what arrows point into, to the very point; with Ctrl (Cmd) to nothing.
 */
export const tieAt = (editor: Editor, pointer: PointerInput, except?: ElementId): Tie | undefined => {
  if (pointer.mod) return undefined;
  const reach = reachOf(pointer) / editor.camera.peek().zoom;
  const { at } = pointer;
  const area = (id: ElementId) => {
    const element = editor.board.get(id);
    return element === undefined ? 0 : boxOf(element).w * boxOf(element).h;
  };
  const [element] = editor.index
    .inside(expand({ x: at.x, y: at.y, w: 0, h: 0 }, reach))
    .sort((a, b) => area(a) - area(b))
    .flatMap((id) => (id === except ? [] : (editor.board.get(id) ?? [])))
    .filter((candidate) => takesArrows(candidate) && nearForArrow(candidate, at, reach));
  if (element === undefined) return undefined;
  if (pointer.alt || (isPointedInto(element) && isWellInside(element, at, reach))) {
    return { element, point: at, binding: { element: element.id, at: fractionsOn(element, at), exact: true } };
  }
  const near = anchors.find((anchor) => distance(placeOn(element, anchor), at) <= reach);
  const place = near ?? [0.5, 0.5];
  return { element, point: placeOn(element, place), binding: { element: element.id, at: place } };
};

/** The ties of both ends. What begins and ends on one thing is a line on it, and tied to nothing. */
export const tiesOf = (start: Tie | undefined, end: Tie | undefined): { start?: Binding; end?: Binding } => {
  const apart = start?.element.id !== end?.element.id;
  return {
    ...(start && (apart || start.binding.exact) ? { start: start.binding } : {}),
    ...(end && (apart || end.binding.exact) ? { end: end.binding } : {}),
  };
};

/** The vector from one point to another. */
export const wayBetween = (from: Vec, to: Vec): Vec => ({ x: to.x - from.x, y: to.y - from.y });
