import { inPaintingOrder } from '@gesso/crdt-schema';
import type { EditorState } from '../../editor/state.ts';
import type { Source } from '../tiles/paint-jobs.ts';

/** Above this share of the board, going through all of it in order is quicker than finding and sorting. */
const largeShare = 1 / 8;

/** What the tiles are painted from: the board, without what is on the layer above. */
export const boardElements = (
  { board, index }: Pick<EditorState, 'board' | 'index'>,
  hides: (id: string) => boolean,
): Source => ({
  elementsIn(box) {
    const ids = index.inside(box);
    if (ids.length > 512 && ids.length > board.size * largeShare) {
      const wanted = new Set(ids);
      return board.all().filter(({ id }) => wanted.has(id) && !hides(id));
    }
    return ids.flatMap((id) => (hides(id) ? [] : (board.get(id) ?? []))).sort(inPaintingOrder);
  },
  touches: (box) => index.touches(box),
  count: (box) => index.inside(box).length,
});
