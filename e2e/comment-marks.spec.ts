import { open, openAs } from './helpers/board-page.ts';
import { card, comment, field, panel, pin } from './helpers/comments.ts';
import { cameraOf, desk, phone } from './helpers/context-menu.ts';
import { outOfReach } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

test.describe('what of the comments is to be known before they are opened', () => {
  test('is one tap away on a phone, upright and on its side, once anything is said', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const ben = await open(browser, ada.address(), phone);
    const button = ben.page.getByRole('button', { name: /^Comments/ });
    await expect(button).toHaveCount(0);
    await comment(ada, 200, 200, 'Too near to the edge?');
    await expect(button).toHaveAccessibleName('Comments, 1 unread');
    for (const [width, height] of [
      [390, 844],
      [844, 390],
      [667, 375],
    ] as const) {
      await ben.page.setViewportSize({ width, height });
      await expect(button).toBeVisible();
      expect(await outOfReach(ben.page.getByRole('main')), `${width} × ${height}`).toEqual([]);
    }
    await ben.page.setViewportSize(phone.viewport);
    await button.tap();
    await expect(panel(ben).getByRole('listitem')).toContainText('Too near to the edge?');
    expect(await violationsOn(ben.page), 'the list on a phone').toEqual([]);
    await panel(ben).getByRole('listitem').getByRole('button').tap();
    await expect(card(ben)).toContainText('Too near to the edge?');
    await card(ben).getByRole('button', { name: 'Close' }).tap();
    await expect(button).toHaveAccessibleName('Comments');
    // The way back is the one that led there.
    await button.press('Enter');
    await expect(panel(ben)).toBeVisible();
    await ben.page.keyboard.press('Escape');
    await expect(button).toBeFocused();
  });

  test('tells a mention from what is unread besides, until it is read', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const ben = await open(browser, ada.address(), desk);
    await comment(ada, 300, 500, 'For everybody');
    await expect(ben.page.getByRole('button', { name: 'Comments, 1 unread', exact: true })).toBeVisible();
    await expect(ben.page.locator('.comments-button > b')).toHaveText('1');
    await ada.page.keyboard.press('Escape');
    await comment(ada, 700, 500, 'Have a look');
    await field(card(ada), 'Reply').fill('@');
    await expect(ada.page.getByRole('option')).toHaveCount(1);
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('please');
    await ada.page.keyboard.press('Enter');

    const button = ben.page.getByRole('button', { name: 'Comments, 2 unread, 1 mentions you', exact: true });
    await expect(button).toBeVisible();
    await expect(ben.page.locator('.comments-button > b')).toHaveText('@');
    await expect(pin(ben, /Have a look, unread, mentions you$/)).toBeVisible();
    await expect(pin(ben, /For everybody, unread$/)).toBeVisible();
    await button.click();
    await expect(panel(ben).getByRole('listitem').filter({ hasText: 'Have a look' })).toContainText('1 reply');
    const marks = panel(ben).getByRole('listitem').getByRole('img', { name: 'Mentions you' });
    await expect(marks).toHaveCount(1);
    const forMe = panel(ben).getByRole('button', { name: 'For me' });
    await expect(forMe).toHaveAccessibleName('For me Mentions you');
    expect(await violationsOn(ben.page), 'the list').toEqual([]);
    await forMe.click();
    await panel(ben).getByRole('listitem').getByRole('button').click();
    await expect(card(ben)).toContainText('please');
    await expect(ben.page.getByRole('button', { name: 'Comments, 1 unread', exact: true })).toBeVisible();
    await expect(marks).toHaveCount(0);
    await expect(pin(ben, /Have a look$/)).toBeVisible();

    // So it is in the chat.
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('button', { name: 'Comments', exact: true }).click();
    await ada.page.getByRole('tab', { name: 'Chat' }).click();
    await field(panel(ada), 'Message to everybody here').fill('@');
    await expect(ada.page.getByRole('option')).toHaveCount(1);
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('there?');
    await ada.page.keyboard.press('Enter');
    await expect(button).toBeVisible();
    await ben.page.getByRole('tab', { name: 'Chat Mentions you' }).click();
    await expect(ben.page.getByRole('button', { name: 'Comments, 1 unread', exact: true })).toBeVisible();
  });

  test('is shown beside a pin that is pointed at, until anything else is done', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const { page } = ada;
    const ben = await open(browser, ada.address(), { ...desk, hasTouch: true });
    await comment(ada, 1200, 500, 'At the edge of the window');
    await field(card(ada), 'Reply').fill('Indeed');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await comment(ada, 800, 400, 'In the middle');
    await page.keyboard.press('Escape');
    await ben.page.keyboard.press('v');
    const preview = ben.page.locator('.comment-preview');
    const { mouse } = ben.page;
    const edge = pin(ben, /At the edge/);

    await edge.hover();
    await expect(preview).toContainText('At the edge of the window');
    await expect(preview).toContainText('1 reply');
    await expect(preview.locator('.unread-dot')).toHaveCount(1);
    expect(await violationsOn(ben.page), 'a preview').toEqual([]);
    const { x = 0, y = 0, width = 0, height = 0 } = (await preview.boundingBox()) ?? {};
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThan(1200);
    expect(y + height).toBeLessThan(800);
    // One for all: the next pin has it at once.
    await pin(ben, /In the middle/).hover();
    await expect(preview).toContainText('In the middle');
    await expect(preview).toHaveCount(1);
    await mouse.move(640, 400);
    await expect(preview).toHaveCount(0);

    // A zoom, a key and a press end it; what is pressed is the pin.
    await edge.hover();
    await expect(preview).toBeVisible();
    const before = await cameraOf(ben);
    await mouse.wheel(0, 40);
    await expect.poll(() => cameraOf(ben)).not.toEqual(before);
    await expect(preview).toHaveCount(0);
    await ben.page.evaluate((camera) => window.gesso.camera.set(camera), before);
    await mouse.move(640, 400);
    await edge.hover();
    await expect(preview).toBeVisible();
    await ben.page.keyboard.press('Escape');
    await expect(preview).toHaveCount(0);
    await mouse.move(640, 400);
    await edge.hover();
    await expect(preview).toBeVisible();
    await edge.click();
    await expect(preview).toHaveCount(0);
    await expect(card(ben)).toContainText('Indeed');
    await ben.page.keyboard.press('Escape');
    await mouse.move(640, 400);

    // The focus as well, where a key has led it; the pins that stand together are told of together.
    await ben.page.locator('.surface').focus();
    await edge.focus();
    await ben.page.keyboard.press('PageDown');
    await expect(preview).toContainText('In the middle');
    await ben.page.evaluate(() => window.gesso.camera.set({ x: -10_000, y: -7_000, zoom: 0.05 }));
    await expect(preview).toHaveCount(0);
    await pin(ben, /^2 comments/).hover();
    await expect(preview).toContainText('2 comments');
    await expect(preview.locator('.thread-row')).toHaveCount(2);

    // A finger opens at once, and nothing is shown beside it.
    await ben.page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 1 }));
    await mouse.move(640, 400);
    await edge.tap();
    await expect(card(ben)).toContainText('Indeed');
    await expect(preview).toHaveCount(0);
  });

  test('is told of from the very first word on, to who looks at the drawing', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    const eva = await openAs('viewer', browser, ada);
    for (const one of [ada, ben, eva]) await one.sees('saved');
    await ada.page.getByRole('button', { name: 'Comments', exact: true }).click();
    await ada.page.getByRole('tab', { name: 'Chat' }).click();
    await field(panel(ada), 'Message to everybody here').fill('Shall we begin?');
    await ada.page.keyboard.press('Enter');
    for (const { page } of [ben, eva])
      await expect(page.locator('.toast')).toContainText('in the chat: Shall we begin?');
    await field(panel(ada), 'Message to everybody here').fill('At ten?');
    await ada.page.keyboard.press('Enter');
    // One message, the last.
    for (const { page } of [ben, eva]) await expect(page.locator('.toast')).toHaveText(/in the chat: At ten\?/);
    await ben.page.locator('.toast').getByRole('button', { name: 'Show' }).click();
    await expect(panel(ben).getByRole('article')).toHaveCount(2);
    await expect(ada.page.locator('.toast')).toHaveCount(0);
    // Who comes later is told of nothing that was said before.
    const late = await open(browser, ada.address());
    await expect(late.page.getByRole('button', { name: 'Comments, 1 unread', exact: true })).toBeVisible();
    await expect(late.page.locator('.toast')).toHaveCount(0);
    for (const one of [ada, ben, eva, late]) await one.leave();
  });
});
