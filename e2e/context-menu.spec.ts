import type { Locator } from '@playwright/test';
import { openWithout, put } from './helpers/board-page.ts';
import { arrive, box, cameraOf, entry, menuOf, phone, rightClick } from './helpers/context-menu.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

/** Whether one thing on the screen lies over any of some. */
const liesOverOthers = async (one: Locator, others: Locator): Promise<boolean> => {
  const own = await one.boundingBox();
  return others.evaluateAll(
    (all, { x, y, width, height }) =>
      all.some((other) => {
        const { left, right, top, bottom } = other.getBoundingClientRect();
        return x < right && x + width > left && y < bottom && y + height > top;
      }),
    own ?? { x: 0, y: 0, width: 0, height: 0 },
  );
};

test.describe('the context menu by mouse', () => {
  test('is of the element under it, which it selects, or of all that is selected', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    const ids = await put(ada, box(300, 200), box(520, 260), box(760, 340));
    await rightClick(ada, 350, 230);
    await expect(entry(ada, 'Duplicate')).toBeVisible();
    await expect(entry(ada, 'Align left')).toHaveCount(0);
    await entry(ada, 'Delete').click();
    await ada.has(2);
    await ada.page.evaluate((list) => window.gesso.select(list), ids);
    await rightClick(ada, 560, 290);
    await expect(entry(ada, 'Distribute horizontally')).toBeDisabled();
    // What an icon does is said where it hides no other.
    for (const name of ['Align top', 'Tidy up', 'Flip vertically']) {
      await entry(ada, name).hover();
      const tip = ada.page.locator('.tooltip');
      await expect(tip).toContainText(name);
      expect(await liesOverOthers(tip, ada.page.locator('.context-menu button'))).toBe(false);
    }
    await entry(ada, 'Align top').click();
    await expect.poll(async () => (await ada.elements()).map(({ y }) => y)).toEqual([260, 260]);
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.leave();
  });

  test('says what an icon does to whose pointer went on while the tooltips were fetched', async ({
    browser,
    server,
  }) => {
    const ada = await arrive(browser, server.url);
    let letGo = () => {};
    const isHeld = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const asked = ada.page.waitForRequest(/tooltips-[\w-]+\.js/);
    await ada.page.route(/tooltips-[\w-]+\.js/, async (route) => {
      await isHeld;
      await route.continue();
    });
    await ada.page.getByRole('button', { name: 'Zoom in' }).hover();
    await asked;
    await ada.page.getByRole('button', { name: 'Zoom out' }).hover();
    letGo();
    await expect(ada.page.locator('.tooltip')).toContainText('Zoom out');
    await ada.leave();
  });

  test('of the paper switches the grid, pastes where it was asked for and unlocks', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await put(ada, box(300, 200), box(700, 200, { locked: true }));
    await rightClick(ada, 350, 230);
    await entry(ada, 'Copy').first().click();
    await rightClick(ada, 600, 500);
    const wasOn = (await entry(ada, 'Dot grid').getAttribute('aria-checked')) === 'true';
    await entry(ada, 'Dot grid').click();
    await rightClick(ada, 600, 500);
    await expect(entry(ada, 'Dot grid')).toHaveAttribute('aria-checked', String(!wasOn));
    await entry(ada, 'Paste here').click();
    await ada.has(3);
    expect((await ada.elements()).at(-1)).toMatchObject({ x: 550, y: 470 });
    await rightClick(ada, 900, 600);
    await entry(ada, 'Unlock everything').click();
    await expect.poll(async () => (await ada.elements()).some(({ locked }) => locked)).toBe(false);
    await ada.leave();
  });

  test('reaches what is locked, which is unlocked and taken back in one step', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    await put(ada, box(200, 150, { width: 600, height: 400, locked: true }));
    const isLocked = async () => (await ada.elements())[0]?.['locked'];
    await rightClick(ada, 500, 300);
    await entry(ada, 'Unlock').click();
    await expect.poll(isLocked).toBe(false);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(isLocked).toBe(true);
    await ada.page.mouse.click(500, 300);
    await ada.page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Unlock' }).click();
    await expect.poll(isLocked).toBe(false);
    await ada.leave();
  });

  test('does not come of a drag, which moves the paper, and goes with the wheel, a press outside and Escape', async ({
    browser,
    server,
  }) => {
    const ada = await arrive(browser, server.url);
    await put(ada, box(300, 200));
    await ada.page.mouse.move(600, 500);
    await ada.page.mouse.down({ button: 'right' });
    await ada.page.mouse.move(660, 540, { steps: 4 });
    await ada.page.mouse.up({ button: 'right' });
    expect((await cameraOf(ada)).x).toBe(-60);
    await expect(menuOf(ada)).toHaveCount(0);
    const ends = [
      () => ada.page.mouse.wheel(0, 40),
      () => ada.page.mouse.click(200, 650),
      () => ada.page.keyboard.press('Escape'),
      () => ada.page.keyboard.press('Tab'),
    ];
    for (const end of ends) {
      await rightClick(ada, 900, 600);
      await expect(menuOf(ada)).toBeVisible();
      // The wheel is the paper's, not the menu's.
      await ada.page.mouse.move(300, 650);
      await end();
      await expect(menuOf(ada)).toHaveCount(0);
      await expect(ada.page.getByRole('application')).toBeFocused();
    }
    await ada.leave();
  });

  test('never leaves the window and leaves text fields the browser’s own', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    for (const [x, y] of [
      [1275, 560],
      [640, 660],
      [5, 300],
    ] as const) {
      await rightClick(ada, x, y);
      const at = await menuOf(ada).boundingBox();
      expect(at?.x).toBeGreaterThanOrEqual(8);
      expect((at?.x ?? 0) + (at?.width ?? 0)).toBeLessThanOrEqual(1272);
      expect(at?.y).toBeGreaterThanOrEqual(8);
      expect((at?.y ?? 0) + (at?.height ?? 0)).toBeLessThanOrEqual(792);
    }
    await ada.page.keyboard.press('Escape');
    const isKept = await ada.page.getByLabel('Board name').evaluate((field) => {
      const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2 });
      return field.dispatchEvent(event);
    });
    expect(isKept).toBe(true);
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.leave();
  });
});

