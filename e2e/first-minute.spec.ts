import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test.describe('the first minute', () => {
  test('opening / gives a new board with the pen in hand and an address that is already a link', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    expect(ada.address()).toMatch(/\/b\/[\w-]{16,}#k=[\w-]{22,}$/);
    await expect(ada.page.getByRole('button', { name: 'Pen', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(ada.page.getByText('Draw. Hold still at the end')).toBeVisible();
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await ada.draw([
      [500, 300],
      [560, 340],
      [620, 300],
    ]);
    await ada.has(1);
    await expect(ada.page.getByText('Draw. Hold still at the end')).toHaveCount(0);
    await ada.sees('saved');
    await ada.leave();
  });

  test('two boards opened one after the other are two boards', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, server.url);
    expect(ada.address()).not.toBe(ben.address());
    await ada.leave();
    await ben.leave();
  });

  test('the one who opens the copied link sees the line while the pen is still down', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
    await ada.page
      .getByRole('region', { name: 'Can edit' })
      .getByRole('button', { name: 'Copy link', exact: true })
      .click();
    const link = await ada.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(ada.address());
    await ada.page.keyboard.press('Escape');

    const ben = await open(browser, link);
    await ben.sees('saved');
    await expect.poll(async () => (await ada.status()).peers).toBe(1);
    const before = await ben.picture();

    await ada.page.mouse.move(400, 300);
    await ada.page.mouse.down();
    for (let x = 400; x <= 700; x += 10) await ada.page.mouse.move(x, 300 + 40 * Math.sin(x / 30));
    await expect.poll(async () => (await ben.picture()).equals(before)).toBe(false);
    expect(await ben.elements()).toEqual([]);

    await ada.page.mouse.up();
    await ben.has(1);
    expect(await ben.elements()).toEqual(await ada.elements());
    await ada.leave();
    await ben.leave();
  });

  test('copying the link works where the browser offers no clipboard, as on a plain-http address at home', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read']);
    await ada.page.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: undefined }));
    await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
    const card = ada.page.getByRole('region', { name: 'Can edit' });
    await card.getByRole('button', { name: 'Copy link', exact: true }).click();
    await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(ada.address());
    await ada.leave();
  });

  test('a board that does not exist says so and offers a new one', async ({ browser, server }) => {
    const ada = await open(browser, `${server.url}/b/nosuchboard00000`);
    await ada.sees('refused');
    await expect(ada.page.getByRole('alert')).toContainText('There is no such board');
    await ada.page.getByRole('button', { name: 'New board' }).click();
    await ada.page.waitForURL(/#k=/);
    await ada.leave();
  });
});
