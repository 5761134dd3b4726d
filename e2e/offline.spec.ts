import type { Page } from '@playwright/test';
import { open, personAt } from './helpers/board-page.ts';
import { copyClient } from './helpers/client-builds.ts';
import { card, comment, pin } from './helpers/comments.ts';
import { colorAt, give, plainPng } from './helpers/pictures.ts';
import { watchPolicy } from './helpers/policy.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

test.use({ serviceWorkers: 'allow' });
// The app is fetched twice, and servers are started anew.
test.describe.configure({ timeout: 120_000 });

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

/** Where the browser found what it fetched under names like that, by the routes of its worker. Chromium tells it from 140 on. */
const sourcesOf = (page: Page, names: RegExp) =>
  page.evaluate(
    (named) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => new RegExp(named).test(name))
        .map((entry) => (entry as unknown as { workerFinalSourceType?: string }).workerFinalSourceType ?? 'cache'),
    names.source,
  );

test('a board is opened and drawn on with the server gone, with every panel, and others see it later', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await isKept(ada.page);
  const address = ada.address();
  const [face, name] = await Promise.all(
    ['style', 'aria-label'].map((of) => ada.page.locator('.face.me').getAttribute(of)),
  );
  await server.kill();
  await ada.page.close();

  const page = await ada.context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.gesso !== undefined);
  const again = personAt(page, ada.context);
  await again.has(1);
  await again.sees('offline');
  expect(await sourcesOf(page, /\/(?:boot|app)-[^/]+$|\/unready\.js$/)).toEqual(Array(4).fill('cache'));
  expect(await page.locator('.face.me').getAttribute('style')).toBe(face);
  expect(await page.locator('.face.me').getAttribute('aria-label')).toBe(name);
  await again.draw(line(300));
  await again.draw(line(360));
  await again.has(3);
  await expect(page.locator('.status')).toContainText('2 changes kept here');
  await expect(page.getByText('The server does not answer.')).toHaveCount(0);
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
  // Who writes is known as well, from the last visit.
  await comment(again, 700, 500, 'Written on the train');
  await expect(card(again)).toContainText('Written on the train');
  await page.keyboard.press('Escape');

  await server.start();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await again.sees('saved');
  expect((await again.status()).unsaved).toBe(0);
  const ben = await open(browser, address);
  await ben.has(3);
  await expect(pin(ben, /Written on the train/)).toBeVisible();
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
  const ben = await open(browser, server.url);
  await ben.draw(line(200));
  await ben.sees('saved');
  const elsewhere = ben.address();
  await ben.leave();
  await server.kill();
  await ada.sees('offline');
  await ada.draw(line(300));
  await expect(ada.page.locator('.status')).toContainText('1 change kept here');

  await watchPolicy(ada.context);
  const page = await ada.context.newPage();
  // Of a board that was never here nothing is known: there is no empty one to draw on.
  await page.goto(elsewhere);
  await expect(page.getByText('This board is not on this device yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
  const strange = await ada.context.newPage();
  await strange.goto(elsewhere);
  const fresh = await ada.context.newPage();
  await fresh.clock.install();
  await fresh.goto(`${server.url}/`);
  await expect(fresh.getByText('A new board needs the server')).toBeVisible();
  await page.goto(`${server.url}/boards`);
  await expect(page.getByText('No connection to the server.')).toBeVisible();
  await expect(page.getByText('1 change waiting to be sent')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violationsOn(page), `the list, ${colorScheme}`).toEqual([]);
    expect(await violationsOn(ada.page), `a board, ${colorScheme}`).toEqual([]);
  }
  // What is not found is said, and where it was looked.
  await page.getByRole('searchbox').fill('deploys');
  await expect(page.getByText('Without the server only names are searched.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Starred' }).click();
  await expect(page.getByText('No stars yet')).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('link', { name: /Untitled/ }).click();
  await page.waitForFunction(() => window.gesso?.board.elements().length === 2);
  await page.goBack();

  await server.start();
  await ada.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await ada.sees('saved');
  await strange.waitForFunction(() => window.gesso?.board.elements().length === 1);
  await expect(strange.getByRole('button', { name: 'Pen', exact: true })).toBeVisible();
  // By itself, too, but not at once.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByText('No connection to the server.')).toHaveCount(0);
  await expect(page.getByText('waiting to be sent')).toHaveCount(0);
  await fresh.clock.fastForward(10_000);
  await expect(fresh.getByText('A new board needs the server')).toHaveCount(0);
  // What is nothing's is still the server's to say.
  expect((await page.goto(`${server.url}/nothing`))?.status()).toBe(404);
  await ada.leave();
  await server.dispose();
});