test.describe('what floats over the board', () => {
  test('has the menu of what it belongs to, or none at all', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    const frame = { kind: 'frame', x: 700, y: 200, width: 300, height: 200, name: 'Plans' };
    const [shape = '', , inner = ''] = await put(
      ada,
      box(200, 200, { width: 300, height: 200, fill: 'none' }),
      frame,
      box(300, 420, { width: 60, height: 40 }),
    );
    // Inside a shape without a fill, on its handle, and on its bar.
    await rightClick(ada, 350, 300);
    await expect(entry(ada, 'Edit text')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await rightClick(ada, 505, 405);
    await expect(entry(ada, 'Edit text')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    const button = ada.page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Duplicate' });
    await button.click({ button: 'right' });
    await expect(entry(ada, 'Edit text')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    // Among several, the shape around them is not meant.
    await ada.page.evaluate((ids) => window.gesso.select(ids), [shape, inner]);
    await rightClick(ada, 250, 440);
    await expect(entry(ada, 'Align left')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await rightClick(ada, 720, 190);
    await expect(entry(ada, 'Rename frame')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    const isKept = (name: string) =>
      ada.page.getByRole('button', { name, exact: true }).evaluate((node) => {
        const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2 });
        return node.dispatchEvent(event);
      });
    for (const name of ['Menu', 'Zoom in', 'Pen']) expect(await isKept(name)).toBe(false);
    await expect(menuOf(ada)).toHaveCount(0);
    expect((await ada.elements()).length).toBe(3);
    await ada.leave();
  });

  test('has it by a finger that rests, and is not pressed when that is lifted', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url, phone);
    const hands = await handsOf(ada);
    const ids = await put(ada, box(120, 300));
    await ada.page.evaluate((list) => window.gesso.select(list), ids);
    const button = ada.page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Duplicate' });
    const at = await button.boundingBox();
    const [x, y] = [(at?.x ?? 0) + 22, (at?.y ?? 0) + 22];
    await hands.touch('touchStart', { id: 1, x, y });
    await expect(entry(ada, 'Duplicate')).toBeVisible();
    await hands.touch('touchEnd');
    await expect(menuOf(ada)).toBeVisible();
    expect((await ada.elements()).length).toBe(1);
    await entry(ada, 'Duplicate').focus();
    await ada.page.keyboard.press('Escape');
    // A finger that the system takes away presses nothing, and a key is no finger.
    await hands.touch('touchStart', { id: 1, x, y });
    await expect(entry(ada, 'Delete')).toBeVisible();
    await hands.touch('touchCancel');
    await entry(ada, 'Delete').focus();
    await ada.page.keyboard.press('Enter');
    await ada.has(0);
    await ada.leave();
  });
});

