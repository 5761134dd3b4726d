import { setTimeout as delay } from 'node:timers/promises';
import { openBrowser } from '../canvas/browser.ts';
import { fitting } from '../canvas/camera.ts';
import { exportPicture } from '../canvas/edits.ts';
import { makeScenes, type Scene } from '../canvas/scene.ts';
import { load } from '../canvas/subject.ts';
import { server as magnitudes } from '../config.ts';
import { type NewBoard, startGesso } from '../gesso.ts';
import { type Row, rounded } from '../row.ts';
import { median } from '../statistics.ts';

export const sceneOf = (name: string): Scene => {
  const [scene] = makeScenes(name);
  if (scene === undefined) throw new Error(`no scene "${name}"`);
  return scene;
};

const scaleTo = ({ bounds: { w, h } }: Scene, side: number): number => side / Math.max(w, h);

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Width and height stand in the first bytes of a PNG. */
const checkSide = (png: Uint8Array, side: number): void => {
  const view = new DataView(png.buffer, png.byteOffset);
  const longer = Math.max(view.getUint32(16), view.getUint32(20));
  if (Math.abs(longer - side) > 8) throw new Error(`the picture is ${longer} pixels wide`);
};

const paint = async (board: NewBoard, scene: Scene, side: number): Promise<void> =>
  checkSide(await board.picture(scaleTo(scene, side)), side);

export const pictureRows = async (): Promise<readonly Row[]> => {
  const scene = sceneOf(magnitudes.board);
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const board = await server.newBoard();
    await board.put(scene.update);
    await server.compacted();
    const page = await browser.page();
    await load(page, `${server.url}${board.path}`, fitting(scene.bounds));
    const [here, there]: [number[], number[]] = [[], []];
    // The first of each starts a thread.
    const first = await timed(() => paint(board, scene, magnitudes.side));
    await exportPicture(page, scene.bounds, magnitudes.side);
    for (let i = 0; i < magnitudes.times; i++) {
      here.push(await timed(() => paint(board, scene, magnitudes.side)));
      there.push((await exportPicture(page, scene.bounds, magnitudes.side)).ms);
    }
    const baseline = median(there);
    const note = `median of ${magnitudes.times}, by turns; the first ${Math.round(first)} ms; baseline: the browser's`;
    const goal = rounded(magnitudes.goals.picture * baseline);
    return [
      {
        name: `PNG of ${magnitudes.board}, ${magnitudes.side} pixels`,
        value: median(here),
        unit: 'ms',
        baseline,
        goal,
        note,
      },
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
};

export const memoryRows = async (): Promise<readonly Row[]> => {
  const scene = sceneOf(magnitudes.board);
  const { count, side, settleMs } = magnitudes.exports;
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    await board.put(scene.update);
    await server.compacted();
    const before = (await server.usage()).rssMB;
    let most = 0;
    for (let i = 0; i < count; i++) {
      await paint(board, scene, side);
      most = Math.max(most, (await server.usage()).rssMB);
    }
    const ended = performance.now();
    const goal = (before * 1e6) / 2 ** 20 + magnitudes.goals.memory;
    const now = async () => ((await server.usage()).rssMB * 1e6) / 2 ** 20;
    let value = await now();
    while (value > goal && performance.now() - ended < settleMs) {
      await delay(1_000);
      value = await now();
    }
    return [
      {
        name: `memory after ${count} pictures of ${magnitudes.board}`,
        value,
        unit: 'MiB',
        baseline: (before * 1e6) / 2 ** 20,
        goal: rounded(goal),
        note: `${Math.round((performance.now() - ended) / 1_000)} s after the last; most ${Math.round(most)} MB; baseline: before the first`,
      },
    ];
  } finally {
    await server.stop();
  }
};
