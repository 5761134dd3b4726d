import type { Browser, Page } from '@playwright/test';
import { open, openAs, type Person, type Spot } from './helpers/board-page.ts';
import { differingPixels } from './helpers/pixels.ts';
import { take } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';

const spots: readonly Spot[] = [
  [400, 300],
  [520, 340],
  [640, 300],
  [700, 420],
];

/** Presses and moves without letting go. */
const point = async ({ page }: Person) => {
  await page.mouse.move(350, 280);
  await page.mouse.down();
  for (const spot of spots) await page.mouse.move(...spot, { steps: 6 });
};

/** How many pixels of the head of the light are unlike an empty board. */
const glow = async (page: Page, before: Buffer): Promise<number> => {
  const clip = { x: 660, y: 380, width: 36, height: 60 };
  const now = await page.screenshot({ clip });
  return differingPixels(before, now);
};
const headOf = (page: Page) => page.screenshot({ clip: { x: 660, y: 380, width: 36, height: 60 } });

test.describe('a laser pointer', () => {
  test('is seen by all while it is held, fades, and leaves nothing on the board', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await expect.poll(async () => (await ben.status()).peers).toBe(1);
    await expect.poll(async () => (await ada.status()).peers).toBe(1);
    const [mine, theirs] = [await headOf(ada.page), await headOf(ben.page)];
    await ada.page.keyboard.press('k');
    await point(ada);
    await expect.poll(() => glow(ada.page, mine)).toBeGreaterThan(20);
    await expect.poll(() => glow(ben.page, theirs)).toBeGreaterThan(20);
    await ada.page.mouse.up();
    await ada.page.mouse.move(300, 600);
    await expect.poll(() => glow(ada.page, mine)).toBeLessThan(5);
    await expect.poll(() => glow(ben.page, theirs)).toBeLessThan(5);
    expect(await ada.elements()).toEqual([]);
    expect(await ben.elements()).toEqual([]);
    const kept = await ada.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gesso.ink.')));
    expect(kept).toEqual([]);
    expect((await ada.status()).unsaved).toBe(0);
    await ada.leave();
    await ben.leave();
  });

  test('of a viewer is seen, and nothing else of what they do', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const vic = await openAs('viewer', browser, ada);
    await expect.poll(async () => (await ada.status()).peers).toBe(1);
    await expect.poll(async () => (await vic.status()).peers).toBe(1);
    const before = await headOf(ada.page);
    await vic.pick('Laser pointer');
    await point(vic);
    await expect.poll(() => glow(ada.page, before)).toBeGreaterThan(20);
    await vic.page.mouse.up();
    await vic.sees('saved');
    expect(await ada.elements()).toEqual([]);
    await ada.leave();
    await vic.leave();
  });

  test('is led by the keys of a viewer as well, from the middle of the view and beyond its edge', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const vic = await openAs('viewer', browser, ada);
    await expect.poll(async () => (await ada.status()).peers).toBe(1);
    await expect.poll(async () => (await vic.status()).peers).toBe(1);
    const { keyboard } = vic.page;
    const [mine, theirs] = [await headOf(vic.page), await headOf(ada.page)];
    const said = vic.page.locator('[data-for=done]');
    await keyboard.press('k');
    await expect(vic.page.locator('.toast')).toHaveText(/^Arrow keys move the light/);
    // Four steps to the right of the middle, where the head of the light is looked for.
    for (let i = 0; i < 4; i += 1) await keyboard.press('ArrowRight');
    await expect.poll(() => glow(vic.page, mine)).toBeGreaterThan(20);
    await expect.poll(() => glow(ada.page, theirs)).toBeGreaterThan(20);
    await expect(said).toHaveText('The light is on bare paper');
    await keyboard.press('Enter');
    await expect.poll(() => glow(vic.page, mine)).toBeLessThan(5);
    await expect.poll(() => glow(ada.page, theirs)).toBeLessThan(5);
    await expect(said).toHaveText('The light is out');
    // The light begins in the middle again, and takes the paper along.
    for (let i = 0; i < 9; i += 1) await keyboard.press('Shift+ArrowRight');
    expect((await vic.page.evaluate(() => window.gesso.camera.get())).x).toBe(80);
    await keyboard.press('Escape');
    await keyboard.press('k');
    await vic.page.evaluate(() => window.gesso.settled());
    await expect.poll(() => glow(vic.page, mine)).toBeLessThan(5);
    expect(await ada.elements()).toEqual([]);
    await ada.leave();
    await vic.leave();
  });

  test('goes out with Escape and with another tool, though the button is still down', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const before = await headOf(ada.page);
    for (const key of ['Escape', 'h']) {
      await ada.page.keyboard.press('k');
      await point(ada);
      await expect.poll(() => glow(ada.page, before)).toBeGreaterThan(20);
      await ada.page.keyboard.press(key);
      await expect.poll(() => glow(ada.page, before)).toBeLessThan(5);
      await ada.page.mouse.up();
    }
    expect(await ada.elements()).toEqual([]);
    await ada.leave();
  });

  test('with reduced motion stands as a short trail, and is gone once it is off', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { reducedMotion: 'reduce' });
    await ada.sees('saved');
    const before = await headOf(ada.page);
    await ada.page.keyboard.press('k');
    await point(ada);
    await expect.poll(() => glow(ada.page, before)).toBeGreaterThan(20);
    const one = await headOf(ada.page);
    await ada.page.evaluate(() => window.gesso.settled());
    expect(differingPixels(one, await headOf(ada.page))).toBe(0);
    await ada.page.mouse.up();
    await ada.page.mouse.move(300, 600);
    await expect.poll(() => glow(ada.page, before)).toBeLessThan(5);
    await ada.leave();
  });

  test('works by finger', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
    await ada.sees('saved');
    const { page } = ada;
    const clip = { x: 180, y: 580, width: 40, height: 40 };
    const before = await page.screenshot({ clip });
    await take(page, 'Laser pointer');
    const touch = await ada.context.newCDPSession(page);
    const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(100, 500) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(150, 550) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(200, 600) });
    await expect.poll(async () => differingPixels(before, await page.screenshot({ clip }))).toBeGreaterThan(20);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(async () => differingPixels(before, await page.screenshot({ clip }))).toBeLessThan(5);
    expect(await ada.elements()).toEqual([]);
    await ada.leave();
  });
});

