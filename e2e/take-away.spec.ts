import { open, type Person } from './helpers/board-page.ts';
import { type GivenFile, give, plainPng } from './helpers/pictures.ts';
import { expect, test } from './helpers/test.ts';

/** The file that the export panel gives. */
const taken = async ({ page }: Person, format: string, what?: string): Promise<GivenFile> => {
  await page.keyboard.press('Control+Shift+e');
  const dialog = page.getByRole('dialog', { name: 'Export image' });
  await dialog.getByRole('button', { name: format, exact: true }).click();
  if (what !== undefined) await dialog.getByRole('button', { name: what }).click();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const file = await download;
  await expect(dialog).toBeHidden();
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  return { name: file.suggestedFilename(), type: '', bytes: Buffer.concat(parts) };
};

test('a board with frames is taken away as pages and as pictures in a ZIP', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.page.evaluate(() => {
    window.gesso.board.add([
      { kind: 'frame', x: 0, y: 0, width: 300, height: 200, name: 'One' },
      { kind: 'frame', x: 400, y: 0, width: 300, height: 200, name: 'One' },
      { kind: 'text', x: 40, y: 40, text: 'Größe Жук 漢字', size: 24 },
    ]);
  });
  await give(
    ada.page,
    'drop',
    [{ name: 'a.png', type: 'image/png', bytes: plainPng(8, 6, [40, 160, 90]) }],
    [100, 120],
  );
  await ada.has(4);
  await ada.sees('saved');
  const pdf = await taken(ada, 'PDF', 'Each frame');
  const text = pdf.bytes.toString('latin1');
  expect([pdf.name.endsWith('.pdf'), text.slice(0, 5)]).toEqual([true, '%PDF-']);
  expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2);
  const zip = await taken(ada, 'JPEG', 'Each frame');
  expect(zip.name).toMatch(/\.zip$/);
  for (const name of ['One.jpg', 'One (2).jpg']) expect(zip.bytes.includes(name)).toBe(true);
  const svg = (await taken(ada, 'SVG', 'Whole board')).bytes.toString();
  expect(svg).toContain('@font-face{font-family:"Shantell Sans"');
  expect(svg).not.toMatch(/(?:url|href)[(=]"?(?!data:|#)[^")]/);
  await ada.leave();
});

test('a .gesso file opens on another board with its pictures', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await give(
    ada.page,
    'drop',
    [{ name: 'a.png', type: 'image/png', bytes: plainPng(8, 6, [40, 160, 90]) }],
    [400, 300],
  );
  await ada.has(1);
  await ada.sees('saved');
  const file = await taken(ada, '.gesso');
  await expect(ada.page.getByText('not in the file')).toBeHidden();
  expect(file.name).toMatch(/\.gesso$/);
  const cy = await open(browser, server.url);
  await give(cy.page, 'drop', [file], [400, 300]);
  await cy.has(1);
  await expect(cy.page.getByText('Brought one element.')).toBeVisible();
  // The server has it, under a name of its own.
  await expect.poll(async () => String((await cy.elements())[0]?.['asset'])).toMatch(/^[\w-]{43}$/);
  await cy.leave();
  // Of a picture that is nowhere a file has the name alone.
  await ada.page.evaluate(() => {
    window.gesso.board.add([{ kind: 'image', x: 0, y: 0, width: 60, height: 40, asset: 'A'.repeat(43) }]);
  });
  await taken(ada, '.gesso', 'Whole board');
  await expect(ada.page.getByText('One picture is not in the file')).toBeVisible();
  await ada.leave();
});
