import type { Element } from '@gesso/crdt-schema';
import { type Box, boundsOf, fontFamilies, textLayouts, unionAll } from '@gesso/drawing';

/** A change of at least so many elements may be one of most of the board. */
const many = 512;

/**
 * What to repaint where so many boxes have changed on a board of `size` elements. When that is half of the board or more, hardly
 * a tile is spared, and one box around it all says the same in no time.
 */
export const gathered = (boxes: readonly Box[], size: number): readonly Box[] => {
  const all = boxes.length >= many && 2 * boxes.length >= size ? unionAll(boxes) : undefined;
  return all ? [all] : boxes;
};

/** Where text looks different now that these typefaces (CSS family names) have come. */
export const lettered = (elements: readonly Element[], families: ReadonlySet<string>): Box[] => {
  const isIn = (stack: string): boolean =>
    stack.split(',').some((family) => families.has(family.trim().replaceAll('"', '')));
  return elements.flatMap((element) => {
    const isWritten = textLayouts(element).some(
      ({ lines, font }) => lines.some(({ text }) => text !== '') && isIn(fontFamilies[font]),
    );
    return isWritten ? [boundsOf(element)] : [];
  });
};
