import { openBoard as openDocument } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import type { Page } from 'playwright-core';
import * as Y from 'yjs';
import { openBrowser } from './canvas/browser.ts';
import { type Camera, fitting } from './canvas/camera.ts';
import { makeScenes, type Scene } from './canvas/scene.ts';
import { replay, seed } from './config.ts';
import { type NewBoard, startGesso } from './gesso.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { median, quantile } from './statistics.ts';

/** How a board was drawn, gone through with the slider: beside the same slider on a film of a few strokes. */

/** What each element was drawn by: one update after the other, as people draw. */
const drawn = ({ elements }: Scene, count: number): Uint8Array[] => {
  const doc = new Y.Doc();
  doc.clientID = 0x5eed5eed;
  const board = openDocument(doc, { random: seededRandom(seed) });
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const element of elements.slice(0, count))
    if (element.kind !== 'unknown') board.edit((writer) => writer.add(element));
  return updates;
};

/** ms from frame to frame while the slider is drawn from one end to the other and back, and until the board has caught up. */
interface Scrubbed {
  readonly frames: readonly number[];
  readonly settled: number;
}

/** Shows a board as it is now. */
const openBoard = async (page: Page, url: string, camera: Camera): Promise<void> => {
  await page.goto(url);
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(async (first) => {
    await window.gesso?.ready;
    window.gesso?.camera.set(first);
    await window.gesso?.settled();
  }, camera);
};

/** Opens the replay by the panel, stops it, and waits until the film is there. */
const openReplay = async (page: Page): Promise<number> => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const button = page.getByRole('button', { name: 'Watch how it was drawn' });
  await button.waitFor();
  const begun = performance.now();
  await button.click();
  await page.locator('.replay-bar input[type=range]').waitFor();
  const took = performance.now() - begun;
  // Playing by itself, as people find it.
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
  return took;
};

const scrub = (page: Page): Promise<Scrubbed> =>
  page.evaluate(async (steps) => {
    const slider = document.querySelector<HTMLInputElement>('.replay-bar input[type=range]');
    if (slider === null) throw new Error('no slider');
    const frames: number[] = [];
    let last: number | undefined;
    const next = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let i = 0; i <= 2 * steps; i++) {
      slider.valueAsNumber = (Number(slider.max) * (i <= steps ? i : 2 * steps - i)) / steps;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      const now = await next();
      if (last !== undefined) frames.push(now - last);
      last = now;
    }
    const begun = performance.now();
    // What is behind goes on in frames that follow each other without a gap.
    for (let calm = 0; calm < 5; ) {
      const before = performance.now();
      await next();
      calm = performance.now() - before < 20 ? calm + 1 : 0;
    }
    return { frames, settled: performance.now() - begun };
  }, replay.steps);

const putAll = async (board: NewBoard, updates: readonly Uint8Array[]): Promise<void> => {
  for (const update of updates) await board.put(update);
};

export const replayBench = async (): Promise<readonly Row[]> => {
  const [scene] = makeScenes(replay.board);
  if (scene === undefined) throw new Error(`no scene "${replay.board}"`);
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const visit = async (count: number) => {
      const board = await server.newBoard();
      await putAll(board, drawn(scene, count));
      const page = await browser.page();
      await openBoard(page, `${server.url}${board.path}`, fitting(scene.bounds));
      const opened = await openReplay(page);
      const atOnce = await scrub(page);
      const begun = performance.now();
      if (count > replay.few) await page.locator('.past-still[data-whole]').waitFor({ state: 'attached' });
      const pictures = performance.now() - begun;
      const runs: Scrubbed[] = [];
      for (let i = 0; i < replay.runs; i++) runs.push(await scrub(page));
      await page.context().close();
      return {
        opened,
        pictures,
        atOnce: atOnce.frames,
        frames: runs.flatMap(({ frames }) => frames),
        settled: runs.map(({ settled }) => settled),
      };
    };
    const few = await visit(replay.few);
    const many = await visit(scene.elements.length);
    const note = `${scene.elements.length} strokes and shapes, one step each; baseline: ${replay.few}`;
    const { median: middle, p95 } = replay.goals;
    return say([
      {
        name: 'slider: frame',
        unit: 'ms',
        value: median(many.frames),
        baseline: median(few.frames),
        goal: middle,
        note,
      },
      {
        ...{ name: 'slider: frame, p95', unit: 'ms', value: quantile(many.frames, 0.95) },
        ...{ baseline: quantile(few.frames, 0.95), goal: p95 },
      },
      {
        ...{ name: 'slider drawn before there are pictures: frame, p95', unit: 'ms' },
        ...{ value: quantile(many.atOnce, 0.95), baseline: quantile(few.atOnce, 0.95) },
      },
      { name: 'from there to pictures of all of it', unit: 'ms', value: many.pictures },
      {
        name: 'slider let go to smooth frames',
        unit: 'ms',
        value: median(many.settled),
        baseline: median(few.settled),
      },
      { name: 'Replay pressed to the first frame of it', unit: 'ms', value: many.opened, baseline: few.opened },
    ]);
  } finally {
    await browser.close();
    await server.stop();
  }
};