const edge = (page: Page) => page.getByRole('list', { name: 'People out of sight' }).getByRole('button');

test('who points out of sight is marked at the edge, which leads there', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  const ben = await open(browser, ada.address());
  await expect.poll(async () => (await ben.status()).peers).toBe(1);
  await ben.page.mouse.move(600, 400);
  await expect(edge(ada.page)).toHaveCount(0);
  await ben.page.evaluate(() => window.gesso.camera.set({ x: 9_000, y: 0, zoom: 1 }));
  await ben.page.mouse.move(640, 400);
  await expect(edge(ada.page)).toHaveCount(1);
  const box = await edge(ada.page).boundingBox();
  expect(box?.x).toBeGreaterThan(1_200);
  expect(box?.y).toBeGreaterThan(300);
  expect(box?.y).toBeLessThan(500);
  await edge(ada.page).click();
  await expect(edge(ada.page)).toHaveCount(0);
  const { x } = await ada.page.evaluate(() => window.gesso.camera.get());
  expect(Math.abs(x + 640 - 9_640)).toBeLessThan(2);
  await ada.leave();
  await ben.leave();
});

test('while frames are presented nobody is marked', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  await ada.page.evaluate(() => window.gesso.board.add([{ kind: 'frame', x: 0, y: 0, width: 400, height: 300 }]));
  const ben = await open(browser, ada.address());
  await expect.poll(async () => (await ben.status()).peers).toBe(1);
  await ben.page.evaluate(() => window.gesso.camera.set({ x: 9_000, y: 0, zoom: 1 }));
  await ben.page.mouse.move(640, 400);
  await expect(edge(ada.page)).toBeVisible();
  await ada.page.keyboard.press('Shift+P');
  await expect(ada.page.getByRole('region', { name: 'Presentation' })).toBeVisible();
  await expect(edge(ada.page)).toBeHidden();
  await ada.leave();
  await ben.leave();
});

const cameraOf = (person: Person) => person.page.evaluate(() => window.gesso.camera.get());
const lookAt = (person: Person, x: number, y: number, zoom = 1) =>
  person.page.evaluate((camera) => window.gesso.camera.set(camera), { x, y, zoom });
const faceOf = (page: Page) =>
  page.getByRole('list', { name: 'People on this board' }).getByRole('button', { name: /^Go to / });
const ring = (page: Page) => page.getByRole('region', { name: /^Following / });

/** Two people on one board who see each other. */
const pair = async (browser: Browser, url: string) => {
  const ada = await open(browser, url);
  await ada.sees('saved');
  const ben = await open(browser, ada.address());
  await expect.poll(async () => (await ben.status()).peers).toBe(1);
  await expect.poll(async () => (await ada.status()).peers).toBe(1);
  return { ada, ben };
};

