import { type Element, type ElementId, hasCells, showsPicture } from '@gesso/crdt-schema';
import { say } from './later.ts';
import { listed, nameOf, quoted } from './name-of.ts';

/** Letters of a text that are read where it is one among many. */
const longest = 120;

const short = (text: string, most = longest): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : line;
};

/** The words that an element has of its own: its text, its name, what a picture shows. */
const wordsOf = (element: Element, most?: number): string => {
  if ('text' in element) return short(element.text, most);
  if ('name' in element) return short(element.name, most);
  return 'alt' in element ? short(element.alt ?? '', most) : '';
};

/** What another element is called in a sentence: by its words, else by its kind. */
const calledAs = (element: Element | undefined): string | undefined => {
  if (element === undefined) return undefined;
  const words = wordsOf(element);
  return words === '' ? nameOf(element) : quoted(words);
};

const contentOf = (element: Element, get: (id: ElementId) => Element | undefined, most?: number): string => {
  const name = nameOf(element);
  const words = wordsOf(element, most);
  if ('start' in element || 'end' in element) {
    const end = (id: ElementId | undefined) => (id === undefined ? undefined : calledAs(get(id)));
    const from = end(element.start?.element);
    const to = end(element.end?.element);
    const [only, none] = from === undefined ? ['to', 'none'] : ['both', 'from'];
    const ends = to === undefined ? none : only;
    const line = say('outline.line', { ends, name, from: from ?? '', to: to ?? '' });
    return words === '' ? line : listed(line, say('outline.labeled', { text: words }));
  }
  if (hasCells(element)) {
    const head = short((element.cells[0] ?? []).filter((text) => text !== '').join(', '));
    const rows = say('outline.rows', { n: element.rows.length });
    return listed(name, rows, say('outline.columns', { n: element.columns.length }), quoted(head));
  }
  if (words !== '') return listed(name, quoted(words));
  return showsPicture(element) ? say('outline.undescribed', { name }) : name;
};

/**
 * An element in words: what it is and says, for a line what it leads from and to, and whether it is locked. `most`: how many letters of
 * its text are read.
 */
export const describe = (element: Element, get: (id: ElementId) => Element | undefined, most?: number): string => {
  const content = contentOf(element, get, most);
  return element.locked ? listed(content, say('outline.locked')) : content;
};