test('a newer app is told of quietly and taken on demand; a page of the older one goes on meanwhile', async ({
  browser,
}) => {
  const client = copyClient();
  const server = await startServer({ CLIENT: client.folder });
  const ada = await open(browser, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await isKept(ada.page);
  const builds = () =>
    ada.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('gesso-app-')).length);
  expect(await builds()).toBe(1);
  const hint = ada.page.getByText('A new version of Gesso is ready.');
  await expect(hint).toHaveCount(0);

  await server.kill();
  client.update('boot-b5.js');
  await server.start();
  // A page that the server gives is of the newer app already, while the device still has the older one.
  const fresh = await ada.context.newPage();
  await fresh.goto(ada.address());
  await fresh.waitForFunction(() => document.querySelector('script[src$="/boot-b5.js"]') !== null);
  await fresh.waitForFunction(() => window.gesso?.board.elements().length === 1);
  await ada.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(hint).toBeVisible({ timeout: 30_000 });
  expect(await builds()).toBe(2);
  // What the older page fetches is not on the server any more, and comes from the device.
  expect(
    await ada.page.evaluate(async () => {
      const [script] = [...document.querySelectorAll<HTMLScriptElement>('script[type=module][src*=boot]')];
      return (await fetch(script?.src ?? '')).ok;
    }),
  ).toBe(true);
  await ada.draw(line(300));
  await ada.sees('saved');
  await expect(fresh.getByText('A new version of Gesso is ready.')).toHaveCount(0);
  await fresh.close();
  await ada.page.getByRole('button', { name: 'Reload now' }).click();
  await ada.page.waitForFunction(() => document.querySelector('script[src$="/boot-b5.js"]') !== null);
  await ada.page.waitForFunction(() => window.gesso?.board.elements().length === 2);
  await expect.poll(builds).toBe(1);
  await expect(hint).toHaveCount(0);
  await ada.leave();
  await server.dispose();
  client.dispose();
});

test('two tabs of one board agree without the server, each counts its own, and all of it is sent', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await isKept(ada.page);
  await server.kill();
  await ada.sees('offline');
  await ada.draw(line(260));

  const page = await ada.context.newPage();
  await page.goto(ada.address());
  await page.waitForFunction(() => window.gesso?.board.elements().length === 2);
  const other = personAt(page, ada.context);
  await other.draw(line(320));
  // It may have come after the other tab had read the copy: the tabs tell each other.
  await ada.has(3);
  await ada.draw(line(380));
  await other.has(4);
  await expect(ada.page.locator('.status')).toContainText('2 changes kept here');
  // One that ends meanwhile leaves what it has drawn to the others, and nothing that is counted for good.
  const third = personAt(await ada.context.newPage(), ada.context);
  await third.page.goto(ada.address());
  await third.page.waitForFunction(() => window.gesso?.board.elements().length === 4);
  await third.draw(line(440));
  for (const person of [ada, other]) await person.has(5);
  await third.page.close();

  await server.start();
  for (const person of [ada, other]) {
    await person.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await person.sees('saved');
  }
  const ben = await open(browser, ada.address());
  await ben.has(5);
  const sorted = async (person: typeof ada) => (await person.elements()).map(({ id }) => id).sort();
  expect(await sorted(other)).toEqual(await sorted(ada));
  expect(await sorted(ben)).toEqual(await sorted(ada));
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gesso.own.'))))
    .toEqual([]);
  await ben.leave();
  await ada.leave();
  await server.dispose();
});

test('pictures are shown with the server gone: one that was put there here, and one that was only looked at', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await isKept(ada.page);
  const green = [20, 160, 60] as const;
  await give(ada.page, 'paste', [{ name: 'g.png', type: 'image/png', bytes: plainPng(60, 40, green) }], [640, 400]);
  const assets = async () => (await ada.elements()).map((element) => String(Object(element).asset));
  await expect.poll(assets).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  await ada.page.evaluate(() => window.gesso.select([]));
  const ben = await open(browser, ada.address());
  await ben.has(1);
  await isKept(ben.page);
  const [{ x = 0, y = 0 } = {}] = (await ada.elements()) as { x?: number; y?: number }[];
  for (const person of [ada, ben]) {
    await person.page.evaluate(() => window.gesso.settled());
    await expect
      .poll(() =>
        person.page.evaluate(async () => {
          const kept = await (await caches.open('gesso-pictures')).keys();
          return kept.filter(({ url }) => url.includes('/assets/')).length;
        }),
      )
      .toBe(1);
  }
  await server.kill();
  for (const person of [ada, ben]) {
    // What the browser would have by itself is not what is relied on.
    const devTools = await person.context.newCDPSession(person.page);
    await devTools.send('Network.clearBrowserCache');
    await person.page.reload();
    await person.page.waitForFunction(() => window.gesso?.board.elements().length === 1);
    await person.page.evaluate(([left, top]) => window.gesso.camera.set({ x: left - 300, y: top - 300, zoom: 1 }), [
      x,
      y,
    ] as const);
    await expect.poll(() => colorAt(person, [310, 310])).toEqual(green);
    await person.leave();
  }
  await server.dispose();
});

test('an app that the browser has cleared away under an open board is kept again by the next page', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await isKept(ada.page);
  await ada.page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await ada.draw(line(200));
  await ada.sees('saved');
  await ada.page.reload();
  // The list of boards is put there last.
  await expect
    .poll(() => ada.page.evaluate(async () => (await caches.match('/boards')) !== undefined), { timeout: 60_000 })
    .toBe(true);
  await server.kill();
  await ada.page.reload();
  await ada.page.waitForFunction(() => window.gesso?.board.elements().length === 1);
  await ada.sees('offline');
  await ada.leave();
  await server.dispose();
});
