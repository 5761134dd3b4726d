import {
  limits,
  type Marks,
  marksAt,
  parseAddress,
  type TextMarks,
  truncate,
  wellFormedText,
} from '@gesso/crdt-schema';
import { checkbox, escapeXml } from '@gesso/drawing';

/** Letters with marks, as other programs exchange them: a small part of HTML, read by hand, for the page may make no markup of a text. */
export interface RichLetters {
  readonly text: string;
  readonly marks: TextMarks;
}

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
};
const blocks = new Set(
  'p div li ul ol h1 h2 h3 h4 h5 h6 pre blockquote tr table section article header footer dl dt dd'.split(' '),
);
const skipped = new Set('script style template head title noscript iframe object svg math'.split(' '));
const alone = new Set('br img input hr meta link col wbr area base source'.split(' '));

/** A tag with its attributes, letters, or a sign that begins nothing. Of bounded length, so that no text takes long. */
const tokens = /<!?(\/?)([a-zA-Z][\w:-]{0,30})((?:[^<>"']|"[^"]{0,3000}"|'[^']{0,3000}'){0,400})>|[^<]+|</g;

/** HTML without its comments; one that does not end takes the rest with it. */
const withoutComments = (html: string): string => {
  const [first = '', ...rest] = html.split('<!--');
  return first + rest.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '')).join('');
};

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, (all, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });

const attribute = (attributes: string, name: string): string => {
  const [, double, single, bare] =
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, 'i').exec(attributes) ?? [];
  return decoded(double ?? single ?? bare ?? '');
};

/** The marks of what an element holds: by its name, by the style on it, by its address. */
const marksOf = (name: string, attributes: string, around: Marks): Marks => {
  const style = attribute(attributes, 'style');
  const weight = /font-weight:\s*(bold|normal|\d+)/i.exec(style)?.[1]?.toLowerCase();
  const link = name === 'a' ? parseAddress(attribute(attributes, 'href')) : undefined;
  return {
    ...around,
    // Some editors wrap all that is copied in a bold element that is not bold.
    ...(weight === 'normal' && name === 'b' ? {} : marking[name]),
    ...((weight === 'bold' || Number(weight) >= 600) && { bold: true }),
    ...(/font-style:\s*italic/i.test(style) && { italic: true }),
    ...(/text-decoration[^;]*line-through/i.test(style) && { strike: true }),
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

const letters = (reader: Reader, raw: string): void => {
  const { isKept, marks } = around(reader);
  const text = decoded(raw);
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
const beginBox = (reader: Reader, attributes: string): void => {
  if (attribute(attributes, 'type') !== 'checkbox') return;
  if (reader.runs.at(-1)?.text === '• ') reader.runs.pop();
  put(reader, checkbox, /(?:^|\s)checked(?:\s|=|\/|$)/i.test(attributes) ? { done: true } : {});
  put(reader, ' ', {});
};

const beginElement = (reader: Reader, name: string, attributes: string): void => {
  if (blocks.has(name)) newLine(reader);
  if (name === 'br') put(reader, '\n', {});
  if (name === 'input') beginBox(reader, attributes);
  if (name === 'li') beginItem(reader);
  if (alone.has(name) || attributes.endsWith('/') || reader.open.length >= deepest) return;
  const { marks, isKept } = around(reader);
  const isPre = name === 'pre' || /white-space:\s*pre/i.test(attribute(attributes, 'style'));
  reader.open.push({ name, marks: marksOf(name, attributes, marks), isKept: isKept || isPre, items: 0 });
};

const endElement = (reader: Reader, name: string): void => {
  const at = reader.open.map((element) => element.name).lastIndexOf(name);
  if (at >= 0) reader.open.length = at;
  if (blocks.has(name)) newLine(reader);
};

/** Letters and marks of HTML; undefined when there are no letters in it. Loads nothing and makes no element. */
export const fromHtml = (html: string): RichLetters | undefined => {
  const reader: Reader = { runs: [], open: [], last: '' };
  let within: string | undefined;
  for (const [token, closing, tag, attributes = ''] of withoutComments(html).matchAll(tokens)) {
    const name = tag?.toLowerCase();
    if (within !== undefined) {
      if (name === within && closing === '/') within = undefined;
    } else if (name === undefined) letters(reader, token);
    else if (token.startsWith('<!')) continue;
    else if (closing === '/') endElement(reader, name);
    else if (skipped.has(name) && !attributes.endsWith('/')) within = name;
    else beginElement(reader, name, attributes);
  }
  return lettersOf(reader.runs);
};

const lettersOf = (runs: Reader['runs']): RichLetters | undefined => {
  const whole = wellFormedText(runs.map(({ text }) => text).join('')).replaceAll('\u00a0', ' ');
  const text = truncate(whole, limits.textLength).trimEnd();
  if (text === '') return undefined;
  const marks: { readonly from: number; readonly to: number }[] = [];
  let at = 0;
  for (const run of runs) {
    const to = Math.min(at + run.text.length, text.length);
    if (Object.keys(run.marks).length > 0 && at < to && marks.length < limits.markedRanges)
      marks.push({ ...run.marks, from: at, to });
    at += run.text.length;
  }
  return { text, marks };
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
