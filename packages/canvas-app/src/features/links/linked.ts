import type { Element } from '@gesso/crdt-schema';
import type { Selection } from '../../editor/selection.ts';
import type { EditorState } from '../../editor/state.ts';

/** What of an editor says which link is meant. */
type Linked = Pick<EditorState, 'board'> & Pick<Selection, 'selection' | 'hover'>;

/** Links that are shown at once: more would cover what they belong to. */
const mostShown = 4;

/** Where an element leads, each address once: its own link, and those of letters in its text. */
export const linksOf = (element: Element | undefined): readonly string[] => {
  const marks = element !== undefined && 'marks' in element ? (element.marks ?? []) : [];
  const links = [element?.link, ...marks.map(({ link }) => link)];
  return [...new Set(links.filter((link) => link !== undefined))].slice(0, mostShown);
};

/** The element whose links are shown: what is pointed at, else the only one that is selected. Reads signals. */
export const linkedElement = ({ board, hover, selection }: Linked): Element | undefined => {
  const [selected, another] = selection.value;
  const pointed = hover.value === undefined ? undefined : board.get(hover.value);
  if (linksOf(pointed).length > 0) return pointed;
  const only = selected === undefined || another !== undefined ? undefined : board.get(selected);
  return linksOf(only).length > 0 ? only : undefined;
};

/** Letters of an address that are shown. */
const longest = 48;

/** An address as people read it: without its scheme, short. */
export const placeOf = (link: string): string => {
  const place = link.replace(/^(?:https?:\/\/(?:www\.)?|mailto:)/i, '').replace(/\/$/, '');
  return place.length > longest ? `${place.slice(0, longest - 1)}…` : place;
};
