import { arrive } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** All that a page does not begin with. */
const later = /\/assets\/(?!boot-|app-).*\.(?:js|css)$/;

test('a page that was cut off before it had all of the app has every part once the server is back', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext();
  const failed: string[] = [];
  context.on('requestfailed', (request) => failed.push(new URL(request.url()).pathname));
  // Not all requests end alike where a network goes.
  await context.route(later, (route, request) =>
    /later|history|style/i.test(request.url()) ? route.abort() : route.fulfill({ status: 502, body: '<p>Bad gateway' }),
  );
  const ada = await arrive(context, server.url);
  await ada.page.keyboard.press('?');
  await expect(ada.page.getByText('This part of Gesso could not be loaded.')).toBeVisible();
  await expect.poll(() => failed.some((path) => path.includes('/later-shared-'))).toBe(true);
  await context.unroute(later);

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
