import type { Page } from '@playwright/test';
import { open, type Person, personAt, put, type Spot } from './helpers/board-page.ts';
import { decodePng, inkPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const line: readonly Spot[] = Array.from({ length: 21 }, (_, i): Spot => [400 + i * 20, 400]);

/** Looks like no shape, however long it is held. */
const wave: readonly Spot[] = Array.from({ length: 21 }, (_, i): Spot => [400 + i * 20, 400 + 40 * Math.sin(i)]);

/** Spots on the way along corners, close enough for a hand. */
const along = (...corners: readonly Spot[]): Spot[] =>
  corners.flatMap(([x, y], i) => {
    const [fromX, fromY] = corners[i - 1] ?? [x, y];
    const steps = i === 0 ? 1 : 12;
    return Array.from(
      { length: steps },
      (_, k): Spot => [fromX + ((x - fromX) * (k + 1)) / steps, fromY + ((y - fromY) * (k + 1)) / steps],
    );
  });

const takeParts = async (person: Person) => {
  await person.pick('Eraser');
  await (await person.styles()).getByRole('button', { name: 'Part', exact: true }).click();
};

const erasedRangesOf = async (person: Person) => (await person.elements()).map((element) => element['cuts']);

/** How much ink is on the screen; with the ring of the eraser out of the way. */
const inkIn = async (person: Person): Promise<number> => {
  await person.page.keyboard.press('v');
  await person.page.mouse.move(100, 700);
  return inkPixels(decodePng(await person.picture()));
};

/** How much ink is in a PNG of the board. */
const pngInk = async ({ page }: Person): Promise<number> => {
  const bytes = await page.evaluate(async () => {
    const blob = await window.gesso.exportBlob({ format: 'png', scale: 2, background: true });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return inkPixels(decodePng(Buffer.from(bytes)));
};

/** Ends the tab of a person without a word. */
const crash = async ({ page, context }: Person) => {
  const cdp = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => undefined);
  await crashed;
};

/** Presses and draws, and leaves the button down. */
const begin = async ({ page }: Person, spots: readonly Spot[]) => {
  const [first = [0, 0], ...rest] = spots;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const spot of rest) await page.mouse.move(...spot);
};

test.describe('the eraser that takes parts', () => {
  test('takes part of a stroke, on the screen and in a PNG, and one undo mends it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw(wave);
    const whole = await inkIn(ada);
    const wholeExported = await pngInk(ada);
    await takeParts(ada);
    await ada.drag([600, 340], [600, 460]);
    await ada.has(1);
    expect(await erasedRangesOf(ada)).toEqual([[expect.any(Number), expect.any(Number)]]);
    const cut = await inkIn(ada);
    expect(cut).toBeLessThan(whole * 0.97);
    expect(cut).toBeGreaterThan(whole * 0.85);
    const exported = await pngInk(ada);
    expect(exported).toBeLessThan(wholeExported * 0.97);
    expect(exported).toBeGreaterThan(wholeExported * 0.85);
    await ada.page.keyboard.press('Control+z');
    expect(await erasedRangesOf(ada)).toEqual([undefined]);
    expect(await inkIn(ada)).toBe(whole);
    await ada.leave();
  });

  test('takes all of a stroke away when nothing is left of it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    // A hand that is slow at its end would make a line of it.
    await put(ada, { kind: 'stroke', x: 0, y: 0, points: line, color: '#24272c', width: 4 });
    await takeParts(ada);
    await begin(ada, [[390, 400], ...line, [810, 400]]);
    await ada.page.mouse.up();
    await ada.has(0);
    await ada.page.keyboard.press('Control+z');
    await ada.has(1);
    await ada.leave();
  });

  test('of two people at one stroke takes what either erases, and each takes back their own', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.draw(wave);
    await ben.has(1);
    await takeParts(ada);
    await takeParts(ben);
    await begin(ada, [
      [500, 340],
      [500, 400],
    ]);
    await begin(ben, [
      [700, 340],
      [700, 400],
    ]);
    await ada.page.mouse.move(500, 460);
    await ben.page.mouse.move(700, 460);
    await ada.page.mouse.up();
    await ben.page.mouse.up();
    const ends = async (person: Person) => ((await erasedRangesOf(person))[0] ?? []) as number[];
    for (const person of [ada, ben]) await expect.poll(async () => (await ends(person)).length).toBe(4);
    expect(await ends(ada)).toEqual(await ends(ben));
    await ada.page.keyboard.press('Control+z');
    for (const person of [ada, ben]) await expect.poll(async () => (await ends(person)).length).toBe(2);
    // What is left is Ben's, on the right half.
    expect((await ends(ada))[0]).toBeGreaterThan(10);
    await ada.leave();
    await ben.leave();
  });

  test('is remembered on this device, and Escape while erasing leaves everything', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw(wave);
    await takeParts(ada);
    await begin(ada, [
      [600, 340],
      [600, 460],
    ]);
    await ada.page.keyboard.press('Escape');
    await ada.page.mouse.up();
    expect(await erasedRangesOf(ada)).toEqual([undefined]);
    await ada.sees('saved');
    await ada.page.reload();
    await ada.has(1);
    await ada.pick('Eraser');
    await expect((await ada.styles()).getByRole('button', { name: 'Part', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await ada.leave();
  });
});

