import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { open, put } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

const folder = new URL('../packages/canvas-app/src/words/', import.meta.url);

/** Every language that has its words. */
const languages = readdirSync(folder).flatMap((name) => /^(\w+)\.json$/.exec(name)?.[1] ?? []);
const [other = 'en'] = languages.filter((code) => code !== 'en');

/** Opens a panel by its entry in the menu, in the language of the page. */
const openByMenu = async (page: Page, language: string, command: `${'board' | 'view'}.${string}`) => {
  const [area = '', key = ''] = command.split('.');
  const words = JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'));
  await page.locator('.board-bar button').first().click();
  if (command === 'view.language') await page.locator('[data-submenu="settings"]').click();
  await page.locator('.menu .menu-item', { hasText: words.command[area][key] }).first().click();
  await page.locator('dialog[open]').waitFor();
};

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

const shownIn = (page: Page) => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
const directionOf = (language: string) => (language === 'ar' ? 'rtl' : 'ltr');

/** What has no room for its words, or lies beyond the window. */
const cramped = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const named = (one: Element) => `${one.className || one.tagName}: ${one.textContent || one.ariaLabel}`;
    for (const one of document.querySelectorAll<HTMLElement>(
      '.app :is(button, legend, h2, h3, dt, dl > div, .field-name, .status, .island, .toast)',
    )) {
      if (!one.checkVisibility() || getComputedStyle(one).overflowX !== 'visible') continue;
      const box = one.getBoundingClientRect();
      // For ears only.
      if (box.width <= 1) continue;
      const isBlock = getComputedStyle(one).display !== 'inline' && !one.matches('.island');
      if (isBlock && one.scrollWidth > one.clientWidth + 1) found.push(named(one));
      const scrolls = one.closest('.toolbar, .menu, .style-rows, .dialog');
      if ((scrolls === null || scrolls === one) && (box.left < -1 || box.right > innerWidth + 1))
        found.push(`beyond the window: ${named(one)}`);
    }
    for (const dialog of document.querySelectorAll<HTMLElement>('dialog, .menu'))
      if (dialog.scrollWidth > dialog.clientWidth + 1) found.push(`scrolls sideways: ${dialog.className}`);
    return found;
  });

test('the language is the one of the browser until another is chosen, for this page and those that come', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, { locale: `${other}-XX` });
  const { page } = ada;
  expect(await shownIn(page)).toEqual([other, directionOf(other)]);
  await page.evaluate(() => window.gesso.board.add([{ kind: 'rect', x: 0, y: 0, width: 90, height: 90 }]));
  await page.evaluate(() => window.gesso.tool('ellipse'));
  await page.evaluate(() => window.gesso.camera.set({ x: 10, y: 20, zoom: 2 }));
  await page.locator('.style-pill').hover();
  await page.locator('.style-rows').waitFor();
  await openByMenu(page, other, 'view.language');
  const choices = page.locator('dialog.language');
  await expect(choices.locator('button[aria-pressed="true"]:not([lang])')).toHaveCount(1);
  expect(await choices.locator('button[lang]').count()).toBe(languages.length);
  await choices.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeVisible();
  expect(await shownIn(page)).toEqual(['en', 'ltr']);
  // What was said before is said anew, the style that was open as well.
  await (await ada.styles()).locator('.style-rows').waitFor();
  expect(await page.locator('.app').innerHTML()).not.toMatch(/\p{Script=Arabic}/u);
  // The page is the same: what was in hand and in view is, and what was drawn can be taken back.
  await expect(page.getByRole('button', { name: 'Ellipse', exact: true })).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => window.gesso.camera.get())).toEqual({ x: 10, y: 20, zoom: 2 });
  await page.keyboard.press('Control+z');
  await ada.has(0);
  await page.goto(server.url);
  await page.waitForFunction(() => window.gesso !== undefined);
  expect(await shownIn(page)).toEqual(['en', 'ltr']);
  await ada.leave();
});

for (const language of languages)
  test(`${language} has room in bars, menus and panels, at a desk and on a phone`, async ({ browser, server }) => {
    const ada = await open(browser, server.url, { locale: language });
    const { page } = ada;
    expect(await shownIn(page)).toEqual([language, directionOf(language)]);
    await put(ada, { kind: 'rect', x: 60, y: 300, width: 90, height: 90 });
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      // The bars take another width in the frame after the window has.
      const has = (what: string) =>
        expect
          .configure({ soft: true })
          .poll(() => cramped(page), `${viewport.width}: ${what}`)
          .toEqual([]);
      await has('bars');
      // Narrow windows have the colors chosen most beside the button for all.
      if (viewport.width < 640) await expect(page.locator('.quick-styles button').nth(2)).toBeVisible();
      await page.locator('.board-bar button').first().click();
      await page.locator('.menu').waitFor();
      await has('menu');
      for (const name of ['show', 'settings']) {
        await page.locator(`[data-submenu="${name}"]`).focus();
        await page.keyboard.press('Enter');
        await page.locator('.submenu').waitFor();
        await has(`menu: ${name}`);
        await page.keyboard.press('Escape');
      }
      await page.locator('.board-bar button').first().click();
      await page.mouse.click(100, 340, { button: 'right' });
      await page.locator('.menu').waitFor();
      await has('menu of an element');
      await page.locator('[data-submenu="copyMore"]').click();
      await page.locator('.submenu').waitFor();
      await has('more of the menu of an element');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      for (const panel of ['board.share', 'board.export', 'board.help'] as const) {
        await openByMenu(page, language, panel);
        await has(panel);
        await page.locator('dialog[open] header button').click();
      }
    }
    await ada.leave();
  });
