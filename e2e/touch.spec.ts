import type { Browser } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { type Hands, handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

const tablet = { viewport: { width: 1024, height: 768 }, hasTouch: true };

const atTablet = async (browser: Browser, url: string): Promise<{ ada: Person; hands: Hands }> => {
  const ada = await open(browser, url, tablet);
  return { ada, hands: await handsOf(ada) };
};

/** Four rows and two columns of 140 by 40. */
const fourRows = { kind: 'table', x: 400, y: 300, cells: Array.from({ length: 4 }, () => ['a', 'b']) };

const cameraOf = ({ page }: Person) => page.evaluate(() => window.gesso.camera.get());

const penLine = async ({ pen }: Hands, y: number) => {
  await pen.hover(300, y);
  await pen.down(300, y);
  for (let x = 320; x <= 500; x += 20) await pen.move(x, y);
  await pen.up(500, y);
};

test.describe('a pen', () => {
  test('draws as hard as it is pressed, and wider when it is laid over', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    for (const [y, tiltX] of [
      [300, 0],
      [400, 85],
    ] as const) {
      await hands.pen.down(300, y, { force: 0.2, tiltX });
      for (let i = 1; i <= 8; i += 1) await hands.pen.move(300 + i * 20, y, { force: 0.2 + i * 0.05, tiltX });
      await hands.pen.up(460, y);
    }
    await ada.has(2);
    const [upright = [], leaning = []] = (await ada.elements()).map(({ points = [] }) => points.map((p) => p[2] ?? -1));
    expect(upright[0]).toBeCloseTo(0.2, 1);
    expect(upright.at(-2)).toBeGreaterThan(0.5);
    expect(leaning[4]).toBeGreaterThan((upright[4] ?? 1) * 1.3);
    await ada.leave();
  });

  test('keeps the hand that holds it from drawing, panning and undoing', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await hands.pen.down(300, 300);
    await hands.pen.move(340, 300);
    await hands.touch('touchStart', { id: 1, x: 600, y: 500, radius: 45 });
    await hands.touch('touchMove', { id: 1, x: 620, y: 540, radius: 45 });
    await hands.touch('touchStart', { id: 1, x: 620, y: 540, radius: 45 }, { id: 2, x: 700, y: 560 });
    await hands.pen.move(400, 300);
    await hands.touch('touchEnd');
    await hands.pen.move(460, 300);
    await hands.pen.up(460, 300);
    await ada.has(1);
    expect((await ada.elements())[0]?.points).toHaveLength(4);
    expect(await cameraOf(ada)).toEqual({ x: 0, y: 0, zoom: 1 });
    await ada.leave();
  });

  test('takes back what a resting palm had begun before it came down', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await hands.touch('touchStart', { id: 1, x: 600, y: 500 });
    await hands.touch('touchMove', { id: 1, x: 604, y: 503 });
    await penLine(hands, 300);
    await hands.touch('touchEnd');
    await ada.has(1);
    expect((await ada.elements())[0]).toMatchObject({ x: 300, y: 300 });
    await ada.leave();
  });

  test('once seen leaves panning to one finger, and zooming to two', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await penLine(hands, 300);
    await hands.touch('touchStart', { id: 1, x: 500, y: 500 });
    for (let i = 1; i <= 4; i += 1) await hands.touch('touchMove', { id: 1, x: 500 + 10 * i, y: 500 });
    await hands.touch('touchEnd');
    await ada.has(1);
    expect((await cameraOf(ada)).x).toBeCloseTo(-40, 0);
    await hands.touch('touchStart', { id: 1, x: 400, y: 500 });
    await hands.touch('touchStart', { id: 1, x: 400, y: 500 }, { id: 2, x: 500, y: 500 });
    for (let i = 1; i <= 5; i += 1)
      await hands.touch('touchMove', { id: 1, x: 400 - 10 * i, y: 500 }, { id: 2, x: 500 + 10 * i, y: 500 });
    await hands.touch('touchEnd');
    expect((await cameraOf(ada)).zoom).toBeCloseTo(2, 1);
    await ada.has(1);
    await ada.leave();
  });

  test('erases with its barrel button and with its eraser end, and draws again after', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await penLine(hands, 300);
    await ada.has(1);
    await hands.pen.down(400, 270, { with: 'barrel' });
    for (let y = 280; y <= 330; y += 10) await hands.pen.move(400, y, { with: 'barrel' });
    await hands.pen.up(400, 330);
    await ada.has(0);
    await penLine(hands, 300);
    await ada.has(1);
    await hands.pen.erase([400, 270], [400, 330]);
    await ada.has(0);
    await penLine(hands, 300);
    await ada.has(1);
    await ada.leave();
  });
});