test.describe('ink held still', () => {
  test('becomes a rectangle that follows the pointer; the first undo gives the ink back', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.clock.install();
    // What knows shapes comes with the first stroke.
    const shapes = ada.page.waitForResponse(/recognized-shape/);
    await begin(ada, along([400, 300], [620, 304], [616, 440], [402, 436], [401, 302]));
    await (await shapes).finished();
    await ada.page.clock.runFor(700);
    await ada.page.mouse.move(360, 275);
    await ada.page.mouse.up();
    await ada.has(1);
    const [shape] = await ada.elements();
    expect(shape?.kind).toBe('rect');
    expect(shape?.x).toBeLessThan(395);
    await ada.page.keyboard.press('Control+z');
    expect((await ada.elements()).map(({ kind }) => kind)).toEqual(['stroke']);
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });
});

test.describe('a stroke that was begun is not lost', () => {
  const reopened = async (ada: Person, url: string): Promise<Person> => {
    const page: Page = await ada.context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => window.gesso !== undefined);
    return personAt(page, ada.context);
  };

  test('when its tab is closed while the pen is down', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const url = ada.address();
    await begin(ada, wave);
    // A window that closes may lose its focus after it was told to go.
    await ada.page.evaluate(() => addEventListener('pagehide', () => dispatchEvent(new Event('blur'))));
    await ada.page.close({ runBeforeUnload: false });
    const again = await reopened(ada, url);
    await again.has(1);
    expect((await again.elements())[0]?.points?.length).toBeGreaterThan(2);
    await again.sees('saved');
    await again.page.keyboard.press('Control+z');
    await again.has(0);
    await again.leave();
  });

  test('when its tab crashes while the pen is down', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const url = ada.address();
    await begin(ada, wave);
    await ada.page.waitForFunction(() =>
      Object.keys(localStorage).some(
        (key) => key.startsWith('gesso.ink.') && (localStorage[key] as string).includes('[320,'),
      ),
    );
    await crash(ada);
    const again = await reopened(ada, url);
    await again.has(1);
    expect((await again.elements())[0]).toMatchObject({ kind: 'stroke', x: 400, y: 400 });
    await again.leave();
  });

  test('is not drawn twice by another tab that is open on the same board', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    await begin(ada, wave);
    const other = await reopened(ada, ada.address());
    await other.sees('saved');
    await other.has(0);
    await ada.page.mouse.up();
    await other.has(1);
    await ada.has(1);
    await ada.leave();
  });

  test('is drawn by another tab that was open on the same board, when its own is closed', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    await begin(ada, wave);
    await ada.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('gesso.ink.')));
    const other = await reopened(ada, ada.address());
    await other.sees('saved');
    await other.has(0);
    await ada.page.close({ runBeforeUnload: false });
    await other.has(1);
    await other.sees('saved');
    await other.leave();
  });
});

test.describe('ink of others', () => {
  test('is seen while it is drawn, and goes when its author vanishes', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await expect.poll(async () => (await ben.status()).peers).toBe(1);
    const empty = await inkIn(ben);
    await begin(ada, line);
    await ada.page.mouse.move(800, 700);
    // Ada's cursor, which is on Ben's screen too, is a few hundred pixels; her line is well over a thousand.
    await expect.poll(async () => (await inkIn(ben)) - empty).toBeGreaterThan(1_000);
    // A page that is closed may yet save what is under its pen; one that crashes cannot.
    await crash(ada);
    await expect.poll(async () => (await ben.status()).peers).toBe(0);
    await expect.poll(() => inkIn(ben)).toBe(empty);
    await ben.has(0);
    await ben.leave();
  });
});
