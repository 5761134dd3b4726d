import type { Element } from '@gesso/crdt-schema';
import { linksOf } from '../../editor/links-of.ts';
import type { Selection } from '../../editor/selection.ts';
import type { EditorState } from '../../editor/state.ts';

/** What of an editor says which link is meant. */
type Linked = Pick<EditorState, 'board'> & Pick<Selection, 'selection' | 'hover'>;

/** The element whose links are shown: what is pointed at, else the only one that is selected. Reads signals. */
export const linkedElement = ({ board, hover, selection }: Linked): Element | undefined => {
  const [selected, another] = selection.value;
  const pointed = hover.value === undefined ? undefined : board.get(hover.value);
  if (linksOf(pointed).length > 0) return pointed;
  const only = selected === undefined || another !== undefined ? undefined : board.get(selected);
  return linksOf(only).length > 0 ? only : undefined;
};