test.describe('fingers', () => {
  test('two that tap undo, three redo, and neither leaves a mark', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await hands.touch('touchStart', { id: 1, x: 300, y: 300 });
    for (let x = 320; x <= 400; x += 20) await hands.touch('touchMove', { id: 1, x, y: 310 });
    await hands.touch('touchEnd');
    await ada.has(1);
    const drawn = await ada.elements();
    await hands.tap({ id: 1, x: 400, y: 400 }, { id: 2, x: 480, y: 400 });
    await ada.has(0);
    await hands.tap({ id: 1, x: 400, y: 400 }, { id: 2, x: 480, y: 400 }, { id: 3, x: 560, y: 400 });
    await ada.has(1);
    expect(await ada.elements()).toEqual(drawn);
    await ada.leave();
  });

  test('a second one takes back what the first has just begun, and both move the paper', async ({
    browser,
    server,
  }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await hands.touch('touchStart', { id: 1, x: 300, y: 300 });
    for (const x of [400, 500]) await hands.touch('touchMove', { id: 1, x, y: 300 });
    await hands.touch('touchStart', { id: 1, x: 500, y: 300 }, { id: 2, x: 600, y: 300 });
    for (let i = 1; i <= 4; i += 1)
      await hands.touch('touchMove', { id: 1, x: 500, y: 300 + 10 * i }, { id: 2, x: 600, y: 300 + 10 * i });
    await hands.touch('touchEnd');
    expect((await cameraOf(ada)).y).toBeCloseTo(-40, 0);
    await ada.has(0);
    expect(await ada.page.evaluate(() => window.gesso.status().unsaved)).toBe(0);
    await ada.leave();
  });

  for (const [what, element, second] of [
    ['a shape', { kind: 'rect', x: 400, y: 300, width: 280, height: 160, fill: '#dbe1fd' }, [540, 400]],
    ['a border of a table that the first brings about', fourRows, [540, 400]],
    ['a plus of a table that the first brings about', fourRows, [710, 380]],
  ] as const) {
    test(`two that begin to pinch on ${what} zoom, and leave it where it is and unselected`, async ({
      browser,
      server,
    }) => {
      const { ada, hands } = await atTablet(browser, server.url);
      const first = { id: 1, x: 430, y: 320 };
      await ada.page.evaluate((made) => {
        window.gesso.board.add(made as never);
        window.gesso.tool('select');
      }, element);
      const made = await ada.elements();
      // Once, so that what lies over a table is here before the second finger.
      await hands.tap(first);
      const over = ada.page.locator('.selection-bar, .table-bar');
      await expect(over).toBeVisible();
      await hands.tap({ id: 1, x: 800, y: 600 });
      await expect(over).toHaveCount(0);
      const [x, y] = second;
      await hands.touch('touchStart', first);
      await hands.touch('touchStart', first, { id: 2, x, y });
      for (let i = 1; i <= 4; i += 1) await hands.touch('touchMove', first, { id: 2, x: x + 10 * i, y: y + 10 * i });
      await hands.touch('touchEnd');
      expect((await cameraOf(ada)).zoom).toBeGreaterThan(1.1);
      expect(await ada.elements()).toEqual(made);
      await expect(over).toHaveCount(0);
      await ada.leave();
    });
  }

  // The next tap would be taken for the press that stops what glides: by Chromium, some of the time.
  test('that are swift leave nothing that glides on', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await ada.page.evaluate(() => {
      const counts = { moves: 0, kept: 0 };
      Object.assign(window, { counts });
      window.addEventListener('touchmove', ({ defaultPrevented }) => {
        counts.moves += 1;
        if (defaultPrevented) counts.kept += 1;
      });
    });
    await hands.touch('touchStart', { id: 1, x: 300, y: 300 });
    for (const x of [360, 480, 600]) await hands.touch('touchMove', { id: 1, x, y: 300 });
    await hands.touch('touchEnd');
    await ada.has(1);
    const counts = () => ada.page.evaluate(() => (window as unknown as { counts: Record<string, number> }).counts);
    await expect.poll(async () => (await counts())['moves']).toBeGreaterThan(1);
    const { moves, kept } = await counts();
    expect(kept).toBe(moves);
    await ada.leave();
  });

  test('as wide as a palm draw, until a pen is used: then a palm draws nothing', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    const wide = async (y: number) => {
      await hands.touch('touchStart', { id: 1, x: 300, y, radius: 45 });
      for (let x = 310; x <= 360; x += 10) await hands.touch('touchMove', { id: 1, x, y, radius: 45 });
      await hands.touch('touchEnd');
    };
    await wide(300);
    await ada.has(1);
    await penLine(hands, 400);
    await ada.has(2);
    await ada.page.getByRole('button', { name: 'Fingers draw too', exact: true }).click();
    await wide(500);
    await ada.has(2);
    await ada.leave();
  });
});

test.describe('a pointer that is lost', () => {
  test('with the window leaves its ink and frees the tool', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.mouse.move(300, 300);
    await ada.page.mouse.down();
    await ada.page.mouse.move(400, 320);
    await ada.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await ada.has(1);
    await ada.page.mouse.up();
    await ada.draw([
      [300, 500],
      [420, 520],
    ]);
    await ada.has(2);
    await ada.leave();
  });

  test('to a context menu that opens over it leaves nothing stuck', async ({ browser, server }) => {
    const { ada, hands } = await atTablet(browser, server.url);
    await hands.touch('touchStart', { id: 1, x: 300, y: 300 });
    await hands.touch('touchMove', { id: 1, x: 330, y: 300 });
    await hands.touch('touchCancel');
    await ada.has(0);
    await hands.touch('touchStart', { id: 1, x: 300, y: 400 });
    for (let x = 310; x <= 360; x += 10) await hands.touch('touchMove', { id: 1, x, y: 400 });
    await hands.touch('touchEnd');
    await ada.has(1);
    await ada.leave();
  });
});
