import type { Element } from '@gesso/crdt-schema';
import { withHeld } from '../shown/membership.ts';
import { framesInOrder } from './frames-in-order.ts';

/** What one page, or one picture of several, shows; its name is that of its frame, else its number. */
export interface Page {
  readonly name: string;
  readonly elements: readonly Element[];
}

/** A page for each frame among elements, in the order in which one reads them, with what lies in it. */
export const pagesOfFrames = (elements: readonly Element[]): readonly Page[] =>
  framesInOrder(elements).map((frame, i) => ({
    name: 'name' in frame && frame.name.trim() !== '' ? frame.name : String(i + 1),
    elements: withHeld(elements, [frame]),
  }));

/** The pages of a board: its frames, or all of it where it has none. */
export function pagesOf(name: string, elements: readonly Element[]): readonly Page[] {
  const frames = pagesOfFrames(elements);
  return frames.length > 0 ? frames : [{ name, elements }];
}
