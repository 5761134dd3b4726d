import { type Element, type ElementId, hasCells, showsPicture } from '@gesso/crdt-schema';
import { nameOf } from '@gesso/drawing';
import { strings } from './strings.ts';

/** Letters of a text that are read. */
const longest = 120;

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : line;
};

/** The words that an element has of its own: its text, its name, what a picture shows. */
const wordsOf = (element: Element): string => {
  if ('text' in element) return short(element.text);
  if ('name' in element) return short(element.name);
  return 'alt' in element ? short(element.alt ?? '') : '';
};

/** What another element is called in a sentence: by its words, else by its kind. */
const calledAs = (element: Element | undefined): string | undefined => {
  if (element === undefined) return undefined;
  const words = wordsOf(element);
  return words === '' ? nameOf(element) : strings.quoted(words);
};

/** An element in words: what it is and says, for a line what it leads from and to. */
export const describe = (element: Element, get: (id: ElementId) => Element | undefined): string => {
  const name = nameOf(element);
  const words = wordsOf(element);
  if ('start' in element || 'end' in element) {
    const end = (id: ElementId | undefined) => (id === undefined ? undefined : calledAs(get(id)));
    const from = end(element.start?.element);
    const to = end(element.end?.element);
    return [name, from && strings.from(from), to && strings.to(to), words && strings.labeled(words)]
      .filter(Boolean)
      .join('');
  }
  if (hasCells(element)) {
    const head = short((element.cells[0] ?? []).filter((text) => text !== '').join(', '));
    return [name, strings.size(element.rows.length, element.columns.length), head && strings.quoted(head)]
      .filter(Boolean)
      .join(', ');
  }
  if (words !== '') return `${name}, ${strings.quoted(words)}`;
  return showsPicture(element) ? `${name} ${strings.undescribed}` : name;
};
