import * as Y from 'yjs';
import {
  collectMarks,
  type Marks,
  markNames,
  marksAmong,
  marksAt,
  sameMarks,
  type TextMarks,
} from '../elements/marks.ts';
import { forEachRun } from '../yjs/text-runs.ts';

const names: ReadonlySet<string> = new Set(markNames);

/** The marks of a shared text in normal form; an attribute that makes no sense or is not known is none. */
export const marksIn = (text: Y.Text | undefined): TextMarks | undefined => {
  if (text === undefined) return undefined;
  const collected = collectMarks();
  forEachRun(text, names, (from, to, attributes) => {
    const marks = marksAmong((name) => attributes.get(name));
    return collected.add(from, to, marks);
  });
  return collected.marks();
};

/** The attributes that turn one letter's marks into another's. */
const changeTo = (before: Marks | undefined, after: Marks | undefined): object =>
  Object.fromEntries(
    markNames.flatMap((name) => (before?.[name] === after?.[name] ? [] : [[name, after?.[name] ?? null]])),
  );

/** The index itself, or the one before it in the middle of a character of two units: Yjs would break that in two. */
const between = (text: string, index: number): number =>
  index - (/[\ud800-\udbff]/.test(text[index - 1] ?? '') ? 1 : 0);

/** Gives letters marks where they have others; what is marked so already is not written again. */
const writeOver = (shared: Y.Text, before: TextMarks | undefined, next: TextMarks, text: string): void => {
  const edges = [...(before ?? []), ...next].flatMap(({ from, to }) => [between(text, from), between(text, to)]);
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  sorted.forEach((edge, i) => {
    const [was, is] = [marksAt(before, edge), marksAt(next, edge)];
    const end = Math.min(sorted[i + 1] ?? edge, text.length);
    if (edge < end && !sameMarks(was, is)) shared.format(edge, end - edge, changeTo(was, is));
  });
};

/** Gives a shared text that is in a document these marks. */
export const writeMarks = (shared: Y.Text, next: TextMarks): void =>
  writeOver(shared, marksIn(shared), next, shared.toString());

/** A shared text that is in no document yet, with its marks. */
export const newText = (text: string, marks: TextMarks | undefined): Y.Text => {
  const shared = new Y.Text(text);
  if (marks !== undefined) writeOver(shared, undefined, marks, text);
  return shared;
};
