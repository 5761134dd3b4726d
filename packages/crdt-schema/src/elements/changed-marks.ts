import { collectMarks, type MarkChange, type MarkName, marksAmong, marksAt, type TextMarks } from './marks.ts';

/** The marks of a text after a change of its letters from `from` up to `to`. */
export const changedMarks = (
  marks: TextMarks | undefined,
  from: number,
  to: number,
  change: MarkChange,
): TextMarks | undefined => {
  const edges = [from, to, ...(marks ?? []).flatMap((range) => [range.from, range.to])];
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  const collected = collectMarks();
  sorted.forEach((edge, i) => {
    const before = marksAt(marks, edge);
    const isInside = edge >= from && edge < to;
    const read = (name: MarkName) => (isInside && change[name] !== undefined ? change[name] : before?.[name]);
    collected.add(edge, sorted[i + 1] ?? edge, marksAmong(read));
  });
  return collected.marks();
};
