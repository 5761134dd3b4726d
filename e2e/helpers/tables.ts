import type { Browser } from '@playwright/test';
import { open, type Person } from './board-page.ts';

/** A table as scripts read it. */
export interface Table {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly rows: readonly { readonly id: string; readonly height: number }[];
  readonly columns: readonly { readonly id: string; readonly width: number }[];
  readonly cells: readonly (readonly string[])[];
  readonly header: boolean;
}

export const cell = ({ page }: Person, row: number, column: number) =>
  page.getByRole('textbox', { name: `Row ${row}, column ${column}`, exact: true });
export const bar = ({ page }: Person) => page.getByRole('toolbar', { name: 'Table', exact: true });
export const table = async (person: Person): Promise<Table> => {
  const all = (await person.elements()).filter(({ kind }) => kind === 'table');
  return all[0] as unknown as Table;
};
export const cells = async (person: Person) => (await table(person))?.cells;

export const letters = [
  ['a', 'b'],
  ['c', 'd'],
];

/** A table of letters, selected: its cells are 140 by 40, from 400, 300 on. */
export const withTable = (person: Person, given: readonly (readonly string[])[] = letters) =>
  person.page.evaluate((rows) => {
    const [id = ''] = window.gesso.board.add({ kind: 'table', x: 400, y: 300, cells: rows });
    window.gesso.tool('select');
    window.gesso.select([id]);
    return id;
  }, given);

/** Two people at a table of letters, which both have selected. */
export const twoAtTable = async (browser: Browser, url: string): Promise<readonly [ada: Person, ben: Person]> => {
  const ada = await open(browser, url);
  const id = await withTable(ada);
  const ben = await open(browser, ada.address());
  await ben.has(1);
  await ben.page.evaluate((one) => {
    window.gesso.tool('select');
    window.gesso.select([one]);
  }, id);
  return [ada, ben];
};

export const choose = async (person: Person, name: string) => {
  await bar(person).getByRole('button', { name: 'Rows and columns' }).click();
  await person.page.getByRole('menuitem', { name, exact: true }).click();
};

/** Pastes into what has the focus, as a browser does. */
export const paste = ({ page }: Person, data: Readonly<Record<string, string>>) =>
  page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text);
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, data);

/** What a copy puts on the clipboard. */
export const copied = ({ page }: Person, type: 'copy' | 'cut' = 'copy') =>
  page.evaluate((kind) => {
    const clipboardData = new DataTransfer();
    document.body.dispatchEvent(new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true }));
    return { 'text/plain': clipboardData.getData('text/plain'), 'text/html': clipboardData.getData('text/html') };
  }, type);
