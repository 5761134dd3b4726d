import { open } from './helpers/board-page.ts';
import { bar, cell, cells, copied, paste, withTable } from './helpers/tables.ts';
import { expect, test } from './helpers/test.ts';

test('rows from a spreadsheet become a table, or fill cells from the open one on', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.page.keyboard.press('v');
  await paste(ada, { 'text/plain': 'name\tage\nAda\t36\n"two\nlines"\t""\n' });
  await expect
    .poll(() => cells(ada))
    .toEqual([
      ['name', 'age'],
      ['Ada', '36'],
      ['two\nlines', ''],
    ]);
  await ada.page.keyboard.press('Enter');
  await expect(cell(ada, 1, 1)).toBeFocused();
  await ada.page.keyboard.press('Tab');
  await paste(ada, { 'text/plain': 'x\ty\nz\tw' });
  await expect
    .poll(() => cells(ada))
    .toEqual([
      ['name', 'x', 'y'],
      ['Ada', 'z', 'w'],
      ['two\nlines', '', ''],
    ]);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('Control+a');
  await ada.page.keyboard.press('Delete');
  const html = '<meta charset="utf-8"><table><tr><th colspan="2">A<br>B</th></tr><tr><td>1</td><td>2</td></tr></table>';
  await paste(ada, { 'text/html': html, 'text/plain': 'A B\t\n1\t2' });
  await expect
    .poll(() => cells(ada))
    .toEqual([
      ['A\nB', ''],
      ['1', '2'],
    ]);
  await ada.leave();
});

test('what is more than a table is pasted as the text it is, and what is too large from its beginning', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const html = '<p>Read this first.</p><table><tr><td>1</td></tr></table>';
  await paste(ada, { 'text/html': html, 'text/plain': 'Read this first.\n1' });
  await ada.has(1);
  expect((await ada.elements())[0]).toMatchObject({ kind: 'text', text: 'Read this first.\n1' });
  const rows = Array.from({ length: 600 }, (_, i) => `${i}\t${i}`).join('\n');
  await paste(ada, { 'text/plain': rows });
  await expect(ada.page.getByText(/The first 500 rows of 2 columns were pasted/)).toBeVisible();
  expect((await cells(ada)).length).toBe(500);
  await ada.leave();
});

test('a copied table is taken by spreadsheets as rows, and by Gesso with all its looks', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const id = await withTable(ada, [
    ['a', 'say "b"'],
    ['c\nd', '<e>'],
  ]);
  await ada.page.evaluate((one) => window.gesso.board.patch(one, { color: '#c0273a', header: false }), id);
  await expect(bar(ada)).toBeVisible();
  const data = await copied(ada);
  expect(data['text/plain']).toBe('a\t"say ""b"""\n"c\nd"\t<e>');
  expect(data['text/html']).toContain('<td>c<br>d</td><td>&lt;e&gt;</td>');
  await paste(ada, data);
  await ada.has(2);
  const [first, second] = await ada.elements();
  expect({ ...second, id: first?.id, x: first?.x, y: first?.y, z: first?.['z'] }).toEqual(first);
  await ada.leave();
});
