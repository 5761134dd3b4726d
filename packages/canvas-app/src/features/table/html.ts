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

const textOf = (cell: Element): string => {
  for (const end of cell.querySelectorAll('br')) end.replaceWith('\n');
  return (cell.textContent ?? '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
};

/** Reads pasted HTML. A parsed document runs nothing and fetches nothing. */
export function readHtml(html: string): PastedHtml {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const [table, more] = body.querySelectorAll('table');
  if (table === undefined) return {};
  const own = table.getAttribute(attribute);
  if (own !== null) return { own };
  const isAll = more === undefined && body.textContent?.trim() === table.textContent?.trim();
  if (!isAll) return {};
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => {
      const spanned = Math.min(mostSpanned, Math.max(1, cell.colSpan)) - 1;
      return [textOf(cell), ...Array.from({ length: spanned }, () => '')];
    }),
  );
  return rows.length === 0 ? {} : { rows };
}
