import {
  collectMarks,
  limits,
  type Marks,
  marksAt,
  parseAddress,
  type TextMarks,
  truncate,
  wellFormedText,
} from '@gesso/crdt-schema';
import { checkbox, escapeXml } from '@gesso/drawing';
import { readHtml } from './read-html.ts';

/** Letters with marks, as other programs exchange them: a small part of HTML. */
export interface RichLetters {
  readonly text: string;
  readonly marks: TextMarks;
  /** There was more than a text can hold. */
  readonly isCut: boolean;
}

/** Characters of HTML that are read at most: more than any text holds. */
export const mostHtml = 500_000;

const marking: Readonly<Record<string, Marks>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  s: { strike: true },
  del: { strike: true },
  strike: { strike: true },
  code: { code: true },
  kbd: { code: true },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, { bold: true }])),
};
const blocks = new Set(
  'p div li ul ol h1 h2 h3 h4 h5 h6 pre blockquote tr table section article header footer dl dt dd'.split(' '),
);

type Attributes = Readonly<Record<string, string>>;

/** Characters of a style that are read at most: none that an editor writes is as long. */
const mostStyle = 2_000;

/** What the declarations of a style say, by the names of their properties. */
const declared = (style: string): ReadonlyMap<string, string> =>
  new Map(
    style
      .slice(0, mostStyle)
      .toLowerCase()
      .split(';')
      .map((declaration): [string, string] => {
        const [name = '', ...value] = declaration.split(':');
        return [name.trim(), value.join(':').trim()];
      }),
  );

/** The marks of what an element holds: by its name, by the style on it, by its address. */
const marksOf = (name: string, href: string, styles: ReadonlyMap<string, string>, around: Marks): Marks => {
  const weight = styles.get('font-weight');
  const line = `${styles.get('text-decoration')} ${styles.get('text-decoration-line')}`;
  const link = name === 'a' ? parseAddress(href) : undefined;
  return {
    ...around,
    // Some editors wrap all that is copied in a bold element that is not bold.
    ...(weight === 'normal' && name === 'b' ? {} : marking[name]),
    ...((weight === 'bold' || Number(weight) >= 600) && { bold: true }),
    ...(styles.get('font-style')?.startsWith('italic') && { italic: true }),
    ...(line.includes('line-through') && { strike: true }),
    ...(link !== undefined && { link }),
  };
};

interface Open {
  readonly name: string;
  readonly marks: Marks;
  /** Spaces and line ends are letters. */
  readonly isKept: boolean;
  /** Items of a numbered list so far. */
  items: number;
}

/** Nesting that is followed. */
const deepest = 200;

interface Reader {
  readonly runs: { readonly text: string; readonly marks: Marks }[];
  readonly open: Open[];
  last: string;
}

const put = (reader: Reader, text: string, marks: Marks): void => {
  if (text === '') return;
  reader.runs.push({ text, marks });
  reader.last = text.slice(-1);
};

const newLine = (reader: Reader): void => {
  if (reader.runs.length > 0 && reader.last !== '\n') put(reader, '\n', {});
};

const around = ({ open }: Reader): Open => open.at(-1) ?? { name: '', marks: {}, isKept: false, items: 0 };

const letters = (reader: Reader, text: string): void => {
  const { isKept, marks } = around(reader);
  if (isKept) {
    put(reader, text, marks);
    return;
  }
  const spaced = text.replace(/[\t\n\f\r ]+/g, ' ');
  put(reader, ['', '\n', ' '].includes(reader.last) ? spaced.trimStart() : spaced, marks);
};

const beginItem = (reader: Reader): void => {
  const list = [...reader.open].reverse().find(({ name }) => name === 'ol' || name === 'ul');
  if (list !== undefined) list.items += 1;
  put(reader, list?.name === 'ol' ? `${list.items}. ` : '• ', {});
};

/** A box of a form that stands at the beginning of an item is what the item begins with. */
const beginBox = (reader: Reader, attributes: Attributes): void => {
  if (attributes['type'] !== 'checkbox') return;
  if (reader.runs.at(-1)?.text === '• ') reader.runs.pop();
  put(reader, checkbox, 'checked' in attributes ? { done: true } : {});
  put(reader, ' ', {});
};

const beginElement = (reader: Reader, name: string, attributes: Attributes): void => {
  if (blocks.has(name)) newLine(reader);
  if (name === 'br') put(reader, '\n', {});
  if (name === 'input') beginBox(reader, attributes);
  if (name === 'li') beginItem(reader);
  if (reader.open.length >= deepest) return;
  const { marks, isKept } = around(reader);
  const { style = '', href = '' } = attributes;
  const styles = declared(style);
  const isPre = name === 'pre' || styles.get('white-space')?.startsWith('pre') === true;
  reader.open.push({ name, marks: marksOf(name, href, styles, marks), isKept: isKept || isPre, items: 0 });
};

const endElement = (reader: Reader, name: string): void => {
  const at = reader.open.map((element) => element.name).lastIndexOf(name);
  if (at >= 0) reader.open.length = at;
  if (blocks.has(name)) newLine(reader);
};

/** Letters and marks of HTML; undefined when there are no letters in it. Loads nothing and makes no element. */
export const fromHtml = (html: string): RichLetters | undefined => {
  const reader: Reader = { runs: [], open: [], last: '' };
  readHtml(html, {
    open: (name, attributes) => beginElement(reader, name, attributes),
    text: (text) => letters(reader, text),
    close: (name) => endElement(reader, name),
  });
  return lettersOf(reader.runs);
};

const lettersOf = (runs: Reader['runs']): RichLetters | undefined => {
  const whole = wellFormedText(runs.map(({ text }) => text).join('')).replaceAll('\u00a0', ' ');
  const text = truncate(whole, limits.textLength).trimEnd();
  if (text === '') return undefined;
  const collected = collectMarks();
  let at = 0;
  for (const run of runs) {
    const to = Math.min(at + run.text.length, text.length);
    if (Object.keys(run.marks).length > 0) collected.add(at, to, run.marks);
    at += run.text.length;
  }
  return { text, marks: collected.marks() ?? [], isCut: whole.trimEnd().length > text.length };
};

const tagged = (text: string, { bold, italic, strike, code, link }: Marks): string => {
  let html = escapeXml(text).replaceAll('\n', '<br>');
  if (code) html = `<code>${html}</code>`;
  if (strike) html = `<s>${html}</s>`;
  if (italic) html = `<i>${html}</i>`;
  if (bold) html = `<b>${html}</b>`;
  return link === undefined ? html : `<a href="${escapeXml(link)}">${html}</a>`;
};

/** The letters from one index up to another as HTML; lists are letters there as they are here. */
export const toHtml = (text: string, marks: TextMarks | undefined, from: number, to: number): string => {
  const edges = [...new Set([from, to, ...(marks ?? []).flatMap((range) => [range.from, range.to])])]
    .filter((edge) => edge >= from && edge <= to)
    .sort((a, b) => a - b);
  const parts = edges.slice(0, -1).map((edge, i) => tagged(text.slice(edge, edges[i + 1]), marksAt(marks, edge) ?? {}));
  return `<span style="white-space: pre-wrap">${parts.join('')}</span>`;
};
