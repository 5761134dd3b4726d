import { open, type Person, put } from './helpers/board-page.ts';
import { desk } from './helpers/context-menu.ts';
import { outOfReach, toolbar } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';

const byName = async ({ page }: Person, command: string): Promise<void> => {
  await page.keyboard.press('Control+/');
  await page.getByRole('searchbox').fill(command);
  await page.keyboard.press('Enter');
};

/** Panels beside the board, and what opens them. */
const panels: readonly (readonly [name: string, open: (person: Person) => Promise<void>])[] = [
  ['share', ({ page }) => page.getByRole('button', { name: 'Share' }).click()],
  ['comments', ({ page }) => page.getByRole('button', { name: 'Comments', exact: true }).click()],
  ['me', (person) => byName(person, 'Change my name and color')],
  ['outline', (person) => byName(person, 'Read the board as a list')],
  ['frames', (person) => byName(person, 'Frames of this board')],
  ['measures', (person) => byName(person, 'Position and size')],
  ['library', (person) => byName(person, 'Library')],
];

for (const direction of ['ltr', 'rtl'])
  test(`panels beside the board leave every tool to be pressed, however much they hold: ${direction}`, async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, desk);
    const { page } = ada;
    const [id = ''] = await put(
      ada,
      { kind: 'rect', x: 300, y: 220, width: 200, height: 110 },
      { kind: 'frame', x: 560, y: 220, width: 200, height: 110, name: 'One' },
    );
    for (const [name, show] of panels) {
      await page.evaluate((one) => window.gesso.select([one]), id);
      await show(ada);
      const panel = page.locator(`dialog.${name}`);
      await expect(panel).toBeVisible();
      await panel.locator('.dialog-body').evaluate((body, dir) => {
        const more = document.createElement('div');
        more.style.cssText = 'flex: none; height: 3000px';
        body.append(more);
        document.documentElement.dir = dir;
      }, direction);
      for (const [width, height] of [
        [1280, 800],
        [1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        // The row takes what it has room for in the frame after the window has become another.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        expect(await outOfReach(toolbar(page)), `${name} at ${width} × ${height}`).toEqual([]);
      }
      await page.evaluate(() => {
        document.documentElement.dir = 'ltr';
      });
      await page.setViewportSize(desk.viewport);
      await panel.getByRole('button', { name: 'Close' }).first().click();
      await expect(panel).toBeHidden();
    }
  });
