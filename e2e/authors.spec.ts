import type { Browser } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** The chip that says who made what is selected. */
const chip = ({ page }: Person) => page.locator('.author-chip');

/** Gives the person at a page a name, as the share panel does. */
const isCalled = async ({ page }: Person, name: string): Promise<void> => {
  const status = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/session', { method: 'PATCH', headers, body })).status;
  }, JSON.stringify({ name }));
  expect(status).toBe(200);
};

const addNote = async (person: Person, x: number): Promise<string> => {
  const [id = ''] = await person.page.evaluate(
    (at) => window.gesso.board.add({ kind: 'sticky', x: at, y: 300, text: 'a thought' }),
    x,
  );
  await person.sees('saved');
  return id;
};

const selects = ({ page }: Person, ids: readonly string[]) => page.evaluate((all) => window.gesso.select(all), ids);

const byBar = ({ page }: Person) =>
  page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Who made this' }).click();

const byPalette = async ({ page }: Person): Promise<void> => {
  await page.keyboard.press('Control+/');
  await page.getByRole('searchbox').fill('who made');
  await page.keyboard.press('Enter');
};

/** Ada with a note of hers, and Ben with one of his. */
const two = async (browser: Browser, url: string) => {
  const ada = await open(browser, url);
  await isCalled(ada, 'Ada');
  const hers = await addNote(ada, 300);
  const ben = await open(browser, ada.address());
  await ben.has(1);
  const his = await addNote(ben, 700);
  await ada.has(2);
  return { ada, ben, hers, his };
};

test('the author of a note is said by the bar and by the palette, also after they have left', async ({
  browser,
  server,
}) => {
  const { ada, ben, hers, his } = await two(browser, server.url);
  await selects(ben, [hers]);
  await byBar(ben);
  await expect(chip(ben)).toHaveText('Made by: Ada');
  await expect(ben.page.getByRole('status').filter({ hasText: 'Made by: Ada' })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(chip(ben)).toHaveCount(0);
  // The first Escape takes the answer away and leaves the selection.
  await expect(ben.page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await ada.leave();
  await expect.poll(async () => (await ben.status()).peers).toBe(0);
  await byPalette(ben);
  await expect(chip(ben)).toHaveText('Made by: Ada');
  await selects(ben, [his]);
  await expect(chip(ben)).toHaveCount(0);
  await byBar(ben);
  await expect(chip(ben)).toHaveText('Made by: You');
  // A panel over it has the key for itself.
  await ben.page.keyboard.press('Control+/');
  await expect(ben.page.getByRole('searchbox')).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(ben.page.getByRole('searchbox')).toHaveCount(0);
  await expect(chip(ben)).toHaveText('Made by: You');
  await ben.page.mouse.click(500, 650);
  await expect(chip(ben)).toHaveCount(0);
  await ben.leave();
});

test('a note of another session of mine is mine, and a shape has an author as well', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.pick('Rectangle');
  await ada.drag([400, 300], [560, 400]);
  await ada.sees('saved');
  await ada.page.reload();
  await ada.page.evaluate(() => window.gesso.ready);
  await ada.has(1);
  await selects(
    ada,
    (await ada.elements()).map(({ id }) => id),
  );
  await expect(ada.page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Who made this' })).toHaveCount(0);
  await byPalette(ada);
  await expect(chip(ada)).toHaveText('Made by: You');
  await ada.leave();
});

test('who may only look may ask, and is told what to do while the server is away', async ({ browser, server }) => {
  const { ada, ben, hers, his } = await two(browser, server.url);
  const view = await ada.page.evaluate(async () => {
    const board = location.pathname.split('/').at(-1);
    const answer = await fetch(`/api/boards/${board}/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'viewer' }),
    });
    return ((await answer.json()) as { readonly url: string }).url;
  });
  const cas = await open(browser, view);
  await cas.has(2);
  expect((await cas.status()).role).toBe('viewer');
  await selects(cas, [hers]);
  await byPalette(cas);
  await expect(chip(cas)).toHaveText('Made by: Ada');
  await ben.leave();
  await expect.poll(async () => (await cas.status()).peers).toBe(1);
  await cas.page.route('**/authors/*', (route) => route.abort());
  await selects(cas, [his]);
  await byPalette(cas);
  await expect(chip(cas)).toHaveText('The server cannot be asked now. Try again once you are connected.');
  // Those who are here are known without being asked for.
  await selects(cas, [hers]);
  await byPalette(cas);
  await expect(chip(cas)).toHaveText('Made by: Ada');
  await cas.leave();
  await ada.leave();
});

test('an author of whom nothing is known any more is said to be so', async ({ browser, server }) => {
  const { ada, ben, hers } = await two(browser, server.url);
  await ada.leave();
  await expect.poll(async () => (await ben.status()).peers).toBe(0);
  const gone = { code: 'NOT_FOUND', message: 'There is nothing at this address.', hint: '' };
  await ben.page.route('**/authors/*', (route) => route.fulfill({ status: 404, json: gone }));
  await selects(ben, [hers]);
  await byBar(ben);
  await expect(chip(ben)).toHaveText('Not known any more');
  await ben.leave();
});

for (const [name, options] of [
  ['a window', { colorScheme: 'dark' }],
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const)
  test(`the answer stands in view and over nothing else in ${name}`, async ({ browser, server }) => {
    const ada = await open(browser, server.url, options);
    const note = await addNote(ada, 40);
    const right = (ada.page.viewportSize()?.width ?? 0) - 120;
    for (const [x, y] of [
      [40, 300],
      [right, 300],
      [40, 40],
      [right, 40],
      [40, -200],
    ] as const) {
      await ada.page.evaluate(([id, props]) => window.gesso.board.patch(id, props), [
        note,
        { x, y, link: 'https://example.org/a' },
      ] as const);
      await selects(ada, [note]);
      await byBar(ada);
      await expect(chip(ada)).toHaveText('Made by: You');
      await expect(chip(ada)).toBeInViewport({ ratio: 1 });
      await expect(ada.page.locator('.selection-bar')).toBeInViewport({ ratio: 1 });
      const box = await chip(ada).boundingBox();
      for (const other of ['.selection-bar', '.link-chip', '.toolbar', '.top-right']) {
        const place = await ada.page.locator(other).boundingBox();
        const isApart =
          box === null ||
          place === null ||
          box.x >= place.x + place.width ||
          place.x >= box.x + box.width ||
          box.y >= place.y + place.height ||
          place.y >= box.y + box.height;
        expect([x, y, other, isApart]).toEqual([x, y, other, true]);
      }
      await ada.page.keyboard.press('Escape');
    }
    await ada.leave();
  });
