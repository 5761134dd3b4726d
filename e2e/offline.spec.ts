import type { Page } from '@playwright/test';
import { open, personAt } from './helpers/board-page.ts';
import { watchPolicy } from './helpers/policy.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';

test.use({ serviceWorkers: 'allow' });

const line = (y: number) =>
  [
    [300, y],
    [450, y + 8],
    [600, y],
  ] as const;

/** Waits until the app is kept on the device of this page. */
const isKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });

test('a board is opened and drawn on with the server gone, with every panel, and others see it later', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await isKept(ada.page);
  const address = ada.address();
  await server.kill();
  await ada.page.close();

  const page = await ada.context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.gesso !== undefined);
  const again = personAt(page, ada.context);
  await again.has(1);
  await again.sees('offline');
  await again.draw(line(300));
  await again.draw(line(360));
  await again.has(3);
  await expect(page.locator('.status')).toContainText('2 changes kept here');
  expect((await page.evaluate(() => window.gesso.exportBlob({ format: 'png' }).then(({ size }) => size))) > 500).toBe(
    true,
  );
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  // Once more, as after a night: what waits is still counted.
  await page.reload();
  await again.has(3);
  await expect(page.locator('.status')).toContainText('2 changes kept here');

  await server.start();
  await again.sees('saved');
  expect((await again.status()).unsaved).toBe(0);
  const ben = await open(browser, address);
  await ben.has(3);
  await ben.leave();
  await ada.leave();
  await server.dispose();
});

test('the list of boards is there without the server, with what waits to be sent, and no board is made', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await isKept(ada.page);
  await server.kill();
  await ada.sees('offline');
  await ada.draw(line(300));
  await expect(ada.page.locator('.status')).toContainText('1 change kept here');

  await watchPolicy(ada.context);
  const page = await ada.context.newPage();
  await page.goto(`${server.url}/`);
  await expect(page.getByText('A new board needs the server')).toBeVisible();
  await page.goto(`${server.url}/boards`);
  await expect(page.getByText('No connection to the server.')).toBeVisible();
  await expect(page.getByText('1 change waiting to be sent')).toBeVisible();
  await page.getByRole('link', { name: /Untitled/ }).click();
  await page.waitForFunction(() => window.gesso?.board.elements().length === 2);
  await page.goBack();

  await server.start();
  await ada.sees('saved');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No connection to the server.')).toHaveCount(0);
  await expect(page.getByText('waiting to be sent')).toHaveCount(0);
  // What is nothing's is still the server's to say.
  expect((await page.goto(`${server.url}/nothing`))?.status()).toBe(404);
  await ada.leave();
  await server.dispose();
});