test.describe('the context menu by key', () => {
  test('is walked by arrows, ends and letters, and gives the focus back', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    const ids = await put(ada, box(300, 200), box(520, 260));
    await ada.page.evaluate((list) => window.gesso.select(list), ids);
    const { keyboard } = ada.page;
    await keyboard.press('Shift+F10');
    await expect(entry(ada, 'Cut')).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(entry(ada, 'Copy').first()).toBeFocused();
    await keyboard.press('End');
    await expect(entry(ada, 'Delete')).toBeFocused();
    await keyboard.press('Home');
    await expect(entry(ada, 'Cut')).toBeFocused();
    await keyboard.type('align');
    await expect(entry(ada, 'Align left')).toBeFocused();
    await keyboard.press('ArrowRight');
    await expect(entry(ada, 'Align centers')).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(entry(ada, 'Stack in a row')).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(entry(ada, 'Send backward')).toBeFocused();
    await keyboard.press('Home');
    await keyboard.type('du');
    await expect(entry(ada, 'Duplicate')).toBeFocused();
    await keyboard.press('Enter');
    await ada.has(4);
    await expect(ada.page.getByRole('application')).toBeFocused();
    await keyboard.press('ContextMenu');
    await expect(menuOf(ada)).toBeVisible();
    await keyboard.press('Escape');
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.leave();
  });

  test('opens in the middle where nothing is selected', async ({ browser, server }) => {
    const ada = await arrive(browser, server.url);
    await ada.page.keyboard.press('Shift+F10');
    await expect(entry(ada, 'Paste here')).toBeFocused();
    expect((await menuOf(ada).boundingBox())?.x).toBe(641);
    await ada.leave();
  });
});

