import { open, type Person, put } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

const box = (x: number, y: number, more: object = {}) => ({ kind: 'rect', x, y, width: 100, height: 60, ...more });

const dropper = ({ page }: Person) => page.getByRole('dialog', { name: 'Pick a color from the board' });
const of = async (person: Person, id: string, what: 'color' | 'fill') =>
  (await person.elements()).find((element) => element.id === id)?.[what];
const painted = ({ page }: Person) => page.evaluate(() => window.gesso.settled());

test.describe('a color of the board', () => {
  test('is picked by key and mouse, as it is stored, in the dark as well, in one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 } });
    const [one = ''] = await put(
      ada,
      box(200, 400),
      box(500, 200, { fill: '#a1b2c3' }),
      box(700, 200, { fill: '#dbe1fd' }),
    );
    await ada.page.evaluate((id) => window.gesso.select([id]), one);
    const before = await of(ada, one, 'color');
    await painted(ada);
    await ada.page.keyboard.press('Alt+c');
    await ada.page.mouse.move(550, 230);
    await expect(dropper(ada).getByText('#a1b2c3')).toBeVisible();
    await ada.page.mouse.click(550, 230);
    await expect.poll(() => of(ada, one, 'color')).toBe('#a1b2c3');
    await ada.page.keyboard.press('Control+z');
    await expect.poll(() => of(ada, one, 'color')).toBe(before);

    await ada.page.keyboard.press('Alt+Shift+d');
    await expect(ada.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await painted(ada);
    const fill = (await ada.styles()).getByRole('group', { name: 'Fill' });
    const none = await of(ada, one, 'fill');
    await fill.getByRole('button', { name: 'Pick a color' }).click();
    await expect(dropper(ada)).toBeFocused();
    await ada.page.keyboard.press('Escape');
    await expect(dropper(ada)).toHaveCount(0);
    expect(await of(ada, one, 'fill')).toBe(none);
    await ada.styles();
    await fill.getByRole('button', { name: 'Pick a color' }).click();
    await expect(dropper(ada)).toBeFocused();
    await ada.page.mouse.click(750, 230);
    await expect.poll(() => of(ada, one, 'fill')).toBe('#dbe1fd');
    await ada.leave();
  });

  test('is not given to what a peer has locked meanwhile, which is said; the drop stays in a window that shrinks', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 } });
    const [one = ''] = await put(ada, box(200, 400), box(500, 200, { fill: '#a1b2c3' }));
    await ada.page.evaluate((id) => window.gesso.select([id]), one);
    const before = await of(ada, one, 'color');
    await painted(ada);
    await ada.page.keyboard.press('Alt+c');
    await ada.page.mouse.move(1_200, 700);
    const ring = dropper(ada).locator('.eyedropper-ring');
    await expect.poll(async () => (await ring.boundingBox())?.x).toBe(1_170);
    await ada.page.setViewportSize({ width: 800, height: 600 });
    await expect.poll(async () => (await ring.boundingBox())?.x).toBe(769);
    await expect.poll(async () => (await ring.boundingBox())?.y).toBe(569);
    await ada.page.evaluate((id) => window.gesso.board.patch(id, { locked: true }), one);
    await ada.page.mouse.click(550, 230);
    await expect(ada.page.getByRole('alert')).toContainText('keeps its color');
    expect(await of(ada, one, 'color')).toBe(before);
    await ada.leave();
  });

  test('is picked by a finger where it is lifted, and by arrow keys and Enter', async ({ browser, server }) => {
    const ada = await open(browser, server.url, {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    });
    const hands = await handsOf(ada);
    // One begins where the keys do, in the middle of the view.
    const [one = ''] = await put(
      ada,
      box(40, 200),
      box(145, 392, { fill: '#c0ffee' }),
      box(200, 550, { fill: '#badf00' }),
    );
    await ada.page.evaluate((id) => window.gesso.select([id]), one);
    await painted(ada);
    await ada.page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Style', exact: true }).tap();
    const row = ada.page.getByRole('dialog', { name: 'Style' }).getByRole('group', { name: 'Color' });
    await row.getByRole('button', { name: 'Pick a color' }).tap();
    await expect(dropper(ada)).toBeFocused();
    await hands.touch('touchStart', { id: 1, x: 100, y: 480 });
    await hands.touch('touchMove', { id: 1, x: 250, y: 580 });
    await expect(dropper(ada).getByText('#badf00')).toBeVisible();
    await hands.touch('touchEnd');
    await expect.poll(() => of(ada, one, 'color')).toBe('#badf00');
    await expect(dropper(ada)).toHaveCount(0);
    await ada.page.keyboard.press('Alt+c');
    await expect(dropper(ada)).toBeFocused();
    await ada.page.keyboard.press('Shift+ArrowLeft');
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => of(ada, one, 'color')).toBe('#c0ffee');
    await ada.leave();
  });
});
