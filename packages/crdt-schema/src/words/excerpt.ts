import { fold } from './fold.ts';

/** A part of a text, in UTF-16 units: from the first to before the last. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A letter with the accents behind it, so that a part never ends between them. */
const letters = /(?:\r\n|.)\p{Script=Inherited}*/gsu;

/** Where the first of `folded` words stand in a text; undefined where they do not. Looks at each letter: for short texts. */
export const placeOf = (text: string, folded: string): Place | undefined => {
  let line = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: letter, index } of text.matchAll(letters)) {
    const isSpace = letter.trim() === '';
    if (isSpace && (line === '' || line.endsWith(' '))) continue;
    const own = isSpace ? ' ' : fold(letter);
    line += own;
    for (let i = 0; i < own.length; i++) {
      starts.push(index);
      ends.push(index + letter.length);
    }
  }
  const at = folded === '' ? -1 : line.indexOf(folded);
  const from = starts[at];
  const to = ends[at + folded.length - 1];
  return from === undefined || to === undefined ? undefined : { from, to };
};

/** Letters of a long line that are looked at, around where the words should be. */
const looked = 1_000;

/** Half of a character is none. */
const wellCut = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

/** The nearest break between words in the text, going from `at` to `end` by `step`; `at` where there is none near. */
const breakFrom = (text: string, at: number, end: number, step: 1 | -1): number => {
  for (let i = at; i !== end; i += step) if (text[i] === ' ') return i;
  return at;
};

const cutAround = (line: string, { from, to }: Place, most: number): string => {
  const room = most - 2;
  const left = Math.max(0, Math.min(from, line.length - room, from - Math.floor((room - (to - from)) / 3)));
  const right = Math.min(line.length, left + room);
  // Whole words where there are any.
  const start = left === 0 ? 0 : breakFrom(line, left, Math.min(from, right), 1);
  const end = right === line.length ? right : breakFrom(line, right, Math.min(right, Math.max(to, start)), -1);
  const cut = wellCut(line.slice(start, end)).trim();
  return `${start > 0 ? '…' : ''}${cut}${end < line.length ? '…' : ''}`;
};

/**
 * The words around those that were found, on one line of at most `most` letters. `lines` are a text whose lines, each folded, are those
 * of `foldedLines`. Undefined where the words do not stand in one of them.
 */
export const excerptOf = (lines: string, foldedLines: string, folded: string, most: number): string | undefined => {
  const at = folded === '' ? -1 : foldedLines.indexOf(folded);
  if (at < 0) return undefined;
  let n = 0;
  let begin = 0;
  for (let i = foldedLines.indexOf('\n'); i >= 0 && i < at; i = foldedLines.indexOf('\n', i + 1)) {
    n += 1;
    begin = i + 1;
  }
  const line = lines.split('\n', n + 1)[n] ?? '';
  if (line.length <= most) return line;
  const foldedEnd = foldedLines.indexOf('\n', at);
  const foldedLength = (foldedEnd < 0 ? foldedLines.length : foldedEnd) - begin;
  // Folding makes a text longer or shorter by a little: the place in the one is about that in the other.
  const near = Math.round(((at - begin) / foldedLength) * line.length);
  const offset = Math.max(0, near - looked / 2);
  const place = placeOf(line.slice(offset, near + looked / 2 + folded.length), folded);
  const from = place === undefined ? near : place.from + offset;
  const to = place === undefined ? near : place.to + offset;
  return cutAround(line, { from, to }, most);
};
