import type { BrowserContext } from '@playwright/test';
import { open } from './helpers/board-page.ts';
import {
  clearCopy,
  databasesNeverNamed,
  databasesNeverOpen,
  databasesOpenLate,
  diskCanBeFull,
  errorsOf,
  openPage,
  warnsOnLeaving,
} from './helpers/browser-faults.ts';
import { decodePng, differingPixels, inkPixels } from './helpers/pixels.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';

const line = (y: number) =>
  [
    [300, y],
    [450, y + 8],
    [600, y],
  ] as const;

/** Lets the time pass that a page gives its databases to answer. */
const patienceEnds = ({ clock }: BrowserContext) => clock.fastForward(4_000);

test.describe('when the browser clears its own store', () => {
  for (const visit of ['first', 'second'] as const) {
    test(`what is drawn on a ${visit} visit is painted, sent, saved and there after a reload`, async ({
      browser,
      server,
    }) => {
      const ada = await open(browser, server.url);
      const errors = errorsOf(ada.page);
      await ada.draw(line(200));
      await ada.sees('saved');
      if (visit === 'second') {
        await ada.page.reload();
        await ada.has(1);
        await ada.sees('saved');
      }
      const ben = await open(browser, ada.address());
      await ben.has(1);
      await clearCopy(ada.context, ada.address());
      for (const y of [260, 320, 380]) await ada.draw(line(y));
      await ben.has(4);
      await ben.draw(line(440));
      await ada.has(5);
      await ada.sees('saved');
      expect((await ada.status()).unsaved).toBe(0);
      await ben.leave();
      await expect.poll(async () => (await ada.status()).peers).toBe(0);
      const shown = await ada.picture();
      await ada.page.reload();
      await ada.has(5);
      await ada.sees('saved');
      expect(differingPixels(await ada.picture(), shown)).toBe(0);
      expect(inkPixels(decodePng(shown))).toBeGreaterThan(3_000);
      expect(errors).toEqual([]);
      await ada.leave();
    });
  }

  test('the copy is made again, and holds all of the board without the server', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw(line(200));
    await ada.sees('saved');
    await clearCopy(ada.context, ada.address());
    await ada.draw(line(260));
    await expect.poll(() => ada.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(1);
    await ada.sees('saved');
    await expect(ada.page.locator('.status')).toHaveAttribute('data-kept', 'here');
    await ada.context.route(/\/api\//, (route) => route.abort());
    await ada.page.reload();
    await ada.has(2);
    await ada.leave();
  });
});

test('a store that takes nothing more is told, and leaving with unsaved work warns until it takes it again', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext();
  await diskCanBeFull(context);
  const ada = await openPage(context, server.url);
  await ada.draw(line(200));
  await ada.sees('saved');
  await ada.page.evaluate(() => Reflect.set(window, 'diskFull', true));
  await context.setOffline(true);
  await ada.sees('offline');
  await ada.draw(line(260));
  await ada.draw(line(320));
  await ada.has(3);
  await expect(ada.page.getByText('This browser is not keeping a copy of the board.')).toBeVisible();
  await expect(ada.page.locator('.status')).toContainText('2 changes only on this page');
  expect(await warnsOnLeaving(ada.page)).toBe(true);
  await ada.page.evaluate(() => Reflect.set(window, 'diskFull', false));
  await expect(ada.page.locator('.status')).toContainText('2 changes kept here');
  expect(await warnsOnLeaving(ada.page)).toBe(false);
  await context.setOffline(false);
  await ada.sees('saved');
  expect(ada.errors).toEqual([]);
  await ada.leave();
});

test.describe('a browser whose databases do not answer', () => {
  const faults = { 'never open': [databasesNeverOpen], 'are never named': [databasesNeverNamed] } as const;
  for (const [name, patches] of Object.entries({
    ...faults,
    'do neither': [databasesNeverOpen, databasesNeverNamed],
  })) {
    for (const visit of ['first', 'second'] as const) {
      test(`and ${name}, opens a board from the server on a ${visit} visit`, async ({ browser, server }) => {
        const ben = await open(browser, server.url);
        await ben.draw(line(200));
        await ben.sees('saved');
        const context = visit === 'first' ? await browser.newContext() : ben.context;
        for (const patch of patches) await patch(context);
        await context.clock.install();
        const ada = await openPage(context, ben.address());
        await patienceEnds(context);
        await ada.has(1);
        await ada.draw(line(260));
        await ada.has(2);
        await ada.sees('saved');
        if (name !== 'are never named') {
          await expect(ada.page.getByText('This browser is not keeping a copy of the board.')).toBeVisible();
          await context.setOffline(true);
          await ada.sees('offline');
          await ada.draw(line(320));
          await expect(ada.page.locator('.status')).toContainText('1 change only on this page');
          expect(await warnsOnLeaving(ada.page)).toBe(true);
        }
        expect(ada.errors).toEqual([]);
        await ada.leave();
        if (visit === 'first') await ben.leave();
      });
    }
  }
});

test('a copy that comes late is taken in, and what it alone has reaches the others', async ({ browser }) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await ada.draw(line(200));
  await ben.has(1);
  await server.kill();
  await ada.sees('offline');
  await ada.draw(line(260));
  // Until it is surely in the copy, ink is written down elsewhere too, and the next page would draw it from there.
  await expect
    .poll(() => ada.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gesso.ink.'))))
    .toEqual([]);
  await ada.page.close();
  await server.start();
  await databasesOpenLate(ada.context);
  await ada.context.clock.install();
  const again = await openPage(ada.context, ben.address());
  await patienceEnds(ada.context);
  await again.has(1);
  await again.draw(line(320));
  await again.sees('saved');
  await expect(again.page.locator('.status')).toHaveAttribute('data-kept', 'nowhere');
  await again.page.evaluate(() => (Reflect.get(window, 'answer') as () => void)());
  await again.has(3);
  await ben.has(3);
  await again.sees('saved');
  await expect(again.page.locator('.status')).toHaveAttribute('data-kept', 'here');
  expect(again.errors).toEqual([]);
  await again.leave();
  await ben.leave();
  await server.dispose();
});

test('a way in that is not answered is told and asked again', async ({ browser, server }) => {
  const ben = await open(browser, server.url);
  await ben.draw(line(200));
  await ben.sees('saved');
  const context = await browser.newContext();
  let asked = 0;
  let answer: () => void = () => undefined;
  const wasTold = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await context.route(/\/join$/, async (route) => {
    asked += 1;
    // The first question is never answered, the second one once the sentence has been seen.
    if (asked === 1) return;
    await wasTold;
    await route.continue();
  });
  await context.clock.install();
  const ada = await openPage(context, ben.address());
  await expect.poll(() => asked).toBe(1);
  // As long as an answer may take.
  await context.clock.fastForward(10_000);
  await expect(ada.page.getByText('The server does not answer. Still trying …')).toBeVisible({ timeout: 20_000 });
  answer();
  await ada.has(1);
  await ada.sees('saved');
  await expect(ada.page.getByText('The server does not answer.')).toHaveCount(0);
  expect(asked).toBe(2);
  await ada.leave();
  await ben.leave();
});

test('“offline” said by the browser does not stop a server that can be reached', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await ada.sees('saved');
  await ada.page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await ada.draw(line(200));
  await ben.has(1);
  await ada.sees('saved');
  await ada.leave();
  await ben.leave();
});
