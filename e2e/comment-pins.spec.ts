import { open, openAs, put } from './helpers/board-page.ts';
import { card, comment, panel, pin, pins, tipOf } from './helpers/comments.ts';
import { desk } from './helpers/context-menu.ts';
import { expect, test } from './helpers/test.ts';

const box = { kind: 'rect', x: 300, y: 220, width: 200, height: 110, text: 'Checkout' };

test.describe('the pins of comments', () => {
  test('are moved by those who may, and let through what is drawn', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const [id = ''] = await put(ada, box);
    const cleo = await openAs('commenter', browser, ada, desk);
    const ben = await open(browser, ada.address(), { ...desk, hasTouch: true });
    await comment(cleo, 700, 500, 'Where to?');
    await cleo.page.keyboard.press('Escape');
    const { mouse } = ada.page;

    // Pulled by the owner onto an element, with which it goes from then on.
    await ada.page.keyboard.press('v');
    await expect(pin(ada, /Where to/)).toBeVisible();
    await mouse.move(705, 490);
    await mouse.down();
    await mouse.move(600, 400);
    await mouse.move(385, 290);
    await expect.poll(() => tipOf(pin(ada, /Where to/))).toEqual([380, 300]);
    await mouse.up();
    await expect(card(ada)).toBeHidden();
    await expect.poll(() => tipOf(pin(cleo, /Where to/))).toEqual([380, 300]);
    await ada.page.evaluate((moved) => window.gesso.board.patch(moved, { x: 400 }), id);
    await expect.poll(() => tipOf(pin(cleo, /Where to/))).toEqual([480, 300]);

    // Its author, who may only comment, moves it as well; Escape takes a pull back.
    await cleo.page.mouse.move(485, 290);
    await cleo.page.mouse.down();
    await cleo.page.mouse.move(700, 390);
    await cleo.page.keyboard.press('Escape');
    await expect.poll(() => tipOf(pin(cleo, /Where to/))).toEqual([480, 300]);
    await cleo.page.mouse.up();
    await expect(card(cleo)).toBeHidden();
    await cleo.page.mouse.move(485, 290);
    await cleo.page.mouse.down();
    await cleo.page.mouse.move(705, 590);
    await cleo.page.mouse.up();
    await expect.poll(() => tipOf(pin(ada, /Where to/))).toEqual([700, 600]);
    // That of another stays where it is.
    await comment(ada, 200, 600, 'Stays');
    await ada.page.keyboard.press('Escape');
    await expect(pin(cleo, /Stays/)).toBeVisible();
    await cleo.page.mouse.move(205, 590);
    await cleo.page.mouse.down();
    await cleo.page.mouse.move(305, 590);
    await cleo.page.mouse.up();
    expect(await tipOf(pin(cleo, /Stays/))).toEqual([200, 600]);

    // By a finger.
    const touch = await ben.page.context().newCDPSession(ben.page);
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    await expect.poll(() => tipOf(pin(ben, /Where to/))).toEqual([700, 600]);
    await finger('touchStart', { x: 705, y: 590 });
    await finger('touchMove', { x: 760, y: 560 });
    await finger('touchMove', { x: 805, y: 540 });
    await finger('touchEnd');
    await expect.poll(() => tipOf(pin(ada, /Where to/))).toEqual([800, 550]);
    await pin(ben, /Where to/).tap();
    await expect(card(ben)).toContainText('Where to?');
    await ben.page.keyboard.press('Escape');

    // With the pen in hand, ink begins on a pin; with the hand in hand it is pressed.
    await ada.page.keyboard.press('p');
    await ada.draw([
      [805, 540],
      [860, 580],
      [900, 540],
    ]);
    await ada.has(2);
    await expect(card(ada)).toBeHidden();
    await ada.page.keyboard.press('h');
    await mouse.click(805, 540);
    await expect(card(ada)).toContainText('Where to?');
  });

  test('stay in the hand that pulls them, wherever it goes, until their thread is gone', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, desk);
    const { page } = ada;
    const ben = await open(browser, ada.address(), desk);
    await comment(ada, 700, 500, 'Far away');
    await page.keyboard.press('Escape');
    await page.keyboard.press('v');
    await expect(pin(ben, /Far away/)).toBeVisible();

    // Beyond the window and back; neither a key nor a lost focus puts it down on its way.
    await page.mouse.move(705, 490);
    await page.mouse.down();
    await page.mouse.move(600, 400);
    await page.mouse.move(605, -390);
    await expect.poll(() => tipOf(pin(ada, /Far away/))).toEqual([600, -380]);
    await page.keyboard.press('Shift');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.mouse.move(405, 290);
    await expect.poll(() => tipOf(pin(ada, /Far away/))).toEqual([400, 300]);
    expect(await tipOf(pin(ben, /Far away/))).toEqual([700, 500]);
    await page.mouse.up();
    await expect.poll(() => tipOf(pin(ben, /Far away/))).toEqual([400, 300]);

    // By key as well.
    await pin(ada, /Far away/).focus();
    await page.keyboard.down('Shift');
    for (let i = 0; i < 90; i++) await page.keyboard.down('ArrowLeft');
    await expect(pin(ada, /Far away/)).toBeFocused();
    expect(await tipOf(pin(ada, /Far away/))).toEqual([-500, 300]);
    await page.keyboard.press('Escape');
    await page.keyboard.up('ArrowLeft');
    await page.keyboard.up('Shift');
    expect(await tipOf(pin(ada, /Far away/))).toEqual([400, 300]);

    // Resolved by another meanwhile, it leaves the hand: nothing is moved, and Escape is heard by what is there next.
    await page.mouse.move(405, 290);
    await page.mouse.down();
    await page.mouse.move(600, 400);
    await expect.poll(() => tipOf(pin(ada, /Far away/))).toEqual([595, 410]);
    await pin(ben, /Far away/).click();
    await card(ben).getByRole('button', { name: 'Resolve' }).click();
    await expect(pins(ada).getByRole('button')).toHaveCount(0);
    await page.keyboard.press('Control+Alt+m');
    await expect(page.getByRole('textbox', { name: 'Write a comment' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('textbox', { name: 'Write a comment' })).toHaveCount(0);
    await page.mouse.up();
    await expect(card(ada)).toBeHidden();
    await page.getByRole('button', { name: 'Comments', exact: true }).click();
    await panel(ada).getByRole('button', { name: 'Resolved' }).click();
    await expect.poll(() => tipOf(pin(ada, /Far away/))).toEqual([400, 300]);
  });
});
