import { escapeXml } from '@gesso/drawing';
import type { Rows } from './spreadsheet.ts';

/** Where a copied table keeps itself as Gesso knows it, in what spreadsheets read. */
const attribute = 'data-gesso';

/** A table as HTML, with a text that only Gesso reads. */
export const htmlFromRows = (rows: Rows, own: string): string => {
  const cell = (text: string) => `<td>${escapeXml(text).replaceAll('\n', '<br>')}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return `<table ${attribute}="${escapeXml(own)}"><tbody>${body}</tbody></table>`;
};

/** What pasted HTML is: a table of Gesso's own, rows of texts, or neither, where it says more than a table. */
export interface PastedHtml {
  readonly own?: string;
  readonly rows?: Rows;
}

/** Columns that one cell may say it spans. */
const mostSpanned = 100;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const attributeOf = (attributes: string, name: string): string | undefined => {
  const [, double, single, bare] =
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes) ?? [];
  const value = double ?? single ?? bare;
  return value === undefined ? undefined : decoded(value);
};

/** A comment, a tag with its name and attributes, or text in between. Spelled so that it never looks back far: what is pasted may be meant to hang a page. */
const token = /<!--[\s\S]*?(?:-->|$)|<(\/?[a-z][a-z0-9]{0,15})([^<>]*)>|[^<]+|</gi;

/** What is in these is not to be read. */
const unread = /^(?:style|script|title)$/;

const tidied = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();

/** What has been read of a table so far. */
interface Reading {
  readonly rows: string[][];
  /** The text of the cell that is open. */
  cell: string | undefined;
  span: number;
  /** Closed tables, and whether there are words beside one. */
  tables: number;
  isMore: boolean;
}

const closeCell = (reading: Reading): void => {
  if (reading.cell === undefined) return;
  reading.rows.at(-1)?.push(tidied(reading.cell), ...Array.from({ length: reading.span - 1 }, () => ''));
  reading.cell = undefined;
};

const readTag = (reading: Reading, name: string, attributes: string): void => {
  if (name === 'br' && reading.cell !== undefined) reading.cell += '\n';
  if (name === 'table') reading.tables += 1;
  if (name === 'tr' || name === '/table') closeCell(reading);
  if (name === 'tr') reading.rows.push([]);
  if (name === 'td' || name === 'th') {
    closeCell(reading);
    if (reading.rows.length === 0) reading.rows.push([]);
    reading.cell = '';
    reading.span = Math.min(mostSpanned, Math.max(1, Number(attributeOf(attributes, 'colspan')) || 1));
  }
  if (name === '/td' || name === '/th') closeCell(reading);
};

/**
 * Reads pasted HTML: what a table of a spreadsheet needs of it, as plain text. Nothing of it becomes markup of this page, which the
 * page's policy would not let happen either.
 */
export function readHtml(html: string): PastedHtml {
  const reading: Reading = { rows: [], cell: undefined, span: 1, tables: 0, isMore: false };
  let skipped: string | undefined;
  for (const [whole, tag, attributes = ''] of html.matchAll(token)) {
    const name = tag?.toLowerCase();
    if (skipped !== undefined) {
      if (name === `/${skipped}`) skipped = undefined;
    } else if (name !== undefined) {
      const own = name === 'table' ? attributeOf(attributes, attribute) : undefined;
      if (own !== undefined) return { own };
      if (unread.test(name)) skipped = name;
      readTag(reading, name, attributes);
    } else if (whole.startsWith('<!--')) continue;
    else if (reading.cell !== undefined) reading.cell += decoded(whole.replace(/\s+/g, ' '));
    else if (decoded(whole).trim() !== '') reading.isMore = true;
  }
  const { rows, tables, isMore } = reading;
  return tables === 1 && !isMore && rows.length > 0 ? { rows } : {};
}
