import { limits, parseAddress, type TextMarks } from '@gesso/crdt-schema';
import type { Tally } from '../format.ts';
import { importLimits } from '../limits.ts';

/** One thought of a text: what a heading or an item of a list says, and what belongs to it. */
export interface Thought {
  readonly text: string;
  readonly marks: TextMarks | undefined;
  readonly children: Thought[];
}

const inline =
  /(\*\*|__)(?=\S)([^*_]{1,400})\1|\*(?=\S)([^*]{1,400})\*|~~([^~]{1,400})~~|`([^`]{1,400})`|!?\[([^\]]{0,400})\]\(([^()\s]{1,2000})(?:\s"[^"]{0,400}")?\)/g;

/** Letters of Markdown with their marks. Only what is said in one line is read; the rest stays as it is written. */
export function lettersOf(source: string): Pick<Thought, 'text' | 'marks'> {
  const marks: Record<string, unknown>[] = [];
  let text = '';
  let at = 0;
  const add = (letters: string, mark?: Readonly<Record<string, unknown>>) => {
    if (mark !== undefined && letters !== '' && marks.length < limits.markedRanges)
      marks.push({ ...mark, from: text.length, to: text.length + letters.length });
    text += letters;
  };
  for (const found of source.matchAll(inline)) {
    add(source.slice(at, found.index));
    const [all, , bold, italic, strike, code, label, address] = found;
    if (bold !== undefined) add(bold, { bold: true });
    else if (italic !== undefined) add(italic, { italic: true });
    else if (strike !== undefined) add(strike, { strike: true });
    else if (code !== undefined) add(code, { code: true });
    else {
      const link = parseAddress(address);
      add(label || (address ?? ''), link === undefined ? undefined : { link });
    }
    at = found.index + all.length;
  }
  add(source.slice(at));
  return { text, marks: marks.length === 0 ? undefined : (marks as unknown as TextMarks) };
}

/** What begins a line: `level` is how deep it lies, among headings first and then among items. */
interface Begun {
  readonly level: number;
  readonly letters: string;
}

const headings = 6;

/** Columns that one step of a list is indented by at least. */
const indent = 2;

/** What a heading says, without the signs that may close it behind a blank. */
function withoutClosing(letters: string): string {
  const text = letters.trimEnd();
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return /^[ \t]?$/.test(text.slice(Math.max(0, end - 1), end)) ? text.slice(0, end).trimEnd() : text;
}

function begun(line: string): Begun | undefined {
  const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line);
  if (heading) return { level: (heading[1] ?? '').length, letters: withoutClosing(heading[2] ?? '') };
  const item = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$/.exec(line);
  if (!item) return undefined;
  const deep = Math.floor((item[1] ?? '').replaceAll('\t', '    ').length / indent);
  const letters = (item[2] ?? '').replace(/^\[([ xX])\] /, (_all, sign: string) => (sign === ' ' ? '☐ ' : '☑ '));
  return { level: headings + 1 + Math.min(deep, importLimits.depth), letters };
}

/** The thoughts of a text, as its headings and lists nest them. Lines between them belong to what stands above. Texts that are cut are counted. */
export function thoughtsOf(source: string, tally: Tally): readonly Thought[] {
  const cut = (letters: string): string => {
    if (letters.length > limits.textLength) tally.change('text');
    return letters.slice(0, limits.textLength);
  };
  const roots: Thought[] = [];
  const open: { level: number; children: Thought[] }[] = [{ level: 0, children: roots }];
  let paragraph: string[] = [];
  const put = (level: number, letters: string) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const thought: Thought = { ...lettersOf(letters), children: [] };
    open.at(-1)?.children.push(thought);
    open.push({ level, children: thought.children });
  };
  const close = () => {
    const letters = cut(paragraph.join(' '));
    paragraph = [];
    if (letters === '') return;
    const children = open.at(-1)?.children;
    children?.push({ ...lettersOf(letters), children: [] });
  };
  let isCode = false;
  for (const line of source.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    const start = isCode ? undefined : begun(line.slice(0, limits.textLength));
    if (start !== undefined || line.trim() === '') close();
    if (start !== undefined) {
      if (line.length > limits.textLength) tally.change('text');
      put(start.level, start.letters);
    } else if (line.trim() !== '' && !/^[-=*_`~| :]{3,}$/.test(line.trim())) paragraph.push(line.trim());
  }
  close();
  return roots;
}
