import type { Locator } from '@playwright/test';
import { open, type Person, put, type Spot } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

const box = (text: string, x: number, y: number, more: object = {}) => ({
  ...{ kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd', text },
  ...more,
});

/** Two in an inner group, one beside it in an outer one, one by itself. */
const nested = [
  box('A', 300, 200, { groups: ['inner0000000', 'outer0000000'] }),
  box('B', 450, 200, { groups: ['inner0000000', 'outer0000000'] }),
  box('C', 600, 200, { groups: ['outer0000000'] }),
  box('D', 850, 200),
];

/** What is selected, as it is read aloud. */
const said = ({ page }: Person): Locator => page.locator('[data-for=selection]');

const sides = async (person: Person) => (await person.elements()).map(({ x }) => x);

test.describe('a group', () => {
  test('is entered by double clicks and left by Escape and by presses elsewhere', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await put(ada, ...nested);
    const { mouse, keyboard } = ada.page;
    await mouse.click(350, 230);
    await expect(said(ada)).toHaveText('Group of 3');
    await mouse.dblclick(350, 230);
    await expect(said(ada)).toHaveText('Group of 2, in a group');
    await mouse.dblclick(350, 230);
    await expect(said(ada)).toContainText(/“A”.*in a group/);
    await ada.drag([350, 230], [350, 330]);
    await expect.poll(async () => (await ada.elements()).map(({ y }) => y)).toEqual([300, 200, 200, 200]);
    await mouse.dblclick(350, 330);
    await expect(ada.page.locator('textarea')).toBeFocused();
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await expect(said(ada)).toHaveText('Group of 2, in a group');
    await mouse.dblclick(500, 230);
    await mouse.click(900, 230);
    await expect(said(ada)).toContainText('“D”');
    await expect(said(ada)).not.toContainText('in a group');
    await keyboard.press('Control+z');
    expect((await ada.elements()).map(({ y }) => y)).toEqual([200, 200, 200, 200]);
    await ada.leave();
  });

  test('is gone into by keys, and left when a colleague dissolves it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await put(ada, ...nested);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(4);
    const { keyboard } = ada.page;
    await keyboard.press('Alt+ArrowRight');
    // What walks is fetched when it is asked for first.
    await expect(said(ada)).toHaveText('Group of 3');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.press('Alt+ArrowRight');
    await expect(said(ada)).toContainText(/“B”.*in a group/);
    await keyboard.press('Shift+ArrowRight');
    await expect.poll(() => sides(ben)).toEqual([300, 460, 600, 850]);
    await ben.page.evaluate(([first = '']) => {
      window.gesso.tool('select');
      window.gesso.select([first]);
    }, ids);
    await ben.page.keyboard.press('Control+Shift+G');
    await expect
      .poll(async () => (await ada.elements()).map(({ groups = [] }) => (groups as unknown[]).length))
      .toEqual([1, 1, 0, 0]);
    // The outer group is gone; the inner one stays entered, and what was selected in it selected.
    await expect(said(ada)).toContainText(/“B”.*in a group/);
    await keyboard.press('Shift+Enter');
    await expect(said(ada)).toHaveText('Group of 2');
    await keyboard.press('Control+Shift+G');
    await expect
      .poll(async () => (await ben.elements()).some(({ groups = [] }) => (groups as unknown[]).length > 0))
      .toBe(false);
    await ada.leave();
    await ben.leave();
  });

  test('is entered by a double tap and left by the menu of a long press, and what is like it selected', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const hands = await handsOf(ada);
    const groups = ['group0000000'];
    await put(
      ada,
      box('A', 40, 200, { groups }),
      box('B', 200, 200, { groups }),
      box('C', 40, 400),
      box('D', 200, 400),
    );
    await hands.doubleTap({ id: 1, x: 90, y: 230 });
    await expect(said(ada)).toContainText(/“A”.*in a group/);
    await hands.touch('touchStart', { id: 1, x: 90, y: 230 });
    const menu = ada.page.getByRole('menu', { name: 'What can be done here' });
    await expect(menu).toBeVisible();
    await hands.touch('touchEnd');
    await menu.getByRole('menuitem', { name: 'Leave group' }).tap();
    await expect(said(ada)).toHaveText('Group of 2');
    await hands.tap({ id: 1, x: 90, y: 430 });
    await ada.page.keyboard.press('Shift+F10');
    await menu.getByRole('menuitem', { name: 'Select', exact: true }).tap();
    await ada.page.getByRole('menuitem', { name: 'Select all like this' }).tap();
    // The group is left alone: it is of no kind.
    await expect(said(ada)).toHaveText('2 elements selected');
    await ada.page.keyboard.press('Delete');
    await ada.has(2);
    await ada.leave();
  });
});

test('a rectangle takes what is in it, to the left what it touches, with Alt a lasso what it encloses; a click the shape around it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await put(
    ada,
    box('A', 300, 200),
    box('B', 450, 200),
    box('', 280, 400, { fill: 'none', width: 300, height: 200 }),
    box('D', 400, 450),
  );
  await ada.drag([280, 180], [500, 300]);
  await expect(said(ada)).toContainText('“A”');
  await ada.drag([500, 300], [280, 180]);
  await expect(said(ada)).toHaveText('2 elements selected');
  await ada.page.mouse.click(320, 560);
  await expect(said(ada)).toContainText('Rectangle');
  await expect(said(ada)).not.toContainText('“');
  // What a lasso takes is fetched by the first press of what can be dragged.
  const fetched = ada.page.waitForResponse(/on-drag/);
  await ada.page.mouse.click(450, 480);
  await fetched;
  await ada.page.evaluate(() => window.gesso.settled());
  await expect(said(ada)).toContainText('“D”');
  // A lasso around the second box and the last, between the first and the edge of the hollow one.
  const line: readonly Spot[] = [
    [430, 180],
    [570, 180],
    [560, 540],
    [380, 540],
    [390, 300],
    [430, 290],
  ];
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.down('Alt');
  await ada.page.mouse.move(...(line[0] ?? [0, 0]));
  await ada.page.mouse.down();
  for (const spot of line) await ada.page.mouse.move(...spot, { steps: 8 });
  await expect(said(ada)).toHaveText('2 elements selected');
  await ada.page.mouse.up();
  await ada.page.keyboard.up('Alt');
  await ada.page.keyboard.press('Delete');
  await expect.poll(async () => (await ada.elements()).map(({ text = '' }) => text)).toEqual(['A', '']);
  await ada.leave();
});
