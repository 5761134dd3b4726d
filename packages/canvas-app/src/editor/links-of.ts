import type { Element } from '@gesso/crdt-schema';

/** Links that are shown at once: more would cover what they belong to. */
const mostShown = 4;

/** Where an element leads, each address once: its own link, and those of letters in its text. */
export const linksOf = (element: Element | undefined): readonly string[] => {
  const marks = element !== undefined && 'marks' in element ? (element.marks ?? []) : [];
  const links = [element?.link, ...marks.map(({ link }) => link)];
  return [...new Set(links.filter((link) => link !== undefined))].slice(0, mostShown);
};
