import type { Element, TableElement } from '../elements/elements.ts';
import { cellName } from '../elements/grid.ts';
import { hasCells } from '../elements/traits.ts';

/** Words of an element that people see. */
export interface ElementWords {
  readonly text: string;
  /** The name of the cell that holds them; absent for what is of the element as a whole. */
  readonly cell?: string;
}

const cellsOf = ({ rows, columns, cells }: TableElement): readonly ElementWords[] =>
  cells.flatMap((texts, i) =>
    texts.flatMap((text, j) =>
      text === '' ? [] : [{ text, cell: cellName(rows[i]?.id ?? '', columns[j]?.id ?? '') }],
    ),
  );

/** The addresses behind an element and behind letters of it, each once. */
const addressesOf = (element: Element): readonly string[] => {
  const marks = 'marks' in element ? (element.marks ?? []) : [];
  if (element.link === undefined && marks.length === 0) return [];
  return [...new Set([element.link, ...marks.map(({ link }) => link)].filter((link) => link !== undefined))];
};

/** All words of an element, in the order in which they are looked at: its text, its name, what a picture shows, where it leads. */
export const wordsOf = (element: Element): readonly ElementWords[] => {
  const texts: string[] = [];
  if ('text' in element) texts.push(element.text);
  if ('name' in element) texts.push(element.name);
  if ('alt' in element) texts.push(element.alt ?? '');
  texts.push(...addressesOf(element));
  const words = texts.filter((text) => text !== '').map((text) => ({ text }));
  return hasCells(element) ? [...cellsOf(element), ...words] : words;
};
