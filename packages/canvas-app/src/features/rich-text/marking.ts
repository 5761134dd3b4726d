import {
  changedMarks,
  type MarkChange,
  type MarkName,
  type Marks,
  marksAt,
  type Splice,
  sameMarks,
  type TextMarks,
} from '@gesso/crdt-schema';

/** Whether all letters from one index up to another have a mark. Line ends do not count, unless there is nothing else. */
export const isMarked = (
  text: string,
  marks: TextMarks | undefined,
  from: number,
  to: number,
  name: MarkName,
): boolean => {
  let at = from;
  let any = false;
  const isBare = (start: number, end: number) => /[^\n]/.test(text.slice(start, end));
  for (const range of marks ?? []) {
    if (range[name] === undefined || range.to <= at || range.from >= to) continue;
    if (isBare(at, range.from)) return false;
    any = true;
    at = Math.min(range.to, to);
  }
  return any && from < to && !isBare(at, to);
};

/** The marks that a letter gets which is typed at an index: those of the letter before it, but no tick and no link that ends there. */
export const marksForTyping = (marks: TextMarks | undefined, index: number): Marks => {
  const { done: _done, link, ...before } = marksAt(marks, index - 1) ?? {};
  return link !== undefined && marksAt(marks, index)?.link === link ? { ...before, link } : before;
};

/**
 * The marks of a text after letters were typed, of which the document has already given them those of the letter before; undefined when
 * these are right. `chosen` is what the person has chosen for what is typed next.
 */
export const settled = (
  marks: TextMarks | undefined,
  { at, insert }: Splice,
  chosen: MarkChange | undefined,
): TextMarks | undefined => {
  if (insert === '') return undefined;
  const is = marksAt(marks, at);
  const before = marksAt(marks, at - 1);
  const behind = marksAt(marks, at + insert.length);
  const change: MarkChange = {
    ...(is?.done && { done: null }),
    // Of what was replaced the link may be there no more.
    ...(is?.link !== undefined && (is.link !== behind?.link || is.link !== before?.link) && { link: null }),
    ...chosen,
  };
  if (Object.keys(change).length === 0) return undefined;
  const next = changedMarks(marks, at, at + insert.length, change);
  const isSame =
    (marks?.length ?? 0) === (next?.length ?? 0) &&
    (marks ?? []).every((range, i) => {
      const other = next?.[i];
      return other !== undefined && range.from === other.from && range.to === other.to && sameMarks(range, other);
    });
  return isSame ? undefined : (next ?? []);
};
