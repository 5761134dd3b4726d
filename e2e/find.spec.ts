import type { Locator } from '@playwright/test';
import { open, openAs, type Person, put } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

const barOf = ({ page }: Person): Locator => page.getByRole('dialog', { name: 'Find on the board' });
const fieldOf = (person: Person): Locator => barOf(person).getByRole('searchbox');
const saidTo = (person: Person): Locator => barOf(person).getByRole('status');
const cameraOf = ({ page }: Person) => page.evaluate(() => window.gesso.camera.get());

const rich = [
  { kind: 'sticky', x: 300, y: 250, text: 'Crème brûlée' },
  { kind: 'rect', x: 640, y: 250, width: 200, height: 120, text: 'Ice cream' },
  { kind: 'frame', x: 3000, y: 2000, width: 500, height: 400, name: 'CREME' },
  { kind: 'table', x: 3100, y: 2600, cells: [['Tea', 'Sour creme']] },
  { kind: 'ellipse', x: 700, y: 500, width: 90, height: 90, link: 'https://creme.example/' },
];

test.describe('finding on the board', () => {
  test('counts, goes from one to the next, and ends with what was found selected', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 } });
    const { keyboard } = ada.page;
    const ids = await put(ada, ...rich);
    const before = await cameraOf(ada);
    await keyboard.press('Control+f');
    await expect(fieldOf(ada)).toBeFocused();
    await keyboard.insertText('creme');
    await expect(saidTo(ada)).toHaveText('1 of 4: Sticky note, “Crème brûlée”');
    await expect(ada.page.locator('.find-current')).toBeVisible();
    expect(await cameraOf(ada)).toEqual(before);
    await keyboard.press('Enter');
    await expect(saidTo(ada)).toHaveText('2 of 4: Ellipse, “https://creme.example/”');
    await keyboard.press('F3');
    await expect(saidTo(ada)).toContainText('3 of 4: Frame');
    expect((await cameraOf(ada)).x).toBeGreaterThan(2_000);
    await keyboard.press('Enter');
    await expect(saidTo(ada)).toHaveText('4 of 4: Table, “Sour creme”');
    await keyboard.press('Shift+Enter');
    await expect(saidTo(ada)).toContainText('3 of 4');
    await keyboard.press('Control+f');
    await keyboard.insertText('nowhere');
    await expect(saidTo(ada)).toHaveText('Nothing found');
    await expect(barOf(ada).getByRole('button', { name: 'Next' })).toBeDisabled();
    await keyboard.press('Control+a');
    await keyboard.insertText('ICE');
    await expect(saidTo(ada)).toContainText('1 of 1');
    await keyboard.press('Escape');
    await expect(barOf(ada)).toHaveCount(0);
    await expect(ada.page.getByRole('application')).toBeFocused();
    await keyboard.press('Delete');
    await expect.poll(async () => (await ada.elements()).map(({ id }) => id)).not.toContain(ids[1]);
    expect(await ada.elements()).toHaveLength(4);
    await ada.leave();
  });

  test('opens from a text that is typed and from the menu, by finger too, and follows what others change', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
    const [first = ''] = await put(
      ada,
      { kind: 'sticky', x: 40, y: 300, text: 'milk' },
      { kind: 'sticky', x: 2_000, y: 300, text: 'more milk' },
    );
    await ada.page.keyboard.press('t');
    await ada.page.mouse.click(100, 250);
    await ada.page.keyboard.type('milk, too');
    await ada.page.keyboard.press('Control+f');
    await expect(fieldOf(ada)).toBeFocused();
    await ada.page.keyboard.insertText('milk');
    await expect(saidTo(ada)).toContainText('1 of 3');
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await ada.page.getByRole('menuitem', { name: 'Find on the board' }).tap();
    await expect(fieldOf(ada)).toBeFocused();
    await expect(fieldOf(ada)).toHaveValue('milk');
    await expect(saidTo(ada)).toHaveText('3 found');
    const at = await barOf(ada).boundingBox();
    expect([at?.x, at?.width]).toEqual([8, 374]);
    const next = barOf(ada).getByRole('button', { name: 'Next' });
    expect((await next.boundingBox())?.height).toBe(44);
    await next.tap();
    await expect(saidTo(ada)).toContainText('1 of 3');
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(3);
    await ben.page.evaluate((id) => window.gesso.board.patch(id, { text: 'tea' }), first);
    await expect(saidTo(ada)).toContainText('of 2');
    await ada.leave();
    await ben.leave();
  });
});

test('a word in a group is selected alone, and Enter opens its text; in the list of the board as well', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const { page } = ada;
  const selected = page.locator('[data-for="selection"]');
  await put(
    ada,
    { kind: 'rect', x: 300, y: 250, width: 160, height: 100, text: 'Tea', groups: ['inner', 'outer'] },
    { kind: 'rect', x: 500, y: 250, width: 160, height: 100, text: 'Milk', groups: ['inner', 'outer'] },
    { kind: 'rect', x: 700, y: 250, width: 160, height: 100, text: 'Sugar', groups: ['outer'] },
  );
  await page.keyboard.press('Control+f');
  await expect(fieldOf(ada)).toBeFocused();
  await page.keyboard.insertText('milk');
  await expect(saidTo(ada)).toContainText('1 of 1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(selected).toHaveText(/“Milk”.*, in a group$/);
  await page.keyboard.press('Enter');
  await expect(page.locator('.text-editor')).toHaveValue('Milk');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await page.keyboard.type('Read the board as a list');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Rectangle, “Tea”' }).press('Enter');
  await expect(selected).toHaveText(/“Tea”.*, in a group$/);
  await ada.leave();
});

test('one who may only look finds as well', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await put(ada, { kind: 'sticky', x: 3_000, y: 300, text: 'milk' });
  await ada.sees('saved');
  const vic = await openAs('viewer', browser, ada);
  await vic.has(1);
  await vic.page.keyboard.press('Control+f');
  await expect(fieldOf(vic)).toBeFocused();
  await vic.page.keyboard.insertText('milk');
  await expect(saidTo(vic)).toContainText('1 of 1');
  await vic.page.keyboard.press('Escape');
  await expect(vic.page.locator('[data-for="selection"]')).toContainText('milk');
  await ada.leave();
  await vic.leave();
});