test.describe('following a person', () => {
  test('by a second press on their face shows what they see, and they are told', async ({ browser, server }) => {
    const { ada, ben } = await pair(browser, server.url);
    await lookAt(ada, 3_000, 2_000, 0.5);
    await faceOf(ben.page).click();
    await faceOf(ben.page).click();
    await expect(ring(ben.page)).toBeVisible();
    await expect(ada.page.getByText(/ follows you$/)).toBeVisible();
    const near = (x: number, y: number, zoom: number) =>
      expect
        .poll(async () => {
          const camera = await cameraOf(ben);
          return Math.abs(camera.x - x) < 2 && Math.abs(camera.y - y) < 2 && Math.abs(camera.zoom - zoom) < 0.01;
        })
        .toBe(true);
    await near(3_000, 2_000, 0.5);
    await lookAt(ada, -500, 100, 2);
    await near(-500, 100, 2);
    // Who is followed does not follow back: the two would chase each other.
    await faceOf(ada.page).click();
    await faceOf(ada.page).click();
    await expect(ada.page.getByText(/ follows you already\.$/)).toBeVisible();
    await expect(ring(ada.page)).toHaveCount(0);
    await ben.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(ring(ben.page)).toHaveCount(0);
    await expect(ada.page.getByText(/ follows you$/)).toHaveCount(0);
    await ada.leave();
    await ben.leave();
  });

  test('ends with Escape, when the view is moved by hand, and when they leave', async ({ browser, server }) => {
    const { ada, ben } = await pair(browser, server.url);
    const follow = async () => {
      const face = faceOf(ben.page);
      await face.dispatchEvent('pointerdown');
      await expect(ring(ben.page)).toBeVisible();
      await face.dispatchEvent('pointerup');
      await face.dispatchEvent('click');
      await expect(ring(ben.page)).toBeVisible();
    };
    await follow();
    await ben.page.keyboard.press('Escape');
    await expect(ring(ben.page)).toHaveCount(0);
    await follow();
    await ben.page.mouse.move(600, 400);
    await ben.page.mouse.wheel(0, 120);
    await expect(ring(ben.page)).toHaveCount(0);
    await ben.page.clock.install();
    await follow();
    await ada.leave();
    await expect.poll(async () => (await ben.status()).peers).toBe(0);
    // As long as they might be back.
    await ben.page.clock.fastForward(10_000);
    await expect(ring(ben.page)).toHaveCount(0);
    await expect(ben.page.getByText(/ has left\.$/)).toBeVisible();
    await ben.leave();
  });

  test('goes on after the connection was lost', async ({ browser, server }) => {
    const { ada, ben } = await pair(browser, server.url);
    await ben.page.keyboard.press('Control+/');
    await ben.page.getByRole('searchbox').fill('follow');
    await ben.page.keyboard.press('Enter');
    await ben.page.locator('.dialog.follow .menu-item').click();
    await expect(ring(ben.page)).toBeVisible();
    await ben.context.setOffline(true);
    await ben.sees('offline');
    await expect(ring(ben.page)).toBeVisible();
    await lookAt(ada, 7_000, 0);
    await ben.context.setOffline(false);
    await ben.sees('saved');
    await expect.poll(async () => Math.round((await cameraOf(ben)).x)).toBe(7_000);
    await expect(ring(ben.page)).toBeVisible();
    await ada.leave();
    await ben.leave();
  });
});

test('everyone is asked to come by who may draw, and goes by a press of their own', async ({ browser, server }) => {
  const { ada, ben } = await pair(browser, server.url);
  const vic = await openAs('viewer', browser, ada);
  await expect.poll(async () => (await vic.status()).peers).toBe(2);
  await lookAt(ada, 4_000, -2_000, 0.5);
  const call = async ({ page }: Person) => {
    await page.keyboard.press('Control+/');
    await page.getByRole('searchbox').fill('bring everyone');
  };
  await call(vic);
  await expect(vic.page.getByRole('option', { name: /^Bring everyone/ })).toHaveAttribute('aria-disabled', 'true');
  await vic.page.keyboard.press('Escape');
  await call(ada);
  await ada.page.keyboard.press('Enter');
  for (const { page } of [ben, vic]) {
    const before = await page.evaluate(() => window.gesso.camera.get());
    const go = page.getByRole('button', { name: 'Go there Alt J' });
    await expect(go).toBeVisible();
    expect(await page.evaluate(() => window.gesso.camera.get())).toEqual(before);
    // By the button that one has walked to, or by its key from wherever one is.
    if (page === ben.page) {
      await go.press('Enter');
      await expect(page.getByRole('application')).toBeFocused();
    } else await page.keyboard.press('Alt+j');
    await expect.poll(async () => Math.round((await page.evaluate(() => window.gesso.camera.get())).x)).toBe(4_000);
    await expect(go).toHaveCount(0);
  }
  for (const person of [ada, ben, vic]) await person.leave();
});
