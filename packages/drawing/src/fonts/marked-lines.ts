import { type Font, type Marks, sameMarks, type TextMarks } from '@gesso/crdt-schema';
import { advance } from './measure.ts';
import { checkbox, type RichText } from './rich-text.ts';
import { clusters, directionsOf } from './unicode-ranges.ts';

/** What a tab is shown as. */
const tab = '    ';

/** Letters of one line that are painted alike. */
export interface Run {
  readonly text: string;
  /** Where they begin, from the line's beginning in its direction, and how wide they are: parts of the font size. */
  readonly at: number;
  readonly width: number;
  readonly marks: Marks | undefined;
  /** It is a box that can be ticked, at this index of the text. */
  readonly box: number | undefined;
}

/** The runs of a line; undefined where a line is painted whole. */
export type LineRuns = readonly Run[] | undefined;

interface ShownLine {
  readonly text: string;
  readonly direction: 'ltr' | 'rtl';
}

/** Where each line begins in the text. Spaces at the end of a line hang: they belong to it and are not shown. */
export const lineStarts = (text: string, lines: readonly { readonly text: string }[]): readonly number[] => {
  let from = 0;
  return lines.map(({ text: shown }) => {
    const start = from;
    let seen = 0;
    // A tab is one letter and shown as several.
    while (seen < shown.length && from < text.length) seen += text[from++] === '\t' ? tab.length : 1;
    while (text[from] === ' ' || text[from] === '\t') from += 1;
    if (text[from] === '\n') from += 1;
    return start;
  });
};

/**
 * Returns what tells the marks at an index. Indices are asked for in ascending order: all together cost one walk. Letters without a link
 * of their own lead where all of the text does.
 */
const walkThrough = (marks: TextMarks = [], link: string | undefined) => {
  let at = 0;
  const plain: Marks | undefined = link === undefined ? undefined : { link };
  let shown: Marks | undefined;
  let shownOf: (typeof marks)[number] | undefined;
  return (index: number): Marks | undefined => {
    while ((marks[at]?.to ?? Number.POSITIVE_INFINITY) <= index) at += 1;
    const range = marks[at];
    if (range === undefined || range.from > index) return plain;
    if (range !== shownOf) {
      const { from: _from, to: _to, ...rest } = range;
      [shown, shownOf] = [{ ...plain, ...rest }, range];
    }
    return shown;
  };
};

/** The marks a letter is painted with: a tick is one of all letters of its item and of no others. */
const inItem = (marks: Marks | undefined, isDone: boolean): Marks | undefined => {
  if (isDone) return { ...marks, done: true };
  if (marks?.done === undefined) return marks;
  const { done: _done, ...rest } = marks;
  return sameMarks(rest, undefined) ? undefined : rest;
};

/** The runs of a line that begins at an index of the text. */
const runsOf = (
  source: RichText,
  line: string,
  start: number,
  font: Font,
  marksOf: (index: number) => Marks | undefined,
) => {
  const { text } = source;
  let index = start;
  let at = 0;
  let tabbed = 0;
  const runs: Run[] = [];
  for (const cluster of clusters(line)) {
    const width = advance(font, cluster);
    const marks = marksOf(index);
    const isBox = index === start && cluster === checkbox && beginsItem(text, start);
    const last = runs.at(-1);
    if (last !== undefined && last.box === undefined && sameMarks(last.marks, marks))
      runs[runs.length - 1] = { ...last, text: last.text + cluster, width: last.width + width };
    else runs.push({ text: cluster, at, width, marks, box: isBox ? index : undefined });
    at += width;
    if (text[index] !== '\t') index += cluster.length;
    else if (++tabbed % tab.length === 0) index += 1;
  }
  return runs;
};

const beginsParagraph = (text: string, index: number): boolean => index === 0 || text[index - 1] === '\n';

/** Whether there is a box to tick at an index. */
const beginsItem = (text: string, index: number): boolean => beginsParagraph(text, index) && text[index] === checkbox;

/** The runs of a rich text, line by line. A line that runs both ways is whole: only a browser knows where its parts stand. */
export const runsOfLines = (source: RichText, lines: readonly ShownLine[], font: Font): readonly LineRuns[] => {
  const { text, marks, link } = source;
  const starts = lineStarts(text, lines);
  const marksAt = walkThrough(marks, link);
  let isDone = false;
  return lines.map((line, i) => {
    const start = starts[i] ?? 0;
    if (beginsParagraph(text, start)) isDone = beginsItem(text, start) && marksAt(start)?.done === true;
    if (line.text === '' || directionsOf(line.text) === 'both') return undefined;
    // The box is painted by itself, and the space behind it is not struck through.
    const letters = beginsItem(text, start) ? start + 2 : start;
    const runs = runsOf(source, line.text, start, font, (index) =>
      index === start && letters > start ? marksAt(index) : inItem(marksAt(index), isDone && index >= letters),
    );
    return runs.some((run) => run.marks !== undefined || run.box !== undefined) ? runs : undefined;
  });
};
