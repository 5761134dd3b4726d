import { snap } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';

/** A box in the steps that a document stores, board units. */
export const snapBox = ({ x, y, w, h }: Box): Box => ({ x: snap(x), y: snap(y), w: snap(w), h: snap(h) });
