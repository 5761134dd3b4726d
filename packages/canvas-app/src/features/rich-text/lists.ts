import { checkbox } from '@gesso/drawing';

/** Lists are letters of a text: a line that begins with one of these and a space. */
export type ListKind = 'numbers' | 'bullets' | 'boxes';

const bullet = '•';
const marker = new RegExp(`^(?:${bullet}|${checkbox}|(\\d{1,4})\\.) `);

/** Replaces the letters from `from` up to `to`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

interface Item {
  readonly kind: ListKind;
  readonly number: number;
  /** Characters of the marker, the space included. */
  readonly length: number;
}

const itemOf = (line: string): Item | undefined => {
  const [found, number] = marker.exec(line) ?? [];
  if (found === undefined) return undefined;
  const kind = number !== undefined ? 'numbers' : found.startsWith(bullet) ? 'bullets' : 'boxes';
  return { kind, number: Number(number ?? 0), length: found.length };
};

const lineStart = (text: string, index: number): number => text.lastIndexOf('\n', index - 1) + 1;
const lineEnd = (text: string, index: number): number => {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
};
const markerOf = (kind: ListKind, number: number): string =>
  kind === 'numbers' ? `${number}. ` : `${kind === 'bullets' ? bullet : checkbox} `;

/** Lines that are numbered anew at most: those of the longest list that a person reads. */
const mostNumbered = 500;

/** Numbers the lines of the list that goes on at `index`, from `number`; from the last one up, so that each stays where it is said to be. */
const renumbered = (text: string, index: number, number: number): Edit[] => {
  const edits: Edit[] = [];
  let at = index;
  for (let next = number; at < text.length && next - number < mostNumbered; next += 1) {
    const item = itemOf(text.slice(at, lineEnd(text, at)));
    if (item?.kind !== 'numbers') break;
    if (item.number !== next) edits.unshift({ from: at, to: at + item.length, insert: markerOf('numbers', next) });
    at = lineEnd(text, at) + 1;
  }
  return edits;
};

const typed: readonly (readonly [string, ListKind])[] = [
  ['- ', 'bullets'],
  ['* ', 'bullets'],
  ['[] ', 'boxes'],
  ['[ ] ', 'boxes'],
];

/** What a space makes of the beginning of a line: `- ` a bullet, `[] ` a box. */
export const formatted = (text: string, caret: number): Edit | undefined => {
  const start = lineStart(text, caret);
  const before = text.slice(start, caret);
  const kind = typed.find(([letters]) => letters === before)?.[1];
  return kind && { from: start, to: caret, insert: markerOf(kind, 1) };
};

/** What Enter does in an item: the next one begins, or an empty one ends the list. Undefined where it is a plain new line. */
export const brokenAt = (text: string, from: number, to: number): readonly Edit[] | undefined => {
  const start = lineStart(text, from);
  const end = lineEnd(text, to);
  const item = itemOf(text.slice(start, lineEnd(text, from)));
  if (item === undefined || from < start + item.length) return undefined;
  if (from === to && end === start + item.length) return [{ from: start, to: end, insert: '' }];
  const isNumbered = item.kind === 'numbers';
  const following = isNumbered ? renumbered(text, end + 1, item.number + 2) : [];
  return [...following, { from, to, insert: `\n${markerOf(item.kind, item.number + 1)}` }];
};

/** What Backspace does behind a marker: it goes as a whole. */
export const withoutMarker = (text: string, caret: number): Edit | undefined => {
  const start = lineStart(text, caret);
  const item = itemOf(text.slice(start, lineEnd(text, caret)));
  return item !== undefined && caret === start + item.length ? { from: start, to: caret, insert: '' } : undefined;
};

/** The beginnings of the lines that a selection touches. */
const linesIn = (text: string, from: number, to: number): number[] => {
  const starts = [lineStart(text, from)];
  for (let at = lineEnd(text, from) + 1; at <= to && at <= text.length; at = lineEnd(text, at) + 1) starts.push(at);
  return starts;
};

/** Makes the selected lines items of a list, or plain lines when all of them are such items; from the last one up. */
export const toggledList = (text: string, from: number, to: number, kind: ListKind): readonly Edit[] => {
  const starts = linesIn(text, from, to);
  const items = starts.map((start) => itemOf(text.slice(start, lineEnd(text, start))));
  const areAll = items.every((item) => item?.kind === kind);
  return starts
    .map((start, i) => {
      const length = items[i]?.length ?? 0;
      return { from: start, to: start + length, insert: areAll ? '' : markerOf(kind, i + 1) };
    })
    .filter((edit) => text.slice(edit.from, edit.to) !== edit.insert)
    .reverse();
};

/** Which lists all selected lines are of. */
export const listAt = (text: string, from: number, to: number): ListKind | undefined => {
  const kinds = new Set(linesIn(text, from, to).map((start) => itemOf(text.slice(start, lineEnd(text, start)))?.kind));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
};

/** Where the box of the line at an index is; undefined when it has none. */
export const boxAt = (text: string, index: number): number | undefined => {
  const start = lineStart(text, index);
  return text.startsWith(`${checkbox} `, start) ? start : undefined;
};
