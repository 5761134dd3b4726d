import type { Page } from 'playwright-core';
import { openBrowser } from '../canvas/browser.ts';
import { fitting } from '../canvas/camera.ts';
import { load } from '../canvas/subject.ts';
import { server as magnitudes } from '../config.ts';
import { startGesso } from '../gesso.ts';
import { type Row, rounded } from '../row.ts';
import { median } from '../statistics.ts';
import { sceneOf } from './pictures.ts';

/** Presses the version in the history; ms until its picture is complete. */
const show = async (page: Page): Promise<number> => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  await page.locator('[data-version]').filter({ hasText: 'Before' }).waitFor();
  return page.evaluate(async () => {
    const row = [...document.querySelectorAll<HTMLElement>('[data-version]')].find((one) =>
      one.textContent?.includes('Before'),
    );
    const start = performance.now();
    row?.click();
    while (document.querySelector('.past[data-painted]') === null) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
};

export const versionRows = async (): Promise<readonly Row[]> => {
  const scene = sceneOf(magnitudes.board);
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const board = await server.newBoard();
    await board.put(scene.update);
    await server.compacted();
    await board.keepVersion('Before');
    const [loads, shows]: [number[], number[]] = [[], []];
    for (let i = 0; i < magnitudes.times; i++) {
      const page = await browser.page();
      loads.push((await load(page, `${server.url}${board.path}`, fitting(scene.bounds))).painted);
      shows.push(await show(page));
      await page.context().close();
    }
    const baseline = median(loads);
    const goal = rounded(magnitudes.goals.version * baseline);
    const note = `median of ${magnitudes.times}, from the press to a complete picture; baseline: the board's own load`;
    return [{ name: `version of ${magnitudes.board} shown`, value: median(shows), unit: 'ms', baseline, goal, note }];
  } finally {
    await browser.close();
    await server.stop();
  }
};
