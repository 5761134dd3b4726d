import type { Locator, Page } from '@playwright/test';
import { open, type Person, put } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { cutOff, more, outOfReach, press, take, toolbar } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';

const touched = { hasTouch: true, isMobile: true };

/** What each tool offers: how many rows of settings there are at least. */
const settings = [
  ['Select', 1],
  ['Pen', 4],
  ['Eraser', 1],
  ['Rectangle', 6],
  ['Line', 4],
  ['Arrow', 6],
  ['Text', 4],
  ['Sticky note', 4],
] as const;

/** Opens all settings of what is in hand, and looks at each. Returns what closes them. */
const openStyle = async (page: Page, rows: number) => {
  const pill = page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Style', exact: true });
  await press(page, pill);
  const panel = page.locator('.style-sheet, .style.open .style-rows');
  const row = panel.locator('.style-row');
  await expect(row.first()).toBeVisible();
  expect(await row.count()).toBeGreaterThanOrEqual(rows);
  await panel.evaluate((node) => Promise.all(node.getAnimations().map(({ finished }) => finished)));
  expect(await outOfReach(panel, true)).toEqual([]);
  return { panel, pill };
};

/** Whether a part of the interface lies over a part of the window: left, top, right, bottom. */
const lieOver = async (part: Locator, [left, top, right, bottom]: readonly number[]): Promise<boolean> => {
  const { x, y, width, height } = (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return x < Number(right) && x + width > Number(left) && y < Number(bottom) && y + height > Number(top);
};

/** Where an element is on the screen: left, top, right, bottom. */
const onScreen = ({ page }: Person, id: string): Promise<readonly number[]> =>
  page.evaluate((wanted) => {
    const { x, y, zoom } = window.gesso.camera.get();
    const found = window.gesso.board.elements().find((one) => one.id === wanted);
    const [left, top] = [(Number(found?.x) - x) * zoom, (Number(found?.y) - y) * zoom];
    return [left, top, left + Number(found?.['width']) * zoom, top + Number(found?.['height']) * zoom];
  }, id);

/** Goes through all tools and their settings by presses alone. */
const walk = async (ada: Person): Promise<void> => {
  const { page } = ada;
  const app = page.getByRole('main');
  for (const [name, rows] of settings) {
    await take(page, name);
    expect(await outOfReach(app)).toEqual([]);
    const { panel, pill } = await openStyle(page, rows);
    const close = panel.getByRole('button', { name: 'Close' });
    await press(page, (await close.count()) > 0 ? close : pill);
    await expect(panel).toBeHidden();
  }
  for (const name of ['Hand', 'Frame', 'Laser pointer']) {
    await take(page, name);
    expect(await outOfReach(app)).toEqual([]);
  }
};

/** The menu and what it opens: all of it can be come to. */
const lookAtPanels = async ({ page }: Person): Promise<void> => {
  for (const [entry, panel] of [
    [undefined, page.getByRole('menu')],
    ['Share …', page.getByRole('dialog', { name: /Share/ })],
    ['Export image …', page.getByRole('dialog', { name: /Export/ })],
    ['Help and shortcuts', page.getByRole('dialog', { name: /What fingers do|Shortcuts/ })],
  ] as const) {
    await press(page, page.getByRole('button', { name: 'Menu', exact: true }));
    const item = page.getByRole('menuitem', { name: entry ?? 'New board' });
    await expect(item).toBeVisible();
    if (entry !== undefined) await press(page, item);
    await expect(panel.getByRole(entry === undefined ? 'menuitem' : 'button').last()).toBeVisible();
    await panel.evaluate((node) => Promise.all(node.getAnimations().map(({ finished }) => finished)));
    expect([...(await outOfReach(panel, true)), ...(await cutOff(panel))]).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  }
};

test('an upright phone has every tool and every setting some presses away, and a sheet that goes in four ways', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, ...touched });
  const { page } = ada;
  await walk(ada);
  await lookAtPanels(ada);
  await take(page, 'Pen');
  await press(page, page.getByRole('group', { name: 'Colors' }).getByRole('button', { name: 'Crimson' }));
  const sheet = page.getByRole('dialog', { name: 'Style' });
  const inSheet = sheet.getByRole('button', { name: 'Crimson', exact: true });
  const ways = [
    () => page.keyboard.press('Escape'),
    () => page.touchscreen.tap(200, 200),
    () => ada.drag([120, 412], [120, 500]),
  ];
  for (const leave of ways) {
    const { pill } = await openStyle(page, 4);
    await expect(inSheet).toHaveAttribute('aria-pressed', 'true');
    await expect(sheet).toBeFocused();
    const box = await sheet.boundingBox();
    expect(box?.height).toBeLessThanOrEqual(844 * 0.55 + 1);
    await leave();
    await expect(sheet).toBeHidden();
    await expect(pill).toBeVisible();
  }
  await ada.has(0);
  await page.touchscreen.tap(200, 300);
  await ada.has(1);
  await press(page, more(page));
  await press(page, page.getByRole('button', { name: 'Zoom in', exact: true }));
  expect((await page.evaluate(() => window.gesso.camera.get())).zoom).toBe(1.5);
  await ada.leave();
});

