import { open } from './helpers/board-page.ts';
import { openPage } from './helpers/browser-faults.ts';
import { asOlderBrowsers } from './helpers/older-browsers.ts';
import { decodePng, inkPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const sentence = 'Gesso could not start here.';

test('a browser of 2023 draws, writes, exports and meets others', async ({ browser, server }) => {
  const context = await browser.newContext();
  await asOlderBrowsers(context);
  const ada = await openPage(context, server.url);
  expect(await ada.page.evaluate(() => 'withResolvers' in Promise || 'Segmenter' in Intl)).toBe(false);
  await ada.draw([
    [300, 200],
    [450, 240],
    [600, 200],
  ]);
  await ada.pick('Rectangle');
  await ada.drag([300, 300], [500, 400]);
  await ada.pick('Text');
  await ada.page.mouse.click(700, 300);
  await ada.page.keyboard.type('สวัสดี \ud83d\ude00 text');
  await ada.page.keyboard.press('Escape');
  await ada.has(3);
  await ada.sees('saved');
  // Another look at all of it has to be painted anew.
  await ada.page.evaluate(() => window.gesso.camera.set({ zoom: 0.9 }));
  expect(inkPixels(decodePng(await ada.picture()))).toBeGreaterThan(1_500);
  const ben = await open(browser, ada.address());
  await ben.has(3);
  await ben.draw([
    [300, 500],
    [600, 520],
  ]);
  await ada.has(4);
  for (const format of ['png', 'svg', 'gesso']) {
    const size = await ada.page.evaluate(async (f) => (await window.gesso.exportBlob({ format: f })).size, format);
    expect(size).toBeGreaterThan(300);
  }
  await ada.page.keyboard.press('Control+a');
  await ada.page.keyboard.press('Alt+ArrowDown');
  await ada.page.keyboard.press('Control+/');
  await expect(ada.page.getByRole('searchbox')).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await ada.page.getByRole('button', { name: 'Share' }).click();
  await expect(ada.page.getByText('Anyone with this link can draw.')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Zoom in' }).click();
  await ada.page.getByRole('button', { name: 'Zoom out' }).click();
  const worker = ada.page.waitForEvent('worker');
  await ada.page.reload();
  await ada.has(4);
  await worker;
  expect(ada.errors).toEqual([]);
  await ada.leave();
  await ben.leave();
});

test('a page whose app cannot run says so in a sentence', async ({ browser, server }) => {
  for (const body of ['throw new TypeError("too new");', 'let = class {;']) {
    const context = await browser.newContext();
    await context.route(/\/assets\/(?:app|boot|main|index)[\w.-]*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body }),
    );
    const page = await context.newPage();
    await page.goto(server.url);
    await expect(page.getByText(sentence)).toBeVisible();
    await context.close();
  }
});

test('it says so in a language that the browser asks for, in English where no words come, and all of them without scripts', async ({
  browser,
  server,
}) => {
  const arabic = 'تعذّر تشغيل Gesso هنا.';
  for (const [words, text, lang] of [
    ['come', arabic, 'ar'],
    ['stay away', sentence, 'en'],
  ] as const) {
    const context = await browser.newContext({ locale: 'ar-EG' });
    await context.route(/\/assets\/.*\.js$/, (route) => route.abort());
    if (words === 'stay away') await context.route('**/unready-words.json', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(server.url);
    await expect(page.getByText(text)).toHaveAttribute('lang', lang);
    await expect(page.getByText(text)).toHaveCSS('direction', lang === 'ar' ? 'rtl' : 'ltr');
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url);
  const lines = page.locator('noscript > p');
  await expect(lines).toHaveCount(8);
  for (const line of await lines.all()) await expect(line).toBeInViewport({ ratio: 1 });
  await context.close();
});

test('so does one whose app did not come, and one in a browser without modules; a page that runs does not', async ({
  browser,
  server,
}) => {
  const offline = await browser.newContext();
  await offline.route(/\/assets\/.*\.js$/, (route) => route.abort());
  const page = await offline.newPage();
  await page.goto(server.url);
  await expect(page.getByText(sentence)).toBeVisible();
  await offline.close();

  const old = await browser.newContext();
  await old.addInitScript(() => Reflect.deleteProperty(HTMLScriptElement.prototype, 'noModule'));
  await old.route(/\/assets\/.*\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const bare = await old.newPage();
  await bare.goto(server.url);
  await expect(bare.getByText(sentence)).toBeVisible();
  await old.close();

  const ada = await open(browser, server.url);
  await expect(ada.page.getByText(sentence)).toHaveCount(0);
  await ada.leave();
});
