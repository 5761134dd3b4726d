import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { open } from './helpers/board-page.ts';
import type { RunningServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

/** A page of a person who has made boards of these names, the last of them last. */
async function withBoards(
  browser: Browser,
  { url }: RunningServer,
  names: readonly string[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  for (const title of names)
    await context.request.post(`${url}/api/boards`, { data: { title }, headers: { origin: url } });
  await page.goto(`${url}/boards`);
  await expect(page.getByRole('heading', { name: 'My boards' })).toBeVisible();
  return page;
}

const namesOn = (page: Page) => page.locator('.home-name');
const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

const choose = async (page: Page, board: string, entry: string): Promise<void> => {
  await page.getByRole('button', { name: `More for ${board}` }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
};

test('a board is found again: by its name, its star, its place in the order, and who is there', async ({
  browser,
  server,
}) => {
  const page = await withBoards(browser, server, ['Garden', 'Plan', 'attic']);
  await expect(namesOn(page)).toHaveText(['attic', 'Plan', 'Garden']);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Name');
  await expect(namesOn(page)).toHaveText(['attic', 'Garden', 'Plan']);
  await page.getByRole('searchbox').fill('gard');
  await expect(namesOn(page)).toHaveText(['Garden']);
  await page.getByRole('searchbox').fill('nowhere');
  await expect(page.getByText('Nothing is found for “nowhere”.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Star for Plan' }).click();
  await page.getByRole('button', { name: 'Starred' }).click();
  await expect(namesOn(page)).toHaveText(['Plan']);
  const href = (await rowOf(page, 'Plan').getByRole('link').getAttribute('href')) ?? '';
  const drawing = await page.context().newPage();
  await drawing.goto(`${server.url}${href}`);
  await expect(drawing.locator('.status')).toHaveAttribute('data-sync', 'saved');
  await page.reload();
  await expect(rowOf(page, 'Plan').getByRole('img', { name: '1 person is there now' })).toBeVisible();
  await page.context().close();
});

test('a board is found by what is written on it, and by its tags', async ({ browser, server }) => {
  const page = await withBoards(browser, server, ['Plan', 'Tea']);
  const href = (await rowOf(page, 'Plan').getByRole('link').getAttribute('href')) ?? '';
  const drawing = await page.context().newPage();
  await drawing.goto(`${server.url}${href}`);
  await drawing.waitForFunction(() => window.gesso !== undefined);
  await drawing.evaluate(() =>
    window.gesso?.board.add([{ kind: 'sticky', x: 0, y: 0, width: 200, height: 200, text: 'Grüner Tee am Morgen' }]),
  );
  await expect(drawing.locator('.status')).toHaveAttribute('data-sync', 'saved');
  await drawing.close();
  await page.getByRole('searchbox').fill('tee am');
  await expect(namesOn(page)).toHaveText(['Plan']);
  await expect(page.locator('.home-found mark')).toHaveText('Tee am');
  await expect(page.getByRole('link', { name: /^Plan\s*Written on it: Grüner Tee am Morgen$/ })).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  // What is called so comes first.
  await page.getByRole('searchbox').fill('tee');
  await expect(namesOn(page)).toHaveText(['Plan']);
  await page.getByRole('searchbox').fill('');
  await expect(namesOn(page)).toHaveCount(2);

  await choose(page, 'Tea', 'Tags …');
  const dialog = page.getByRole('dialog', { name: 'Tags for Tea' });
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('Kitchen');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('checkbox', { name: 'Kitchen' })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('kitchen');
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('Later');
  expect(await violationsOn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(page, 'Tea').locator('.home-tag')).toHaveText(['Kitchen', ', Later']);
  await expect(page.getByRole('button', { name: 'More for Tea' })).toBeFocused();
  await choose(page, 'Plan', 'Tags …');
  await page.getByRole('checkbox', { name: 'Later' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Later 2 boards' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);

  // One stop of the Tab key, and the arrows go on.
  await page.getByRole('button', { name: 'Kitchen 1 board' }).focus();
  await page.keyboard.press('Enter');
  await expect(namesOn(page)).toHaveText(['Tea']);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator(':focus')).toHaveAccessibleName('Later 2 boards');
  await page.keyboard.press('Enter');
  await expect(namesOn(page)).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Later 2 boards' })).toHaveAttribute('aria-pressed', 'false');
  await page.context().close();
});

test('a board is renamed, copied, thrown away and brought back', async ({ browser, server }) => {
  const page = await withBoards(browser, server, ['Plan']);
  await choose(page, 'Plan', 'Rename');
  await page.getByRole('textbox', { name: 'Board name' }).fill('Planet');
  await page.keyboard.press('Enter');
  await expect(namesOn(page)).toHaveText(['Planet']);
  await choose(page, 'Planet', 'Duplicate');
  await expect(namesOn(page)).toHaveText(['Copy of Planet', 'Planet']);
  await choose(page, 'Planet', 'Move to the trash');
  await expect(namesOn(page)).toHaveText(['Copy of Planet']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(namesOn(page)).toHaveCount(2);
  await choose(page, 'Planet', 'Move to the trash');
  await page.getByRole('button', { name: 'Trash', exact: true }).click();
  await rowOf(page, 'Planet').getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(namesOn(page)).toHaveText(['Copy of Planet', 'Planet']);
  await page.context().close();
});

test('a board in the trash says how long it is there, and is deleted for good once that is said twice', async ({
  browser,
  server,
}) => {
  const page = await withBoards(browser, server, ['Garden', 'Plan', 'Tea']);
  for (const name of ['Garden', 'Plan', 'Tea']) await choose(page, name, 'Move to the trash');
  await page.getByRole('button', { name: 'Trash', exact: true }).click();
  await expect(rowOf(page, 'Plan')).toContainText(/30 days left · Thrown away/);
  const remove = page.getByRole('button', { name: 'Delete Plan for good' });
  await remove.focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Delete “Plan” for good?' });
  await expect(question).toContainText('This cannot be undone.');
  // What changes nothing is what Enter does.
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Deleted for good: Plan')).toBeVisible();
  await expect(namesOn(page)).toHaveCount(2);
  // The keyboard goes on in the list.
  await expect(page.locator('.home-row :focus')).toHaveAccessibleName('Restore');
  await page.reload();
  await page.getByRole('button', { name: 'Trash', exact: true }).click();
  await expect(namesOn(page)).toHaveCount(2);
  await expect(rowOf(page, 'Plan')).toHaveCount(0);
  await page.context().close();
});

test('from a board one comes to the list by key, and back by a link that works for others too', async ({
  browser,
  server,
}) => {
  const ann = await open(browser, server.url);
  const address = ann.address();
  await ann.sees('saved');
  await ann.page.keyboard.press('ControlOrMeta+o');
  await expect(ann.page).toHaveURL(`${server.url}/boards`);
  // A board without a name is called by when it was made.
  await expect(namesOn(ann.page)).toHaveText(/^Untitled, /);
  await ann.page.locator('.home-open').focus();
  await ann.page.keyboard.press('Enter');
  await expect(ann.page).toHaveURL(address);
  await ann.sees('saved');
  // Another person's board is on the list, and off it again, with a way back.
  const ben = await open(browser, server.url);
  await ann.page.goto(ben.address());
  await ann.page.waitForFunction(() => window.gesso !== undefined);
  await ann.sees('saved');
  await ann.page.goto(`${server.url}/boards`);
  await expect(namesOn(ann.page)).toHaveCount(2);
  await ann.page.locator('.home-more').first().click();
  await ann.page.getByRole('menuitem', { name: 'Take off my list' }).click();
  await expect(namesOn(ann.page)).toHaveCount(1);
  await ann.page.getByRole('button', { name: 'Undo' }).click();
  await expect(namesOn(ann.page)).toHaveCount(2);
  await ann.leave();
  await ben.leave();
});

test('a new board leads back to those one was on last, until it is drawn on', async ({ browser, server }) => {
  const page = await withBoards(browser, server, ['Garden', 'Plan']);
  await page.getByRole('link', { name: 'New board' }).click();
  const last = page.getByRole('navigation', { name: 'Or go on with' });
  await expect(last.getByRole('link')).toHaveText(['Plan', 'Garden']);
  await last.getByRole('link', { name: 'Plan' }).click();
  await page.waitForFunction(() => window.gesso !== undefined);
  await expect(page.getByRole('textbox', { name: 'Board name' })).toHaveValue('Plan');
  await page.goto(server.url);
  await last.waitFor();
  await page.mouse.move(500, 400);
  await page.mouse.down();
  await page.mouse.move(600, 450);
  await page.mouse.up();
  await expect(last).toHaveCount(0);
  await page.context().close();
});

test('the owner comes in by an old link of theirs that was turned off', async ({ browser, server }) => {
  const ann = await open(browser, server.url);
  const { pathname } = new URL(ann.address());
  const headers = { origin: server.url };
  const links = `${server.url}/api/boards/${pathname.split('/').at(-1)}/links`;
  for (const { id } of (await (await ann.page.request.get(links)).json()).links)
    await ann.page.request.delete(`${links}/${id}`, { headers });
  await ann.page.reload();
  await ann.sees('saved');
  expect(ann.address()).toBe(`${server.url}${pathname}`);
  await ann.leave();
});

test('all of it is done by keyboard, and by a finger on a phone', async ({ browser, server }) => {
  const desk = await withBoards(browser, server, ['Garden', 'Plan']);
  await desk.getByRole('searchbox').focus();
  for (const name of ['New board', 'All', 'Starred', 'Trash', 'Order', 'Star for Plan', 'Plan']) {
    await desk.keyboard.press('Tab');
    await expect(desk.locator(':focus')).toHaveAccessibleName(new RegExp(`^${name}`));
  }
  await desk.keyboard.press('ArrowDown');
  await expect(desk.locator(':focus')).toContainText('Garden');
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('End');
  await desk.keyboard.press('Enter');
  await expect(namesOn(desk)).toHaveText(['Plan']);
  await expect(desk.locator(':focus')).toContainText('Plan');
  await desk.context().close();

  const phone = await withBoards(browser, server, ['Plan', 'A board with a name that is longer than a phone is wide'], {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const wide = await phone.evaluate(() => document.querySelector('.home')?.scrollWidth ?? 0);
  expect(wide).toBeLessThanOrEqual(390);
  for (const control of await phone.locator('.home-row button').all())
    expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await phone.getByRole('button', { name: 'More for Plan' }).tap();
  await phone.getByRole('menuitem', { name: 'Move to the trash' }).tap();
  await expect(namesOn(phone)).toHaveCount(1);
  await phone.getByRole('button', { name: 'Trash', exact: true }).tap();
  await expect(namesOn(phone)).toHaveText(['Plan']);
  expect(await phone.evaluate(() => document.querySelector('.home')?.scrollWidth ?? 0)).toBeLessThanOrEqual(390);
  const remove = phone.getByRole('button', { name: 'Delete Plan for good' });
  expect((await remove.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await remove.tap();
  await phone.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).tap();
  await expect(phone.getByText('The trash is empty.')).toBeVisible();
  await phone.context().close();
});

test('an address that leads nowhere is answered with a page and a way on', async ({ browser, server }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const path of ['/nowhere/at/all', '/b/not%20a%20board']) {
    const answer = await page.goto(`${server.url}${path}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
    const again = await page.request.get(`${server.url}${path}`, {
      headers: { accept: 'text/html', 'if-none-match': '*' },
    });
    expect([again.status(), (await again.text()).length > 100]).toEqual([404, true]);
  }
  await page.getByRole('link', { name: 'My boards' }).click();
  await expect(page.getByText('No boards yet.')).toBeVisible();
  expect((await page.request.get(`${server.url}/missing.js`)).headers()['content-type']).toContain('json');
  await context.close();
});

test('has nothing that axe finds wrong, in both themes', async ({ browser, server }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await withBoards(browser, server, ['Garden', ''], { colorScheme });
    await expect(namesOn(page)).toHaveCount(2);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'More for Garden' }).click();
    await page.getByRole('menuitem').first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByRole('button', { name: 'Trash', exact: true }).click();
    await expect(namesOn(page)).toHaveText(['Garden']);
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(`${server.url}/nowhere`);
    await page.getByRole('heading').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  }
});

test('a guest takes their list to another device, where what was there joins it', async ({ browser, server }) => {
  const desk = await open(browser, server.url);
  await desk.page.goto(`${server.url}/boards`);
  await expect(desk.page.locator('.home-row')).toHaveCount(1);
  await desk.page.getByRole('button', { name: 'Take this list to another device' }).click();
  const given = desk.page.getByRole('dialog', { name: 'Take this list to another device' });
  await expect(given.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  expect(await violationsOn(desk.page)).toEqual([]);
  await desk.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await given.getByRole('button', { name: 'Copy link' }).click();
  const link = await desk.page.evaluate(() => navigator.clipboard.readText());

  const phone = await open(browser, server.url);
  await phone.page.goto(link);
  const asked = phone.page.getByRole('dialog', { name: 'Bring your boards here?' });
  await asked.getByRole('button', { name: 'Bring them here' }).click();
  await expect(phone.page.locator('.home-row')).toHaveCount(2);
  await expect(phone.page).toHaveURL(`${server.url}/boards`);
  await desk.page.reload();
  await expect(desk.page.locator('.home-row')).toHaveCount(2);
  await phone.leave();
  await desk.leave();
});