test('what is styled or measured is seen beside the sheet, and stands where it was when that has gone', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, ...touched });
  const { page } = ada;
  const [note = ''] = await put(ada, { kind: 'sticky', x: 95, y: 480, width: 200, height: 200, text: 'One' });
  const sheet = page.getByRole('dialog', { name: 'Style' });
  const camera = () => page.evaluate(() => window.gesso.camera.get());
  const before = await camera();
  const sees = () => expect.poll(async () => lieOver(sheet, await onScreen(ada, note))).toBe(false);
  for (const begin of ['select', 'type'] as const) {
    await page.evaluate((id) => window.gesso.select([id]), note);
    if (begin === 'type') await page.keyboard.press('Enter');
    await openStyle(page, 3);
    await sees();
    await press(page, sheet.getByRole('button', { name: 'Close' }));
    await expect.poll(camera).toEqual(before);
    if (begin === 'type') await page.keyboard.press('Escape');
  }
  // Without motion it is there at once; what a person moves meanwhile stays.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openStyle(page, 3);
  expect((await camera()).zoom).toBe(1);
  await sees();
  const moved = { x: 30, y: 400, zoom: 1 };
  await page.evaluate((to) => window.gesso.camera.set(to), moved);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(await camera()).toEqual(moved);
  const measures = page.getByRole('dialog', { name: 'Position and size' });
  await page.mouse.click(165, 200, { button: 'right' });
  await press(page, page.getByRole('menuitem', { name: 'Position and size' }));
  await expect(measures).toBeVisible();
  await expect.poll(async () => lieOver(measures, await onScreen(ada, note))).toBe(false);
  await press(page, measures.getByRole('button', { name: 'Close' }));
  expect(await camera()).toEqual(moved);
  await page.setViewportSize({ width: 844, height: 390 });
  await page.evaluate(() => window.gesso.camera.set({ x: 60, y: 400, zoom: 1 }));
  await openStyle(page, 3);
  await sees();
  await ada.leave();
});

test('a phone on its side keeps tools, settings and panels within its height', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 844, height: 390 }, ...touched });
  await walk(ada);
  await lookAtPanels(ada);
  await ada.page.setViewportSize({ width: 667, height: 375 });
  await take(ada.page, 'Laser pointer');
  await take(ada.page, 'Pen');
  expect(await outOfReach(ada.page.getByRole('main'))).toEqual([]);
  const box = { kind: 'rect', y: 150, width: 80, height: 60 };
  const ids = await put(ada, { ...box, x: 200 }, { ...box, x: 340 });
  await ada.page.evaluate((list) => window.gesso.select(list), ids);
  await press(ada.page, ada.page.getByRole('button', { name: 'Align', exact: true }));
  const align = ada.page.getByRole('menu', { name: 'Align' });
  await expect(align.getByRole('menuitem', { name: 'Tidy up' })).toBeVisible();
  expect(await outOfReach(align)).toEqual([]);
  await ada.leave();
});

test('on its side the bars stand beside what they are for, and what is typed comes into sight with its bar', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, { viewport: { width: 844, height: 390 }, ...touched });
  const { page } = ada;
  const [note = ''] = await put(ada, { kind: 'sticky', x: 322, y: 95, width: 200, height: 200, text: 'One' });
  const select = () => page.evaluate((id) => window.gesso.select([id]), note);
  await select();
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(bar).toBeVisible();
  expect(await lieOver(bar, await onScreen(ada, note))).toBe(false);
  expect(await outOfReach(page.getByRole('main'))).toEqual([]);
  // At the end of the window, and where a keyboard leaves the least.
  const text = page.getByRole('toolbar', { name: 'Text formatting' });
  for (const [height, camera] of [
    [390, { x: -420, y: 0 }],
    [390, { x: 300, y: 200 }],
    [190, { x: 0, y: 0 }],
  ] as const) {
    await page.setViewportSize({ width: 844, height });
    await page.evaluate((to) => window.gesso.camera.set(to), camera);
    await select();
    await page.keyboard.press('Enter');
    await expect(text).toBeVisible();
    await expect
      .poll(async () => [await lieOver(text, await onScreen(ada, note)), await outOfReach(text)])
      .toEqual([false, []]);
    const [left = 0, , right = 0] = await onScreen(ada, note);
    expect([left >= 0, right <= 844]).toEqual([true, true]);
    await expect(toolbar(page)).toBeVisible({ visible: height === 390 });
    await page.keyboard.press('Escape');
  }
  await ada.leave();
});

test('a tablet has everything in reach, and says once that a pen draws', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 820, height: 1180 }, ...touched });
  const { page } = ada;
  await walk(ada);
  const { pen } = await handsOf(ada);
  await pen.hover(300, 300);
  const fingers = toolbar(page).getByRole('button', { name: 'Fingers draw too', exact: true });
  await expect(fingers).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('button', { name: 'Let fingers draw' }).tap();
  await expect(fingers).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(() => window.gesso.ready);
  await expect(fingers).toBeHidden();
  await pen.hover(310, 300);
  await expect(fingers).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Let fingers draw' })).toBeHidden();
  await ada.leave();
});

