import { type Element, fold, wordsOf } from '@gesso/crdt-schema';

/** Words of an element that can be found. */
export interface Part {
  readonly text: string;
  /** The same as it is compared. */
  readonly folded: string;
  /** The name of the cell that holds them; absent for what is of the element as a whole. */
  readonly cell?: string;
}

/** All words of an element, and as they are compared. */
export const partsOf = (element: Element): readonly Part[] =>
  wordsOf(element).map((words) => ({ ...words, folded: fold(words.text) }));

/** The parts of an element that hold the words, as they are counted: one for each cell, one for all else. */
export const partsWith = (parts: readonly Part[], words: string): readonly Part[] => {
  const all = parts.filter(({ folded }) => folded.includes(words));
  const whole = all.find(({ cell }) => cell === undefined);
  return all.filter((part) => part.cell !== undefined || part === whole);
};

/** Letters of a text that are read aloud. */
const longest = 80;

/** The words around those that were found, on one line. */
export const excerptOf = ({ text, folded }: Part, words: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  // Folding makes a text longer or shorter by a little: its place in the one is about that in the other.
  const at = Math.round((folded.indexOf(words) / folded.length) * line.length) - longest / 4;
  const from = Math.max(0, Math.min(line.length - longest, at));
  const cut = line.slice(from, from + longest).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return `${from > 0 ? '…' : ''}${cut.trim()}${from + longest < line.length ? '…' : ''}`;
};
