import { type Element, type ElementId, hasCells, showsPicture } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { listed, nameOf, quoted } from '../../words/name-of.ts';

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
  return words === '' ? nameOf(element) : quoted(words);
};

const contentOf = (element: Element, get: (id: ElementId) => Element | undefined): string => {
  const name = nameOf(element);
  const words = wordsOf(element);
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

/** An element in words: what it is and says, for a line what it leads from and to, and whether it is locked. */
export const describe = (element: Element, get: (id: ElementId) => Element | undefined): string => {
  const content = contentOf(element, get);
  return element.locked ? listed(content, say('outline.locked')) : content;
};
