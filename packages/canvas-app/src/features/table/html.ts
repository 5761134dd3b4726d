import { limits } from '@gesso/crdt-schema';
import { escapeXml } from '@gesso/drawing';
import { readHtml } from '../../input/read-html.ts';
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
  /** What a table of Gesso's says of itself. */
  own: string | undefined;
}

const closeCell = (reading: Reading): void => {
  if (reading.cell === undefined) return;
  reading.rows.at(-1)?.push(tidied(reading.cell), ...Array.from({ length: reading.span - 1 }, () => ''));
  reading.cell = undefined;
};

/** Reads pasted HTML: what a table of a spreadsheet needs of it, as plain text. */
export function readTable(html: string): PastedHtml {
  const reading: Reading = { rows: [], cell: undefined, span: 1, tables: 0, isMore: false, own: undefined };
  readHtml(html, {
    open(name, attributes) {
      if (name === 'table') {
        reading.tables += 1;
        reading.own ??= attributes[attribute];
      }
      if (name === 'br' && reading.cell !== undefined) reading.cell += '\n';
      if (name === 'tr') {
        closeCell(reading);
        reading.rows.push([]);
      }
      if (name !== 'td' && name !== 'th') return;
      closeCell(reading);
      if (reading.rows.length === 0) reading.rows.push([]);
      reading.cell = '';
      reading.span = Math.min(limits.tableColumns, Math.max(1, Number(attributes['colspan']) || 1));
    },
    text(letters) {
      if (reading.cell !== undefined) reading.cell += letters.replace(/\s+/g, ' ');
      else if (letters.trim() !== '') reading.isMore = true;
    },
    close(name) {
      if (name === 'td' || name === 'th' || name === 'table') closeCell(reading);
    },
  });
  const { own, rows, tables, isMore } = reading;
  if (own !== undefined) return { own };
  return tables === 1 && !isMore && rows.length > 0 ? { rows } : {};
}
