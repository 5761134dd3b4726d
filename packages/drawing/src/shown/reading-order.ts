import type { Element, ElementId } from '@gesso/crdt-schema';
import type { Box } from '../geometry/units.ts';

interface Placed {
  readonly id: ElementId;
  readonly box: Box;
}

/**
 * Elements as one would read them: in lines from top to bottom, each from left to right. An element belongs to the line
 * whose first element it overlaps by its middle.
 */
export const readingOrder = (
  elements: readonly Element[],
  bounds: (id: ElementId) => Box | undefined,
): readonly ElementId[] => {
  const placed = elements.flatMap(({ id }): Placed[] => {
    const box = bounds(id);
    return box === undefined ? [] : [{ id, box }];
  });
  const byMiddle = [...placed].sort((a, b) => a.box.y + a.box.h / 2 - (b.box.y + b.box.h / 2));
  const lines: Placed[][] = [];
  for (const one of byMiddle) {
    const line = lines.at(-1);
    const first = line?.[0];
    if (line !== undefined && first !== undefined && one.box.y + one.box.h / 2 <= first.box.y + first.box.h)
      line.push(one);
    else lines.push([one]);
  }
  return lines.flatMap((line) => [...line].sort((a, b) => a.box.x - b.box.x).map(({ id }) => id));
};
