import { limits, wellFormedText } from '@gesso/crdt-schema';
import { newTally, type Pause, type Read, type Tally } from '../format.ts';
import { makeElement } from '../make-element.ts';
import { lettersWide, readText } from '../read-text.ts';

/** Tables as text: RFC 4180, and what spreadsheets write besides: other separators, tabs. */

const separators = ['\t', ';', ',', '|'];

/** The separator: that which the first line has most of outside of quotes. */
function separatorOf(text: string): string {
  const line =
    text
      .slice(0, 10_000)
      .replace(/"[^"]*"/g, '')
      .split(/\r?\n/, 1)[0] ?? '';
  const count = (sign: string) => line.split(sign).length;
  return separators.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

/** Characters between two looks at the clock. */
const piece = 100_000;

/** Rows as far as a table may hold them, and how many cells there are beyond. */
async function rowsOf(text: string, pause: Pause): Promise<{ rows: string[][]; beyond: number }> {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let [row, beyond, columns, looked]: [string[], number, number, number] = [[], 0, 0, 0];
  const take = (cell: string) => {
    if (rows.length < limits.tableRows && row.length < limits.tableColumns) row.push(cell);
    else if (cell !== '') beyond += 1;
  };
  for (let at = 0; at < text.length; ) {
    if (at - looked > piece) {
      looked = at;
      await pause();
    }
    let cell = '';
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      const closed = end < 0 ? text.length : end;
      cell = text.slice(at + 1, closed).replaceAll('""', '"');
      at = closed + 1;
    }
    let end = at;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    take(cell + text.slice(at, end));
    at = end + 1;
    if (text[end] === separator && at < text.length) continue;
    if (text[end] === separator) take('');
    if (text[end] === '\r' && text[at] === '\n') at += 1;
    if (rows.length < limits.tableRows) rows.push(row);
    columns = Math.max(columns, row.length);
    row = [];
  }
  const most = Math.floor(limits.tableCells / Math.max(1, columns));
  for (const left of rows.splice(most)) beyond += left.filter((cell) => cell !== '').length;
  return { rows, beyond };
}

/** Board units of a column: as its longest text needs, within reason. */
const widths = { least: 80, most: 320, letter: 9, padding: 24 };

const widthOf = (rows: readonly (readonly string[])[], column: number): number => {
  const longest = rows.reduce((most, row) => Math.max(most, lettersWide((row[column] ?? '').slice(0, 100))), 0);
  return Math.min(widths.most, Math.max(widths.least, Math.ceil(longest * widths.letter) + widths.padding));
};

const cut = (text: string, tally: Tally): string => {
  const whole = wellFormedText(text);
  if (whole.length <= limits.textLength) return whole;
  tally.change('text');
  return whole.slice(0, limits.textLength);
};

/** A table of comma- or tab-separated text. */
export const readDelimited: Read = async (bytes, pause) => {
  const tally = newTally();
  const { rows, beyond } = await rowsOf(readText(bytes), pause);
  tally.lose('cells', beyond);
  const isEmpty = rows.every((row) => row.every((cell) => cell.trim() === ''));
  if (isEmpty) return { elements: [], report: tally.report([]) };
  const columns = Math.max(...rows.map((row) => row.length));
  const cells = rows.map((row) => Array.from({ length: columns }, (_, i) => cut(row[i] ?? '', tally)));
  const made = makeElement(
    {
      ...{ kind: 'table', x: 0, y: 0, font: 'sans', cells },
      columns: Array.from({ length: columns }, (_, i) => ({ width: widthOf(rows, i) })),
    },
    tally,
  );
  const elements = made === undefined ? [] : [made];
  return { elements, report: tally.report(elements) };
};