test.describe('the context menu by finger', () => {
  test('comes of a long press, whole and in rows of 44 pixels, and is not pressed by the finger that is lifted', async ({
    browser,
    server,
  }) => {
    const ada = await arrive(browser, server.url, phone);
    const hands = await handsOf(ada);
    await put(ada, box(120, 300));
    await hands.touch('touchStart', { id: 1, x: 160, y: 330 });
    await expect(menuOf(ada)).toBeVisible();
    await hands.touch('touchEnd');
    await expect(menuOf(ada)).toBeVisible();
    const at = await menuOf(ada).boundingBox();
    expect((at?.y ?? 0) + (at?.height ?? 0)).toBeLessThanOrEqual(844 - 8);
    expect(await menuOf(ada).evaluate((menu) => menu.scrollHeight - menu.clientHeight)).toBe(0);
    expect((await entry(ada, 'Duplicate').boundingBox())?.height).toBe(44);
    await entry(ada, 'Duplicate').tap();
    await ada.has(2);
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.leave();
  });

  test('comes after the browser has taken a finger from a panel, as to scroll it, and is whole where the window has room', async ({
    browser,
    server,
  }) => {
    const ada = await arrive(browser, server.url, phone);
    const hands = await handsOf(ada);
    await ada.pick('Select');
    await ada.page.getByRole('button', { name: 'Menu', exact: true }).tap();
    const board = ada.page.getByRole('menu', { name: 'Menu', exact: true });
    await expect(board).toBeVisible();
    await hands.touch('touchStart', { id: 1, x: 80, y: 100 });
    await hands.touch('touchCancel');
    await hands.tap({ id: 1, x: 300, y: 700 });
    await expect(board).toHaveCount(0);
    await hands.touch('touchStart', { id: 1, x: 195, y: 502 });
    await expect(menuOf(ada)).toBeVisible();
    await hands.touch('touchEnd');
    // Lifted over a row that has come under it, the finger presses nothing.
    await expect(menuOf(ada)).toBeVisible();
    expect(await menuOf(ada).evaluate((menu) => menu.scrollHeight - menu.clientHeight)).toBe(0);
    await ada.leave();
  });

  test('does not come of two fingers, of one that moves, of one that draws, nor beside a pen', async ({
    browser,
    server,
  }) => {
    const ada = await arrive(browser, server.url, { viewport: { width: 1024, height: 768 }, hasTouch: true });
    const hands = await handsOf(ada);
    await put(ada, box(300, 300));
    await ada.page.clock.install();
    /** Longer than a press has to rest, by the page's own clock. */
    const longer = () => ada.page.clock.runFor(700);
    await hands.touch('touchStart', { id: 1, x: 500, y: 500 });
    await hands.touch('touchStart', { id: 1, x: 500, y: 500 }, { id: 2, x: 600, y: 500 });
    await longer();
    await hands.touch('touchEnd');
    await hands.touch('touchStart', { id: 1, x: 340, y: 330 });
    await hands.touch('touchMove', { id: 1, x: 380, y: 330 });
    await longer();
    await hands.touch('touchEnd');
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.pick('Pen');
    await hands.touch('touchStart', { id: 1, x: 500, y: 600 });
    await longer();
    await hands.touch('touchEnd');
    await expect(menuOf(ada)).toHaveCount(0);
    await hands.pen.down(300, 500);
    await hands.touch('touchStart', { id: 1, x: 700, y: 600 });
    await longer();
    await hands.touch('touchEnd');
    await hands.pen.up(300, 500);
    await expect(menuOf(ada)).toHaveCount(0);
    await ada.leave();
  });
});

test('one who may only look is offered nothing that changes the board', async ({ browser, server }) => {
  const ada = await arrive(browser, server.url);
  await put(ada, box(300, 200));
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const view = ada.page.getByRole('region', { name: 'Can view' });
  await view.getByRole('button', { name: 'Copy link', exact: true }).click();
  const vera = await arrive(browser, await ada.page.evaluate(() => navigator.clipboard.readText()));
  await vera.sees('saved');
  await rightClick(vera, 350, 230);
  await entry(vera, 'Copy style, PNG, link').click();
  await expect(vera.page.getByRole('menuitem', { name: 'Copy as PNG' })).toBeVisible();
  await expect(vera.page.getByRole('menuitem', { name: 'Copy style', exact: true })).toHaveCount(0);
  await expect(entry(vera, 'Delete')).toHaveCount(0);
  await expect(entry(vera, 'Paste')).toHaveCount(0);
  await ada.leave();
  await vera.leave();
});

test('where the menu cannot be fetched a finger draws undisturbed, and a right click is told so', async ({
  browser,
  server,
}) => {
  const ada = await openWithout('context-menu-work', browser, server.url, phone);
  const told = ada.page.getByRole('alert');
  const hands = await handsOf(ada);
  const failed = ada.page.waitForEvent('requestfailed', (request) => request.url().includes('context-menu-work'));
  await hands.touch('touchStart', { id: 1, x: 100, y: 300 });
  await hands.touch('touchMove', { id: 1, x: 200, y: 350 });
  await hands.touch('touchEnd');
  await failed;
  await ada.has(1);
  // At once: a sentence that was said goes again.
  expect(await told.count()).toBe(0);
  await ada.page.mouse.click(200, 500, { button: 'right' });
  await expect(told).toContainText('could not be loaded');
  await ada.leave();
});
