import { open, put } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test('the whole board is seen while a key is held; letting go leads back, or to where the pointer went; a tap goes there', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const { page } = ada;
  await put(
    ada,
    { kind: 'rect', x: 100, y: 100, width: 200, height: 100, text: 'Near' },
    { kind: 'sticky', x: 4000, y: 2400, width: 200, height: 200, text: 'Far away' },
  );
  await page.mouse.move(640, 400);
  const camera = () => page.evaluate(() => window.gesso.camera.get());
  const before = await camera();
  const view = page.getByRole('dialog', { name: 'Look at the whole board' });
  const down = async () => {
    await page.keyboard.down('Alt');
    await page.keyboard.down('z');
    await expect(view).toBeFocused();
    await expect.poll(async () => (await camera()).zoom).toBeLessThan(0.5);
  };
  const up = async () => {
    await page.keyboard.up('z');
    await page.keyboard.up('Alt');
    await expect(view).toBeHidden();
  };
  await down();
  await up();
  expect(await camera()).toEqual(before);
  await down();
  const over = await camera();
  const far = [(4100 - over.x) * over.zoom, (2500 - over.y) * over.zoom] as const;
  await page.mouse.move(...far, { steps: 4 });
  await page.keyboard.press('Escape');
  await up();
  expect(await camera()).toEqual(before);
  await down();
  await page.mouse.move(far[0] - 40, far[1]);
  await page.mouse.move(...far, { steps: 4 });
  await up();
  const there = await camera();
  expect(there.zoom).toBe(before.zoom);
  expect(there.x + 640).toBeCloseTo(4100, -1);
  expect(there.y + 400).toBeCloseTo(2500, -1);
  await ada.has(2);
  await ada.leave();

  const ben = await open(browser, ada.address(), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await expect.poll(() => ben.page.evaluate(() => window.gesso.board.elements().length)).toBe(2);
  const shown = ben.page.getByRole('dialog', { name: 'Look at the whole board' });
  const look = async () => {
    await ben.page.getByRole('button', { name: 'Menu', exact: true }).click();
    await ben.page.getByRole('menuitem', { name: 'View and grid' }).click();
    await ben.page.getByRole('menuitem', { name: 'Look at the whole board' }).click();
    await expect(shown).toBeFocused();
  };
  // All of it is looked at first on a phone.
  await expect.poll(() => ben.page.evaluate(() => window.gesso.camera.get().zoom)).toBeLessThan(0.5);
  await ben.page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 1 }));
  const stood = await ben.page.evaluate(() => window.gesso.camera.get());
  await look();
  await expect(shown).toHaveAccessibleDescription('Tap a place to go there, or the frame to come back.');
  const frame = await shown.locator('.peek-frame').boundingBox();
  await ben.page.touchscreen.tap(
    (frame?.x ?? 0) + (frame?.width ?? 0) / 2 + 8,
    (frame?.y ?? 0) + (frame?.height ?? 0) / 2 + 8,
  );
  await expect(shown).toBeHidden();
  expect(await ben.page.evaluate(() => window.gesso.camera.get())).toEqual(stood);
  await look();
  const small = await ben.page.evaluate(() => window.gesso.camera.get());
  await ben.page.touchscreen.tap((4100 - small.x) * small.zoom, (2500 - small.y) * small.zoom);
  await expect(shown).toBeHidden();
  const gone = await ben.page.evaluate(() => window.gesso.camera.get());
  expect(Math.hypot(gone.x + 195 / gone.zoom - 4100, gone.y + 422 / gone.zoom - 2500)).toBeLessThan(40);
  await ben.has(2);
  await ben.leave();
});
