import { type Element, holdsOthers } from '@gesso/crdt-schema';
import { withHeld as withHeldOf } from '@gesso/drawing';
import type { EditorParts } from './parts.ts';

/** Elements and all that lies in the frames among them, each once, in painting order: what moves, is copied and is exported together. */
export const withHeld = ({ board }: Pick<EditorParts, 'board'>, elements: readonly Element[]): readonly Element[] =>
  elements.some(holdsOthers) ? withHeldOf(board.all(), elements) : elements;
