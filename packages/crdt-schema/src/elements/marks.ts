import { limits } from '../limits.ts';
import { isWellFormed, own } from './parse.ts';

/** How letters of a text are set apart. None of it changes how wide they are: `docs/decisions/0014-*`. */
export interface Marks {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
  /** An http, https or mailto address. */
  readonly link?: string;
  /** Of a checkbox: it is ticked. */
  readonly done?: true;
}

export type MarkName = keyof Marks;

/** Letters from `from` up to `to`, UTF-16 units of the text, that have the same marks. */
export interface MarkedRange extends Marks {
  readonly from: number;
  readonly to: number;
}

/** The marks of a text in ascending order: ranges do not overlap, each has a mark, and those that touch differ. */
export type TextMarks = readonly MarkedRange[];

/** What becomes of marks: null takes one away, what is not named stays. */
export type MarkChange = { readonly [N in MarkName]?: Marks[N] | null };

/** All marks in the order in which a range shows them. Their names are the attributes in the document. */
export const markNames = ['bold', 'italic', 'strike', 'code', 'link', 'done'] as const satisfies readonly MarkName[];

const safeAddress = /^(?:https?:\/\/|mailto:)[^\s\p{Cc}\u202a-\u202e\u2066-\u2069]+$/iu;

/** An address that a text may lead to, or undefined for all that a browser could run or that names no other page. */
export const parseAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= limits.linkLength && safeAddress.test(value) && isWellFormed(value)
    ? value
    : undefined;

/** A mark's value from outside, or undefined where it is none. */
export const parseMark = (name: MarkName, value: unknown): true | string | undefined => {
  if (name === 'link') return parseAddress(value);
  return value === true ? true : undefined;
};

/** The marks among the properties of a value; undefined when there is none. */
export const marksAmong = (read: (name: MarkName) => unknown): Marks | undefined => {
  const marks: Partial<Record<MarkName, true | string>> = {};
  let any = false;
  for (const name of markNames) {
    const value = parseMark(name, read(name));
    if (value === undefined) continue;
    marks[name] = value;
    any = true;
  }
  return any ? (marks as Marks) : undefined;
};

/** Whether two letters are marked alike. */
export const sameMarks = (a: Marks | undefined, b: Marks | undefined): boolean =>
  a === b || markNames.every((name) => a?.[name] === b?.[name]);

/** Whether two texts are marked alike; both in normal form. */
export const sameTextMarks = (a: TextMarks | undefined, b: TextMarks | undefined): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** Collects ranges in ascending order into marks of a text: those that touch and are alike become one. */
export function collectMarks() {
  const ranges: MarkedRange[] = [];
  return {
    /** Takes a range. Returns false once there is no room for more: what comes behind it is left out as well. */
    add(from: number, to: number, marks: Marks | undefined): boolean {
      if (marks === undefined || from >= to) return true;
      const last = ranges.at(-1);
      if (last !== undefined && last.to === from && sameMarks(last, marks)) ranges[ranges.length - 1] = { ...last, to };
      else if (ranges.length < limits.markedRanges) ranges.push({ from, to, ...marks });
      else return false;
      return true;
    },
    /** Undefined when nothing is marked: such a text is as if there were no marks. */
    marks: (): TextMarks | undefined =>
      ranges.length === 0 ? undefined : Object.freeze(ranges.map((range) => Object.freeze(range))),
  };
}

/** The marks of the letter at an index: looked up by halves, as each letter of a text that is typed may ask. */
export const marksAt = (marks: TextMarks | undefined, index: number): Marks | undefined => {
  let low = 0;
  let high = marks?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks?.[middle]?.to ?? 0) > index) high = middle;
    else low = middle + 1;
  }
  const range = marks?.[low];
  if (range === undefined || range.from > index) return undefined;
  const { from: _from, to: _to, ...rest } = range;
  return rest;
};

const ends = Object.keys({ from: 0, to: 0 });

/** Marks from outside; undefined where they are not in order, lie over each other, or one is no range of letters with a mark. */
export const parseTextMarks = (value: unknown): TextMarks | undefined => {
  if (!Array.isArray(value) || value.length > limits.markedRanges) return undefined;
  const collected = collectMarks();
  let end = 0;
  for (const range of value as unknown[]) {
    const [from = -1, to = -1] = ends.map((name) => Number(own(range, name)));
    const marks = marksAmong((name) => own(range, name));
    const isRange = Number.isInteger(from) && Number.isInteger(to) && from >= end && to > from;
    if (!isRange || to > limits.textLength || marks === undefined) return undefined;
    collected.add(from, to, marks);
    end = to;
  }
  return collected.marks() ?? [];
};
