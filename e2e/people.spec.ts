import { type Locator, type Page, request } from '@playwright/test';
import { open, personAt, put } from './helpers/board-page.ts';
import { crowd } from './helpers/crowd.ts';
import { expect, test } from './helpers/test.ts';

const faces = (page: Page) => page.getByRole('list', { name: 'People on this board' }).getByRole('button');
const mine = (page: Page) => page.locator('.face.me');
const colorOf = (face: Locator): Promise<string> => face.evaluate((node) => getComputedStyle(node).backgroundColor);
const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it cannot be seen');
  return { ...box, right: box.x + box.width };
};

/** The browsers' storage of so many guests to whom the server gave one and the same color. */
const guestsOfOneColor = async (url: string, count: number) => {
  const byColor = new Map<
    string,
    Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>['storageState']>>[]
  >();
  // Of so many of twelve colors some have the same.
  for (let guests = 0; guests <= 12 * (count - 1); guests++) {
    const context = await request.newContext();
    const { color } = await (await context.get(`${url}/api/session`)).json();
    const same = [...(byColor.get(color) ?? []), await context.storageState()];
    await context.dispose();
    if (same.length === count) return same;
    byColor.set(color, same);
  }
  throw new Error('there are more than twelve colors');
};

test.describe('people on a board', () => {
  test('three who were given one color wear three, each the one that the others see', async ({ browser, server }) => {
    const guests = await guestsOfOneColor(server.url, 3);
    const ada = await open(browser, server.url, { storageState: guests[0] });
    await ada.sees('saved');
    const ben = await open(browser, ada.address(), { storageState: guests[1] });
    const cas = await open(browser, ada.address(), { storageState: guests[2] });
    const everyone = [ada, ben, cas];
    for (const { page } of everyone) await expect(faces(page)).toHaveCount(3);
    const own = await Promise.all(everyone.map(({ page }) => colorOf(mine(page))));
    expect(new Set(own).size).toBe(3);
    const seen = await Promise.all(
      everyone.map(async ({ page }) => Promise.all((await faces(page).all()).map((face) => colorOf(face)))),
    );
    for (const colors of seen) expect(colors.sort()).toEqual([...own].sort());
    // Who loads the page anew, and is away for that long, comes back in the same one.
    await ben.page.reload();
    await expect(faces(ben.page)).toHaveCount(3);
    expect(await colorOf(mine(ben.page))).toBe(own[1]);
    for (const person of everyone) await person.leave();
  });

  test('a press on a face leads to where that person has pointed, in whichever tab', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    const second = await ben.context.newPage();
    await second.goto(ada.address());
    await second.waitForFunction(() => window.gesso !== undefined);
    const again = personAt(second, ben.context);
    await again.sees('saved');
    await expect.poll(async () => (await ada.status()).peers).toBe(2);
    await expect(faces(ada.page)).toHaveCount(2);
    await second.evaluate(() => window.gesso.camera.set({ x: 5_000, y: 3_000, zoom: 1 }));
    await again.draw([
      [600, 400],
      [640, 420],
    ]);
    await ada.has(1);
    // The pointer is over a bar now, and tells no more where it is.
    await second.mouse.move(40, 30);
    const before = await ada.page.evaluate(() => window.gesso.camera.get());
    await faces(ada.page).first().click();
    const { width, height } = ada.page.viewportSize() ?? { width: 0, height: 0 };
    const after = await ada.page.evaluate(() => window.gesso.camera.get());
    expect(after.zoom).toBe(before.zoom);
    expect(Math.abs(after.x + width / 2 / after.zoom - 5_640)).toBeLessThan(45);
    expect(Math.abs(after.y + height / 2 / after.zoom - 3_420)).toBeLessThan(25);
    await ada.leave();
    await ben.leave();
  });

  test('a press on the face of one who points at nothing leads to what they have selected, or says so', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const [far = ''] = await put(ada, { kind: 'rect', x: 5_000, y: 3_000, width: 100, height: 60 });
    const ben = await open(browser, ada.address());
    await ben.has(1);
    const face = faces(ada.page).first();
    await expect(faces(ada.page)).toHaveCount(2);
    await face.focus();
    await ada.page.keyboard.press('Enter');
    await expect(ada.page.locator('.toast')).toContainText('points at nothing yet');
    await ada.page.keyboard.press('Enter');
    await expect(face).toHaveAttribute('aria-pressed', 'true');
    await ada.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(face).toHaveAttribute('aria-pressed', 'false');
    await ada.page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 1 }));
    await ben.page.evaluate((id) => window.gesso.select([id]), far);
    await expect
      .poll(async () => {
        await face.click();
        const { x, y, zoom } = await ada.page.evaluate(() => window.gesso.camera.get());
        const { width, height } = ada.page.viewportSize() ?? { width: 0, height: 0 };
        return [Math.round(x + width / 2 / zoom), Math.round(y + height / 2 / zoom)];
      })
      .toEqual([5_050, 3_030]);
    await ada.leave();
    await ben.leave();
  });

  test('faces lie 4 px over each other, and the widest letters are free', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.page.getByRole('button', { name: /\(you\)$/ }).click();
    await ben.page.getByLabel('Your name').fill('Wilma Mwangi');
    await ben.page.getByLabel('Your name').press('Tab');
    const face = faces(ada.page).and(ada.page.getByRole('button', { name: 'Go to Wilma Mwangi' }));
    await expect(face).toHaveText('WM');
    const [theirs, over] = [await boxOf(face), await boxOf(mine(ada.page))];
    expect(theirs.right - over.x).toBe(4);
    const letters = await face.evaluate((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect().toJSON();
    });
    // The ring of the one above is 2 px wide.
    expect(letters.right).toBeLessThanOrEqual(over.x - 2);
    expect(letters.left).toBeGreaterThanOrEqual(theirs.x + 1);
    await ada.leave();
    await ben.leave();
  });

  // The narrowest has no room for one's own.
  for (const [width, shown, hasTouch] of [
    [360, 1, true],
    [430, 2, true],
    [667, 3, true],
    [1280, 5, false],
  ] as const)
    test(`at ${width} px a few of nine have a face, and lie over nothing`, async ({ browser, server }) => {
      const ada = await open(browser, server.url, { viewport: { width, height: 800 }, hasTouch, isMobile: hasTouch });
      await ada.sees('saved');
      await crowd(ada.page, 8);
      await expect.poll(async () => (await ada.status()).peers).toBe(8);
      await expect(faces(ada.page)).toHaveCount(shown);
      await expect(ada.page.locator('.face.more')).toHaveText(`+${width === 360 ? 7 : 9 - shown}`);
      const [bar, people] = [await boxOf(ada.page.locator('.board-bar')), await boxOf(ada.page.locator('.people'))];
      expect(people.x - bar.right).toBeGreaterThan(7);
      expect(people.right).toBeLessThanOrEqual(width - 8);
      const all = await ada.page.locator('.face').all();
      // A finger has 44 px around the middle of each.
      if (hasTouch)
        for (const face of await faces(ada.page).all())
          expect(
            await face.evaluate((node) => {
              const { left, top, width: wide, height } = node.getBoundingClientRect();
              const [x, y] = [left + wide / 2, top + height / 2];
              const spots = [
                [-21, 0],
                [21, 0],
                [0, -21],
                [0, 21],
              ] as const;
              return spots.map(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) === node);
            }),
          ).toEqual([true, true, true, true]);
      const seen = width === 360 ? all.slice(1, 2) : all.slice(1);
      expect(new Set(await Promise.all(seen.map(colorOf))).size).toBe(shown);
      await ada.leave();
    });
});