test('at 200 % nothing is cut off, of the page or of its letters alone', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await walk(ada);
  await lookAtPanels(ada);
  await ada.page.evaluate(() => {
    document.documentElement.style.fontSize = '32px';
  });
  const app = ada.page.getByRole('main');
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]) {
    await ada.page.setViewportSize(viewport);
    await take(ada.page, 'Frame');
    await take(ada.page, 'Pen');
    expect([...(await outOfReach(app)), ...(await cutOff(app))]).toEqual([]);
    await lookAtPanels(ada);
  }
  await ada.leave();
});

test('a finger draws a lasso once the select tool has it', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, ...touched });
  const { page } = ada;
  await put(
    ada,
    { kind: 'rect', x: 60, y: 200, width: 60, height: 60, fill: '#dbe1fd' },
    { kind: 'rect', x: 180, y: 200, width: 60, height: 60, fill: '#dbe1fd' },
    { kind: 'rect', x: 60, y: 320, width: 60, height: 60, fill: '#dbe1fd' },
  );
  const { panel } = await openStyle(page, 1);
  await press(page, panel.getByRole('button', { name: 'Lasso' }));
  await press(page, panel.getByRole('button', { name: 'Close' }));
  const { touch } = await handsOf(ada);
  // Around the two that lie across from each other, past the third.
  const way = [
    [270, 170],
    [150, 170],
    [150, 290],
    [30, 290],
    [30, 410],
    [150, 410],
    [290, 290],
  ] as const;
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await touch('touchStart', { id: 1, x: way[0][0], y: way[0][1] });
  for (const [x, y] of way.slice(1)) {
    await touch('touchMove', { id: 1, x, y });
    // What a lasso takes comes with the first drag.
    await expect
      .poll(() => page.evaluate(() => performance.getEntries().some(({ name }) => name.includes('/on-drag'))))
      .toBe(true);
  }
  await touch('touchEnd');
  await press(page, bar.getByRole('button', { name: 'Delete' }));
  await ada.has(1);
  expect((await ada.elements())[0]).toMatchObject({ x: 60, y: 200 });
  await ada.leave();
});

test('a window that grows closes what small ones have alone, for good, and the toolbar keeps the focus', async ({
  browser,
  server,
}) => {
  const small = { width: 390, height: 844 };
  const ada = await open(browser, server.url, { viewport: small });
  const { page } = ada;
  const pill = page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Style', exact: true });
  for (const [opener, panel] of [
    [pill, page.getByRole('dialog', { name: 'Style' })],
    [more(page), page.getByRole('toolbar', { name: 'More tools' })],
  ] as const) {
    await opener.click();
    await expect(panel).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(panel).toHaveCount(0);
    await expect(more(page)).toHaveCount(0);
    await page.setViewportSize(small);
    await expect(more(page)).toBeVisible();
    await expect(opener).toHaveAttribute('aria-expanded', 'false');
    await expect(panel).toHaveCount(0);
  }
  const note = toolbar(page).getByRole('button', { name: 'Sticky note', exact: true });
  await note.focus();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(more(page)).toHaveCount(0);
  await expect(note).toBeFocused();
  await ada.leave();
});

test('a phone that opens a board for the first time sees all that is on it, and later what it left', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const link = ada.address();
  const small = { viewport: { width: 390, height: 844 }, ...touched };
  const spot = await open(browser, link, small);
  await ada.draw([
    [100, 120],
    [300, 320],
  ]);
  await spot.has(1);
  const cameraOf = ({ page }: Person) => page.evaluate(() => window.gesso.camera.get());
  // Who is there is not moved by what others draw, and what is in view stays where it is at a first visit.
  expect(await cameraOf(spot)).toEqual({ x: 0, y: 0, zoom: 1 });
  const near = await open(browser, link, small);
  await near.has(1);
  expect(await cameraOf(near)).toEqual({ x: 0, y: 0, zoom: 1 });
  await ada.draw([
    [700, 200],
    [1100, 640],
  ]);
  await ada.sees('saved');
  const ben = await open(browser, link, small);
  await ben.has(2);
  await expect.poll(async () => (await cameraOf(ben)).zoom).toBeLessThan(0.5);
  const { x, y, zoom } = await cameraOf(ben);
  for (const [left, top] of [
    [100, 120],
    [1100, 640],
  ] as const) {
    expect((left - x) * zoom).toBeGreaterThan(0);
    expect((left - x) * zoom).toBeLessThan(390);
    expect((top - y) * zoom).toBeGreaterThan(60);
    expect((top - y) * zoom).toBeLessThan(844 - 120);
  }
  await ben.page.evaluate(() => window.gesso.camera.set({ x: 600, y: 100, zoom: 1 }));
  await ben.page.reload();
  await ben.has(2);
  await expect.poll(() => cameraOf(ben)).toEqual({ x: 600, y: 100, zoom: 1 });
  for (const one of [ada, spot, near, ben]) await one.leave();
});
