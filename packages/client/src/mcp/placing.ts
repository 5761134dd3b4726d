import type { PlainElement } from '@gesso/crdt-schema';

/** A box on the board, in board units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const size = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** About where an element is: a text without a width counts as a usual one. */
export function boxOf(element: PlainElement): Box {
  const { x, y, points } = element;
  if (points === undefined || points.length === 0)
    return { x, y, width: size(element['width'], 200), height: size(element['height'], 40) };
  let [left, top, right, bottom] = [0, 0, 0, 0];
  for (const [px, py] of points) {
    [left, right] = [Math.min(left, px), Math.max(right, px)];
    [top, bottom] = [Math.min(top, py), Math.max(bottom, py)];
  }
  return { x: x + left, y: y + top, width: right - left, height: bottom - top };
}

/** The box around all elements; undefined where there is none. */
export function aroundAll(elements: readonly PlainElement[]): Box | undefined {
  const [first, ...rest] = elements.map(boxOf);
  if (first === undefined) return undefined;
  let { x, y } = first;
  let [right, bottom] = [x + first.width, y + first.height];
  for (const box of rest) {
    [x, y] = [Math.min(x, box.x), Math.min(y, box.y)];
    [right, bottom] = [Math.max(right, box.x + box.width), Math.max(bottom, box.y + box.height)];
  }
  return { x, y, width: right - x, height: bottom - y };
}

const gap = 24;
const perRow = 5;

/** Places for so many boxes of a size, in rows, right of all that is there. */
export function freePlaces(
  elements: readonly PlainElement[],
  count: number,
  { width, height }: Pick<Box, 'width' | 'height'>,
): readonly { readonly x: number; readonly y: number }[] {
  const taken = aroundAll(elements);
  const left = taken === undefined ? 0 : Math.ceil(taken.x + taken.width + 4 * gap);
  const top = taken === undefined ? 0 : Math.floor(taken.y);
  return Array.from({ length: count }, (_, i) => ({
    x: left + (i % perRow) * (width + gap),
    y: top + Math.floor(i / perRow) * (height + gap),
  }));
}
