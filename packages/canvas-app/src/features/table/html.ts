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
  /** The text of the cell that is open, and how many columns and rows it takes. */
  cell: string | undefined;
  span: number;
  deep: number;
  /** How many rows more each column is taken for by a cell above. */
  readonly taken: number[];
  /** Closed tables, and whether there are words beside one. */
  tables: number;
  isMore: boolean;
  /** What a table of Gesso's says of itself. */
  own: string | undefined;
}

/** Leaves empty what cells of the rows above take of the last row, up to its next cell. No more rows are looked at than are kept. */
const skipTaken = ({ rows: { length }, taken }: Reading, row: string[]): void => {
  if (length > limits.tableRows) return;
  for (let rows = taken[row.length] ?? 0; rows > 0; rows = taken[row.length] ?? 0) {
    taken[row.length] = rows - 1;
    row.push('');
  }
};

const closeCell = (reading: Reading): void => {
  const { rows, cell, span, deep, taken } = reading;
  const row = rows.at(-1);
  if (cell === undefined || row === undefined) return;
  skipTaken(reading, row);
  for (let i = 0; i < span; i += 1) {
    taken[row.length] = deep - 1;
    row.push(i === 0 ? tidied(cell) : '');
  }
  reading.cell = undefined;
};

/** Closes a row: cells of the rows above may take its end. */
const closeRow = (reading: Reading): void => {
  closeCell(reading);
  const row = reading.rows.at(-1);
  if (row !== undefined) skipTaken(reading, row);
};

const spanOf = (given: string | undefined, most: number): number => Math.min(most, Math.max(1, Number(given) || 1));

/** Reads pasted HTML: what a table of a spreadsheet needs of it, as plain text. */
export function readTable(html: string): PastedHtml {
  const reading: Reading = {
    ...{ rows: [], cell: undefined, span: 1, deep: 1, taken: [] },
    ...{ tables: 0, isMore: false, own: undefined },
  };
  readHtml(html, {
    open(name, attributes) {
      if (name === 'table') {
        reading.tables += 1;
        reading.own ??= attributes[attribute];
      }
      if (name === 'br' && reading.cell !== undefined) reading.cell += '\n';
      if (name === 'tr') {
        closeRow(reading);
        reading.rows.push([]);
      }
      if (name !== 'td' && name !== 'th') return;
      closeCell(reading);
      if (reading.rows.length === 0) reading.rows.push([]);
      reading.cell = '';
      reading.span = spanOf(attributes['colspan'], limits.tableColumns);
      reading.deep = spanOf(attributes['rowspan'], limits.tableRows);
    },
    text(letters) {
      if (reading.cell !== undefined) reading.cell += letters.replace(/\s+/g, ' ');
      else if (letters.trim() !== '') reading.isMore = true;
    },
    close(name) {
      if (name === 'td' || name === 'th') closeCell(reading);
      if (name === 'table') closeRow(reading);
    },
  });
  const { own, rows, tables, isMore } = reading;
  if (own !== undefined) return { own };
  return tables === 1 && !isMore && rows.length > 0 ? { rows } : {};
}
