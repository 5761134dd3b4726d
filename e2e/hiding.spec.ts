import { open, openAs, type Person, put } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

const box = (x: number, y: number, more: object = {}) => ({
  ...{ kind: 'rect', x, y, width: 100, height: 60, fill: '#a1b2c3' },
  ...more,
});

const chip = ({ page }: Person) => page.getByRole('button', { name: 'Show hidden' });
/** What is painted in the middle of a box there. */
const colorAt = ({ page }: Person, x: number, y: number): Promise<string> =>
  page.evaluate(
    async ([left, top]) => {
      await window.gesso.settled();
      const g = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
      for (const sheet of document.querySelectorAll<HTMLCanvasElement>('.surface canvas'))
        if (sheet.style.display !== 'none') g?.drawImage(sheet, -(left ?? 0), -(top ?? 0));
      return [...(g?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3).join(' ');
    },
    [x, y],
  );
const painted = '161 178 195';

test.describe('what one hides', () => {
  test('is gone for oneself alone, on the next visit as well, until one shows it', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 } });
    const [first = '', second = ''] = await put(ada, box(300, 200), box(600, 200));
    const ben = await openAs('viewer', browser, ada, { viewport: { width: 1280, height: 800 } });
    await ben.has(2);
    await expect.poll(() => colorAt(ada, 350, 230)).toBe(painted);
    await ada.page.evaluate((id) => window.gesso.select([id]), first);
    await ada.page.keyboard.press('Control+Shift+H');
    await expect(chip(ada)).toHaveText('Show hidden (1)');
    await expect.poll(() => colorAt(ada, 350, 230)).not.toBe(painted);
    expect(await colorAt(ada, 650, 230)).toBe(painted);
    await expect(ada.page.getByRole('toolbar', { name: 'Selection' })).toHaveCount(0);
    expect((await ada.elements()).length).toBe(2);

    // Others see all of it, and one who may only look hides for themselves as well.
    await expect.poll(() => colorAt(ben, 350, 230)).toBe(painted);
    await ben.page.evaluate((id) => window.gesso.select([id]), second);
    await ben.page.keyboard.press('Control+Shift+H');
    await expect(chip(ben)).toBeVisible();
    await expect.poll(() => colorAt(ben, 650, 230)).not.toBe(painted);

    await ada.sees('saved');
    await ada.page.reload();
    await ada.page.evaluate(() => window.gesso.ready);
    await expect(chip(ada)).toHaveText('Show hidden (1)');
    await expect.poll(() => colorAt(ada, 650, 230)).toBe(painted);
    expect(await colorAt(ada, 350, 230)).not.toBe(painted);
    await chip(ada).click();
    await expect(chip(ada)).toHaveCount(0);
    await expect.poll(() => colorAt(ada, 350, 230)).toBe(painted);

    // What goes beyond all that is remembered is said.
    await ada.page.evaluate(() => {
      const ids = Array.from({ length: 50_000 }, (_, i) => String(i).padStart(12, '0'));
      localStorage.setItem(`gesso.hidden.${location.pathname.split('/').at(-1)}`, ids.join(' '));
    });
    await ada.page.reload();
    await ada.page.evaluate(() => window.gesso.ready);
    await ada.page.evaluate((id) => window.gesso.select([id]), first);
    await ada.page.keyboard.press('Control+Shift+H');
    await expect(ada.page.getByRole('alert')).toContainText('More is hidden than this browser remembers');
    await chip(ada).click();
    await expect(chip(ada)).toHaveCount(0);
    await expect(ada.page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
    await ada.leave();
    await ben.leave();
  });

  test('is hidden by a finger from the menu and shown from that of the paper', async ({ browser, server }) => {
    const ada = await open(browser, server.url, {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    });
    const hands = await handsOf(ada);
    await put(ada, { kind: 'frame', x: 60, y: 220, width: 240, height: 200, name: 'Plans' }, box(120, 300));
    const menu = ada.page.getByRole('menu', { name: 'What can be done here' });
    await hands.touch('touchStart', { id: 1, x: 80, y: 220 });
    await expect(menu).toBeVisible();
    await hands.touch('touchEnd');
    await menu.getByRole('menuitem', { name: 'Hide for me' }).tap();
    // A frame goes with what lies in it.
    await expect(chip(ada)).toHaveText('Show hidden (2)');
    await hands.touch('touchStart', { id: 1, x: 170, y: 330 });
    await expect(menu).toBeVisible();
    await hands.touch('touchEnd');
    await menu.getByRole('menuitem', { name: 'Show what is hidden' }).tap();
    await expect(chip(ada)).toHaveCount(0);
    await ada.leave();
  });
});
