import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { open } from './helpers/board-page.ts';
import { decodePng } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const camera = () => window.gesso.camera.get();
const size = { width: 1280, height: 720 };

test.describe('looking around', () => {
  test('a link to a place shows it in the middle, on every screen', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [id = ''] = await ada.page.evaluate(() =>
      window.gesso.board.add([{ kind: 'rect', x: 5_000, y: 3_000, width: 200, height: 100 }]),
    );
    await ada.sees('saved');
    for (const viewport of [size, { width: 390, height: 844 }]) {
      const bob = await open(browser, ada.address().replace('#', '?at=5100,3050,2#'), { viewport });
      const { x, y, zoom } = await bob.page.evaluate(camera);
      expect(zoom).toBe(2);
      expect(x + viewport.width / 4).toBeCloseTo(5_100, 6);
      expect(y + viewport.height / 4).toBeCloseTo(3_050, 6);
      await bob.leave();
    }
    const eve = await open(browser, ada.address().replace('#', `?at=${id}#`), { viewport: size });
    await expect.poll(async () => (await eve.page.evaluate(camera)).x).toBeCloseTo(5_100 - size.width / 2, 6);
    await eve.leave();
    await ada.leave();
  });

  test('the one who comes sees the drawing, wherever it is, and a reload leaves everything where it was', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() =>
      window.gesso.board.add([{ kind: 'rect', x: -9_000, y: 8_000, width: 200, height: 100 }]),
    );
    await ada.sees('saved');
    const bob = await open(browser, ada.address(), { viewport: size });
    await expect.poll(async () => (await bob.page.evaluate(camera)).x).toBeCloseTo(-8_900 - size.width / 2, 6);
    await bob.page.evaluate(() => window.gesso.camera.set({ x: -9_321.25, y: 7_777.5, zoom: 1.3 }));
    const before = await bob.picture();
    await bob.page.reload();
    await bob.page.waitForFunction(() => window.gesso !== undefined);
    await bob.page.evaluate(() => window.gesso.ready);
    expect(await bob.picture()).toEqual(before);
    await bob.leave();
    await ada.leave();
  });

  test('a person who has lost sight of the drawing is led back', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw([
      [400, 300],
      [700, 380],
    ]);
    const back = ada.page.getByRole('button', { name: 'Back to the drawing' });
    await expect(back).toBeHidden();
    await ada.page.evaluate(() => window.gesso.camera.set({ x: 20_000 }));
    // A message does not lie over it.
    await ada.page.evaluate(() => window.gesso.select(window.gesso.board.elements().map(({ id }) => id)));
    await ada.page.keyboard.press('Control+Alt+v');
    const toast = ada.page.locator('.toast');
    for (const [width, height] of [
      [1280, 800],
      [844, 390],
      [390, 844],
    ] as const) {
      await ada.page.setViewportSize({ width, height });
      await expect(toast).toBeVisible();
      const [above, below] = [await toast.boundingBox(), await back.boundingBox()];
      expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan(below?.y ?? 0);
    }
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await back.click();
    await expect(back).toBeHidden();
    expect((await ada.page.evaluate(camera)).x).toBeLessThan(700);
    await ada.leave();
  });

  test('the wheel moves the paper, zooms with Ctrl, and zooms without for those who chose that', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.mouse.move(640, 360);
    await ada.page.mouse.wheel(30, 120);
    await expect.poll(() => ada.page.evaluate(camera)).toEqual({ x: 30, y: 120, zoom: 1 });
    await ada.page.keyboard.down('Control');
    await ada.page.mouse.wheel(0, -100);
    await ada.page.keyboard.up('Control');
    await expect.poll(async () => (await ada.page.evaluate(camera)).zoom).toBeCloseTo(1.25, 6);
    await ada.page.getByRole('button', { name: 'Menu', exact: true }).click();
    await ada.page.getByRole('menuitem', { name: 'Settings' }).click();
    await ada.page.getByRole('menuitemradio', { name: 'Zooms' }).click();
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Escape');
    await ada.page.mouse.move(640, 360);
    await ada.page.mouse.wheel(0, 100);
    await expect.poll(async () => (await ada.page.evaluate(camera)).zoom).toBeCloseTo(1, 6);
    await ada.leave();
  });

  test('a drag that rests at the edge takes the paper along; a stroke does not', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: size });
    await ada.page.evaluate(() => {
      window.gesso.board.add([{ kind: 'rect', x: 600, y: 300, width: 100, height: 100, fill: '#3150e0' }]);
      window.gesso.tool('select');
    });
    await ada.page.mouse.move(650, 350);
    await ada.page.mouse.down();
    await ada.page.mouse.move(900, 350);
    await ada.page.mouse.move(size.width - 1, 350);
    await expect.poll(async () => (await ada.page.evaluate(camera)).x).toBeGreaterThan(300);
    await ada.page.mouse.up();
    const { x } = await ada.page.evaluate(camera);
    // Under the pointer, wherever the paper is now.
    expect((await ada.elements())[0]?.x).toBeCloseTo(x + size.width - 1 - 50, 0);
    await ada.pick('Pen');
    await ada.draw([
      [900, 500],
      [size.width - 1, 500],
      [size.width - 1, 520],
    ]);
    expect((await ada.page.evaluate(camera)).x).toBe(x);
    await ada.leave();
  });

  test('a first board has a grid of dots, until it is turned off', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { colorScheme: 'light' });
    /** How many dots are to be seen in a part of the paper. */
    const dots = async () => {
      await ada.page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 1 }));
      const png = decodePng(await ada.picture());
      let count = 0;
      for (let y = 400; y < 400 + 10 * 24; y += 1)
        for (let x = 400; x < 400 + 10 * 24; x += 1) if ((png.data[4 * (y * png.width + x)] ?? 255) < 235) count += 1;
      return count;
    };
    // Dots are two pixels wide and high.
    expect(await dots()).toBe(10 * 10 * 2 * 2);
    await ada.page.keyboard.press("Control+'");
    expect(await dots()).toBe(0);
    await ada.page.goto(server.url);
    await ada.page.waitForFunction(() => window.gesso !== undefined);
    await ada.page.evaluate(() => window.gesso.ready);
    expect(await dots()).toBe(0);
    await ada.leave();
  });

  test('the paper has a grain that moves with it, none from afar', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.keyboard.press("Control+'");
    await ada.page.evaluate(() => window.gesso.board.add({ kind: 'rect', x: -90, y: -90, width: 10, height: 10 }));
    const corner = async (zoom: number, x = 0) => {
      await ada.page.evaluate((camera) => window.gesso.camera.set(camera), { x, y: 0, zoom });
      const png = decodePng(await ada.picture());
      const part = new PNG({ width: 200, height: 200 });
      PNG.bitblt(png, part, 300 - x, 300, 200, 200, 0, 0);
      return part.data;
    };
    const shades = (data: Buffer) =>
      new Set(Array.from({ length: data.length / 4 }, (_, i) => data.readUInt32BE(4 * i)));
    const paper = await corner(1);
    expect(shades(paper).size).toBeGreaterThan(4);
    expect((await corner(1, 40)).equals(paper)).toBe(true);
    expect(shades(await corner(0.4)).size).toBe(1);
    await ada.leave();
  });

  test('the map shows where one is and leads elsewhere', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: size });
    await ada.page.evaluate(() =>
      window.gesso.board.add([
        { kind: 'rect', x: 0, y: 0, width: 100, height: 100 },
        { kind: 'rect', x: 7_900, y: 3_900, width: 100, height: 100 },
      ]),
    );
    await ada.page.keyboard.press('m');
    const map = ada.page.getByRole('img', { name: /Map of the board/ });
    await expect(map).toBeVisible();
    const box = await map.boundingBox();
    if (box === null) throw new Error('the map is not there');
    await ada.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const { x, y } = await ada.page.evaluate(camera);
    expect(Math.abs(x + size.width / 2 - 4_000)).toBeLessThan(100);
    expect(Math.abs(y + size.height / 2 - 2_000)).toBeLessThan(100);
    await ada.page.keyboard.press('m');
    await expect(map).toBeHidden();
    await ada.leave();
  });

  test('Ctrl+Shift+D shows how the engine does', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.keyboard.press('Control+Shift+D');
    const figures = ada.page.locator('.figures');
    await ada.draw([
      [400, 300],
      [500, 320],
      [700, 380],
    ]);
    const value = (name: string) => figures.locator('div', { hasText: name }).locator('dd');
    await expect(value('Elements')).toHaveText('1');
    for (const name of ['Frames per second', 'Pointer to paint', 'Tiles', 'Document']) {
      await expect(value(name).first()).toHaveText(/^\d+(\.\d)?$/);
    }
    await ada.page.keyboard.press('Control+Shift+D');
    await expect(figures).toBeHidden();
    await ada.leave();
  });
});

test('what is loaded before the first stroke stays within 180 kB of script and style', async ({ browser, server }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(?:js|css)$/.test(pathname))
      sizes.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
  });
  await page.goto(server.url);
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(() => window.gesso.ready);
  // What comes after it is fetched for later.
  page.removeAllListeners('response');
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  expect(sizes.size).toBeGreaterThan(1);
  expect(bytes).toBeLessThanOrEqual(180_000);
  await context.close();
});
