import type { Page } from '@playwright/test';
import { open, openWithout, type Person } from './helpers/board-page.ts';
import { differingPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

/** Edges of ink may come out a shade differently when a tile was patched; anything more is a wrong picture. */
const mostDiffering = 12;

/** How many workers paint tiles now. Others come and go. */
const tilePainters = (page: Page): number =>
  page.workers().filter((worker) => worker.url().includes('tile-worker')).length;

interface Plan {
  readonly seed: number;
  readonly steps: number;
}

/**
 * Adds, changes, removes, takes back and looks around at random, with pauses of no, one or a few frames in between, so that
 * tiles are painted, patched and thrown away half-way. In the page, because frames are there.
 */
const play = (page: Page, plan: Plan): Promise<number> =>
  page.evaluate(async ({ seed, steps }) => {
    let state = seed;
    // Mulberry32, public domain.
    const random = (): number => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const colors = ['#24272c', '#c92a2a', '#1864ab', '#2b8a3e'];
    const place = () => ({ x: Math.round(random() * 2_400 - 400), y: Math.round(random() * 1_600 - 300) });
    const stroke = () => ({
      kind: 'stroke',
      ...place(),
      color: pick(colors),
      brush: pick(['pen', 'pen', 'marker', 'highlighter']),
      width: pick([1, 4, 12]),
      points: Array.from({ length: 30 }, (_, i) => [i * 6, 40 * Math.sin(i / 3 + random())]),
    });
    const shape = () => ({
      kind: pick(['rect', 'ellipse', 'diamond']),
      ...place(),
      width: 40 + random() * 300,
      height: 30 + random() * 200,
      color: pick(colors),
      fill: pick(['none', '#dbe1fd']),
      rotation: pick([0, 0, 0.7]),
      text: pick(['', '', 'inside']),
    });
    const text = () => ({ kind: 'text', ...place(), text: pick(['paper and ink', 'a line\nand another']), size: 28 });
    const arrow = () => ({
      kind: 'arrow',
      ...place(),
      points: [
        [0, 0],
        [random() * 300, random() * 200],
      ],
    });
    const make = () => pick([stroke, stroke, stroke, shape, text, arrow])();
    const frames = async (count: number) => {
      for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    const { board, camera } = window.gesso;
    const ids = () => board.elements().map(({ id }) => id);
    const acts: readonly (() => void)[] = [
      () => void board.add(Array.from({ length: pick([1, 1, 5, 40]) }, make)),
      () => {
        const id = pick(ids());
        if (id !== undefined) board.patch(id, { ...place() });
      },
      () => {
        const id = pick(ids());
        if (id !== undefined) board.patch(id, { color: pick(colors), opacity: pick([40, 100]) });
      },
      () => board.remove(ids().filter(() => random() < 0.05)),
      () => window.gesso.undo(),
      () => window.gesso.redo(),
      () => camera.set({ x: random() * 1_200 - 300, y: random() * 800 - 200 }),
      () => camera.set({ zoom: pick([0.13, 0.25, 0.4, 0.5, 0.77, 1, 1.6, 2.5]) }),
      () => camera.fit(),
    ];
    board.add(Array.from({ length: 150 }, make));
    for (let i = 0; i < steps; i++) {
      pick(acts)();
      await frames(pick([0, 0, 1, 1, 2, 6]));
    }
    return ids().length;
  }, plan);

/** Compares what a person sees with what a person sees who has just come, from several places. */
const compare = async (ada: Person, bob: Person): Promise<void> => {
  const views = [
    { x: -200, y: -150, zoom: 1 },
    { x: -600, y: -500, zoom: 0.3 },
    { x: 140.3, y: 77.7, zoom: 0.77 },
  ];
  const here = await ada.page.evaluate(() => window.gesso.camera.get());
  for (const camera of [here, ...views]) {
    const pictures: Buffer[] = [];
    for (const { page } of [ada, bob]) await page.evaluate((next) => window.gesso.camera.set(next), camera);
    for (const person of [ada, bob]) pictures.push(await person.picture());
    const [seen, fresh] = pictures;
    if (seen === undefined || fresh === undefined) throw new Error('no pictures');
    expect(differingPixels(seen, fresh), JSON.stringify(camera)).toBeLessThanOrEqual(mostDiffering);
  }
};

test.describe('what is on the screen', () => {
  for (const seed of [1, 2, 3]) {
    test(`after any edits and camera moves it is what a fresh page shows (seed ${seed})`, async ({
      browser,
      server,
    }) => {
      const ada = await open(browser, server.url);
      const count = await play(ada.page, { seed, steps: 90 });
      expect(count).toBeGreaterThan(0);
      await ada.sees('saved');
      const bob = await open(browser, ada.address());
      await bob.has(count);
      await compare(ada, bob);
      await bob.leave();
      await ada.leave();
    });
  }

  test('is the same whether a worker paints it, or there is none, or it cannot be had', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await expect.poll(() => tilePainters(ada.page)).toBe(1);
    const count = await play(ada.page, { seed: 4, steps: 60 });
    await ada.sees('saved');
    for (const lack of ['workers', 'tile-worker'] as const) {
      const bob = await openWithout(lack, browser, ada.address());
      await bob.has(count);
      await compare(ada, bob);
      expect(tilePainters(bob.page)).toBe(0);
      await bob.leave();
    }
    await ada.leave();
  });

  test('has settled when text is shown in its own letters, which have to be fetched first', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const bob = await openWithout('workers', browser, ada.address());
    let letCome = () => {};
    const isReleased = new Promise<void>((resolve) => {
      letCome = resolve;
    });
    await bob.context.route('**/*.woff2', async (route) => {
      await isReleased;
      await route.continue();
    });
    await ada.page.evaluate(() => {
      window.gesso.camera.set({ x: 9_000, y: 9_000, zoom: 1 });
      window.gesso.board.add([{ kind: 'text', x: 9_300, y: 9_300, text: 'paper and ink', size: 60, font: 'mono' }]);
    });
    await bob.has(1);
    const whenPainted = await bob.page.evaluate(async () => {
      window.gesso.camera.set({ x: 9_000, y: 9_000, zoom: 1 });
      let hasSettled = false;
      const settled = window.gesso.settled().then(() => {
        hasSettled = true;
      });
      Object.assign(window, { settled });
      for (let i = 0; i < 10; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return { hasSettled, fonts: document.fonts.status };
    });
    expect(whenPainted).toEqual({ hasSettled: false, fonts: 'loading' });
    letCome();
    await bob.page.evaluate(() => Reflect.get(window, 'settled'));
    await bob.context.unroute('**/*.woff2');
    expect(differingPixels(await ada.picture(), await bob.picture())).toBeLessThanOrEqual(mostDiffering);
    await bob.leave();
    await ada.leave();
  });
});
