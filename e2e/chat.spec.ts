import type { Browser, Page } from '@playwright/test';
import { open, openAs, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

const arrives = (person: Person, peers: number) => expect.poll(async () => (await person.status()).peers).toBe(peers);
/** A person with a board of theirs, and one who may only look at it; each knows of the other. */
const withViewer = async (browser: Browser, url: string) => {
  const ada = await open(browser, url);
  await ada.sees('saved');
  const vic = await openAs('viewer', browser, ada);
  await arrives(ada, 1);
  await arrives(vic, 1);
  return [ada, vic] as const;
};
const field = (page: Page) => page.getByRole('textbox', { name: 'Say something to everyone here' });
const said = (page: Page) => page.getByRole('list', { name: 'What people say' }).getByRole('listitem');
const row = (page: Page) => page.getByRole('menu', { name: 'Reactions' });
const told = (page: Page) => page.locator('[data-for="chat"]');
const floats = (page: Page) => page.locator('.floats i');

/** Keeps reactions where they are, or lets them go on: they rise for a second, which is over before a slow machine looks. */
const holdFloats = (page: Page, state: 'paused' | 'running') =>
  page.evaluate((word) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.floats i { animation-play-state: ${word}; }`);
    document.adoptedStyleSheets = [sheet];
  }, state);

test('what one says is seen beside the cursor as it is typed, is read aloud once it rests, and goes', async ({
  browser,
  server,
}) => {
  const [ada, vic] = await withViewer(browser, server.url);
  await vic.page.mouse.move(500, 320);
  await vic.page.keyboard.press('/');
  await expect(field(vic.page)).toBeFocused();
  expect(await violationsOn(vic.page)).toEqual([]);
  await vic.page.keyboard.type('v');
  await expect(said(ada.page)).toContainText('v');
  await vic.page.keyboard.insertText(' <b>\u202eשלום');
  await expect(said(ada.page).locator('span')).toHaveText('v <b>שלום');
  await expect(told(ada.page)).toHaveText(/ says: v <b>שלום$/);
  await vic.page.keyboard.press('Enter');
  await expect(field(vic.page)).toHaveValue('');
  await vic.page.mouse.move(700, 420);
  await expect.poll(async () => (await said(ada.page).locator('.bubble').boundingBox())?.x).toBe(713);
  await expect(said(ada.page)).toContainText('שלום');
  // What is long is seen as a whole by both.
  await vic.page.keyboard.insertText('all the words of a long line, which has more letters than one row takes');
  expect(await field(vic.page).evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);
  expect((await field(vic.page).boundingBox())?.height).toBeGreaterThan(30);
  await vic.page.keyboard.press('Enter');
  await vic.page.keyboard.type('ok');
  await expect(said(ada.page).locator('span')).toHaveText('ok');
  expect(await violationsOn(ada.page)).toEqual([]);
  await vic.page.keyboard.press('Escape');
  await expect(field(vic.page)).toHaveCount(0);
  await expect(said(ada.page)).toHaveCount(0);
  // The keys are the board's again.
  await vic.page.keyboard.press('k');
  await expect(vic.page.getByRole('button', { name: 'Laser pointer' })).toHaveAttribute('aria-pressed', 'true');
  expect(await ada.elements()).toEqual([]);
  await ada.leave();
  await vic.leave();
});

test('a line goes five seconds after the last key; alone there is nobody to speak to', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  await ada.page.keyboard.press('/');
  await expect(field(ada.page)).toHaveCount(0);
  const ben = await open(browser, ada.address());
  await arrives(ada, 1);
  await arrives(ben, 1);
  await ben.page.clock.install();
  await ben.page.keyboard.press('/');
  await expect(field(ben.page)).toBeFocused();
  await ben.page.keyboard.insertText('Over here');
  // Without a pointer it stands in the middle of the view.
  await expect(said(ada.page)).toContainText('Over here');
  await expect.poll(async () => (await said(ada.page).locator('.bubble').boundingBox())?.x).toBe(653);
  await ben.page.clock.runFor(5_000);
  await expect(field(ben.page)).toHaveCount(0);
  await expect(said(ada.page)).toHaveCount(0);
  await ada.leave();
  await ben.leave();
});

test('a reaction floats up at its place for all, by key, by press and with less motion', async ({
  browser,
  server,
}) => {
  const [ada, vic] = await withViewer(browser, server.url);
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
  // Who has not fetched yet what hears of them misses reactions, as all that is not kept.
  for (const { page } of [ada, vic]) await expect(page.locator('.floats')).toBeAttached();
  for (const { page } of [ada, vic]) await holdFloats(page, 'paused');
  await vic.page.mouse.move(500, 320);
  await vic.page.keyboard.press('Shift+E');
  await expect(row(vic.page).getByRole('menuitem').first()).toBeFocused();
  expect(await violationsOn(vic.page)).toEqual([]);
  await vic.page.keyboard.press('4');
  for (const { page } of [ada, vic]) await expect(floats(page)).toHaveText('🎉');
  await expect(told(ada.page)).toHaveText(/ reacts: Party$/);
  expect(await floats(ada.page).evaluate((node) => getComputedStyle(node).animationName)).toBe('reaction-fades');
  expect(await floats(ada.page).locator('..').boundingBox()).toMatchObject({ x: 500, y: 320 });
  await row(vic.page).getByRole('menuitem', { name: 'Heart' }).click();
  for (const { page } of [ada, vic]) await expect(floats(page)).toHaveText(['🎉', '❤️']);
  await vic.page.keyboard.press('Escape');
  await expect(row(vic.page)).toHaveCount(0);
  for (const { page } of [ada, vic]) await holdFloats(page, 'running');
  for (const { page } of [ada, vic]) await expect(floats(page)).toHaveCount(0);
  expect(await ada.elements()).toEqual([]);
  await ada.leave();
  await vic.leave();
});

test('both are reached by finger, from the menu', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ben = await open(browser, ada.address(), phone);
  await arrives(ada, 1);
  await arrives(ben, 1);
  const pick = async (name: string) => {
    await ben.page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await ben.page.getByRole('menuitem', { name: 'With others' }).tap();
    await ben.page.getByRole('menuitem', { name }).tap();
  };
  await pick('Chat here');
  await expect(field(ben.page)).toBeFocused();
  await ben.page.keyboard.insertText('From the train');
  await expect(said(ada.page)).toContainText('From the train');
  await ben.page.touchscreen.tap(200, 700);
  await expect(field(ben.page)).toHaveCount(0);
  await pick('React here');
  for (const { page } of [ada, ben]) await holdFloats(page, 'paused');
  await row(ben.page).getByRole('menuitem', { name: 'Applause' }).tap();
  await expect(floats(ada.page)).toHaveText('👏');
  const box = await row(ben.page).boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  await ada.leave();
  await ben.leave();
});
