import { limits, wellFormedText } from '@gesso/crdt-schema';

/** Rows of texts, as spreadsheets give and take them. */
export type Rows = readonly (readonly string[])[];

/** Reads tab-separated text. A cell in quotes may hold tabs, line ends and quotes, which are doubled. */
export function rowsFromText(text: string): Rows {
  const rows: string[][] = [];
  let row: string[] = [];
  const source = wellFormedText(text).replace(/\n$/, '');
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/y;
  for (let ended = false; !ended; ) {
    const [, quoted, plain = '', end] = cell.exec(source) ?? [];
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== '\t') {
      rows.push(row);
      row = [];
    }
    ended = end === undefined || end === '';
  }
  return rows;
}

const needsQuotes = /[\t\n"]/;

/** Writes tab-separated text. */
export const textFromRows = (rows: Rows): string =>
  rows
    .map((row) => row.map((text) => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join('\t'))
    .join('\n');

/** As many rows, columns and cells as a table may have, and whether some were left out. */
export function bounded(rows: Rows): { readonly rows: Rows; readonly isCut: boolean } {
  const wide = Math.min(limits.tableColumns, Math.max(1, ...rows.slice(0, limits.tableRows).map((row) => row.length)));
  const high = Math.min(limits.tableRows, Math.floor(limits.tableCells / wide), rows.length);
  const kept = rows
    .slice(0, high)
    .map((row) => Array.from({ length: wide }, (_, i) => (row[i] ?? '').slice(0, limits.textLength)));
  return { rows: kept, isCut: high < rows.length || rows.some((row) => row.length > wide) };
}
