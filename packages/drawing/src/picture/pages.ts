import type { Element } from '@gesso/crdt-schema';
import { framesInOrder } from './frames-in-order.ts';

/** What one page, or one picture of several, shows; its name is that of its frame, else its number. */
export interface Page {
  readonly name: string;
  readonly elements: readonly Element[];
}

/** A page for each frame among elements, in the order in which one reads them, with what lies in it. */
export function pagesOfFrames(elements: readonly Element[]): readonly Page[] {
  const frames = framesInOrder(elements);
  const held = new Map(frames.map(({ id }): [string, Element[]] => [id, []]));
  // One pass for all frames: a board may have thousands of either.
  for (const element of elements) {
    const { id, frame } = element;
    held.get(id)?.push(element);
    if (frame !== undefined && frame !== id) held.get(frame)?.push(element);
  }
  return frames.map((frame, i) => ({
    name: 'name' in frame && frame.name.trim() !== '' ? frame.name : String(i + 1),
    elements: held.get(frame.id) ?? [],
  }));
}

/** The pages of a board: its frames, or all of it where it has none. */
export function pagesOf(name: string, elements: readonly Element[]): readonly Page[] {
  const frames = pagesOfFrames(elements);
  return frames.length > 0 ? frames : [{ name, elements }];
}
