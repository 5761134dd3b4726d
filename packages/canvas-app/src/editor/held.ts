import { type Element, holdsOthers } from '@gesso/crdt-schema';
import type { EditorParts } from './parts.ts';

/** Elements and all that lies in the frames among them, each once, in painting order: what moves, is copied and is exported together. */
export const withHeld = ({ board }: Pick<EditorParts, 'board'>, elements: readonly Element[]): readonly Element[] => {
  const frames = new Set(elements.filter(holdsOthers).map(({ id }) => id));
  if (frames.size === 0) return elements;
  const ids = new Set(elements.map(({ id }) => id));
  return board.all().filter(({ id, frame }) => ids.has(id) || (frame !== undefined && frames.has(frame)));
};
