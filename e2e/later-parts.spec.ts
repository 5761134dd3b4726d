import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test('a page that was cut off before it had all of the app has every part once the server is back', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const failed: string[] = [];
  ada.page.on('requestfailed', (request) => failed.push(new URL(request.url()).pathname));
  // The network goes while the rest is on its way, and not all requests end alike.
  await ada.context.route(/\/assets\/(?!boot-|app-).*\.(?:js|css)$/, (route, request) =>
    /later|history|style/i.test(request.url()) ? route.abort() : route.fulfill({ status: 502, body: '<p>Bad gateway' }),
  );
  await ada.page.keyboard.press('?');
  await expect(ada.page.getByText('This part of Gesso could not be loaded.')).toBeVisible();
  await expect.poll(() => failed.some((path) => path.includes('/later-shared-'))).toBe(true);
  await ada.context.unroute(/\/assets\/(?!boot-|app-).*\.(?:js|css)$/);

  await ada.page.keyboard.press('?');
  const dialog = ada.page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // With its style sheet.
  await expect(dialog).toHaveCSS('position', 'fixed');
  await ada.page.keyboard.press('Escape');
  await ada.page.getByRole('button', { name: 'Share' }).click();
  await expect(ada.page.getByRole('dialog', { name: 'Share' })).toBeVisible();
  await ada.leave();
});
