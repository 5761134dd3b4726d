import type { Page } from 'playwright-core';
import { type Baseline, startBaseline } from './canvas/baseline.ts';
import { type Browsing, openBrowser } from './canvas/browser.ts';
import { type Camera, fitting, panClose, panFit, zoomIn } from './canvas/camera.ts';
import { type Arrival, arrivals } from './canvas/cold.ts';
import { drag, dragHub, type Exported, exportPicture, redraws, sweep } from './canvas/edits.ts';
import { inkLatency } from './canvas/ink-latency.ts';
import { pictureFiles } from './canvas/mixed.ts';
import {
  arrivalRows,
  coverageRows,
  type Figures,
  type Gesture,
  mixedRows,
  type Share,
  sceneRows,
  type Work,
} from './canvas/rows.ts';
import { makeScenes, mixedScene, nearest, type Place, type Scene, sceneNames } from './canvas/scene.ts';
import { type Loading, load, play, type Sight, show, watch } from './canvas/subject.ts';
import { canvas } from './config.ts';
import { type Gesso, startGesso } from './gesso.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { median } from './statistics.ts';

/** How a full board looks and feels in a real browser, beside a page with one Konva node per element. */

const perform = async (browser: Browsing, page: Page, path: readonly Camera[]): Promise<Gesture> => {
  const before = await browser.cpuSeconds();
  const motion = await play(page, path);
  const cpu = (await browser.cpuSeconds()) - before;
  return { ...motion, cpuPerFrame: (cpu * 1_000) / motion.frames.length };
};

/** Loads several times, each time with empty storage, and leaves the last page open. */
const loadOften = async (browser: Browsing, url: string, camera: Camera): Promise<{ page: Page; loading: Loading }> => {
  const times: Loading[] = [];
  for (;;) {
    const page = await browser.page();
    times.push(await load(page, url, camera));
    if (times.length === canvas.loads) {
      const of = (read: (time: Loading) => number): number => median(times.map(read));
      const loading = { open: of((t) => t.open), ink: of((t) => t.ink), painted: of((t) => t.painted) };
      return { page, loading };
    }
    await page.context().close();
  }
};

/** JavaScript's own memory of the page, MiB, after a collection. A worker's is not in it. */
const heapMiB = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
};

const middleOf = ({ bounds: { x, y, w, h } }: Scene): Place => ({ x: x + w / 2, y: y + h / 2 });

/** What both pages can do. */
const measure = async (browser: Browsing, page: Page, scene: Scene, loading: Loading): Promise<Figures> => {
  const { bounds, pans } = scene;
  const fit = fitting(bounds);
  const at = async (path: readonly Camera[]): Promise<Gesture> => {
    await show(page, path[0] ?? fit);
    return await perform(browser, page, path);
  };
  const close = await at(panClose(pans[0]));
  const all = await at(panFit(bounds));
  await show(page, fit);
  const zoom = await perform(browser, page, zoomIn(bounds));
  const memory = await browser.rendererMiB();
  const heap = await heapMiB(page);
  await show(page, { x: bounds.x + bounds.w + 1_000, y: bounds.y, zoom: 1 });
  const ink = await inkLatency(page);
  // Ink that was held still has become a line: taking it back gives the ink first.
  await page.evaluate((count) => {
    const { gesso } = window;
    while (gesso !== undefined && gesso.board.elements().length > count) gesso.undo();
  }, scene.elements.length);
  const edited = nearest(scene, middleOf(scene), 1)[0]?.id ?? '';
  await show(page, zoomIn(bounds).at(-1) ?? fit);
  const redrawClose = await redraws(page, edited);
  await show(page, fit);
  const redrawFit = await redraws(page, edited);
  return { load: loading, close, fit: all, zoom, ink, memory, heap, redrawClose, redrawFit };
};

/** What only Gesso can do. */
const work = async (page: Page, scene: Scene): Promise<Work> => {
  const { one, many } = canvas.drags;
  const middle = middleOf(scene);
  const single = await drag(page, scene, middle, one);
  const crowd = await drag(page, scene, middle, many);
  await show(page, fitting(scene.bounds));
  const picture = await exportPicture(page, scene.bounds);
  return { one: single, many: crowd, picture, sweep: await sweep(page, scene.elements.length) };
};

/** Pictures of Gesso in motion and at rest, from places where the timed paths have not been. */
interface Sights {
  readonly close: readonly Sight[];
  readonly fit: readonly Sight[];
  readonly zoom: readonly Sight[];
}

const look = async (page: Page, { bounds, pans }: Scene): Promise<Sights> => {
  const canvases = '.surface canvas';
  const path = panClose(pans[1]);
  // Dots are as dark as thin ink, and what Gesso is held against has none.
  await page.keyboard.press("Control+'");
  await show(page, path[0] ?? fitting(bounds));
  const close = await watch(page, path, canvases);
  await show(page, fitting(bounds));
  const fit = await watch(page, panFit(bounds), canvases);
  await show(page, fitting(bounds));
  const zoom = await watch(page, zoomIn(bounds), canvases);
  await page.keyboard.press("Control+'");
  return { close, fit, zoom };
};

interface Ours {
  readonly figures: Figures;
  readonly sights: Sights;
  readonly work: Work;
}

const onGesso = async (server: Gesso, scene: Scene): Promise<Ours> => {
  const board = await server.newBoard();
  await board.put(scene.update);
  const browser = await openBrowser();
  try {
    const { page, loading } = await loadOften(browser, `${server.url}${board.path}`, fitting(scene.bounds));
    const sights = await look(page, scene);
    const figures = await measure(browser, page, scene, loading);
    return { figures, sights, work: await work(page, scene) };
  } finally {
    await browser.close();
  }
};

/** One share per sight; the last is at rest. */
type Shares = { readonly [K in keyof Sights]: readonly Share[] };

const shareOf = async (page: Page, seen: readonly Sight[]): Promise<Share[]> => {
  const cameras = seen.map(({ camera }) => camera);
  const full = await page.evaluate(
    (list) => list.map((camera) => window.reference?.repaint(camera) ?? Number.NaN),
    cameras,
  );
  return seen.map(({ coverage }, i) => {
    const whole = full[i] ?? Number.NaN;
    return { full: whole, shown: whole === coverage ? 1 : coverage / whole };
  });
};

interface Theirs {
  readonly figures: Figures | undefined;
  readonly picture: Exported | undefined;
  readonly shares: Shares;
}

const onBaseline = async (baseline: Baseline, scene: Scene, sights: Sights): Promise<Theirs> => {
  baseline.serve(scene.update);
  const browser = await openBrowser();
  const shares = async (page: Page): Promise<Shares> => ({
    close: await shareOf(page, sights.close),
    fit: await shareOf(page, sights.fit),
    zoom: await shareOf(page, sights.zoom),
  });
  try {
    if (!scene.nodes) {
      const page = await browser.page();
      await load(page, `${baseline.url}?reference`, fitting(scene.bounds));
      return { figures: undefined, picture: undefined, shares: await shares(page) };
    }
    const { page, loading } = await loadOften(browser, baseline.url, fitting(scene.bounds));
    const figures = await measure(browser, page, scene, loading);
    return { figures, picture: await exportPicture(page, scene.bounds), shares: await shares(page) };
  } finally {
    await browser.close();
  }
};

const arrivalsOf = async (server: Gesso): Promise<{ fast: readonly Arrival[]; slow: readonly Arrival[] }> => {
  const browser = await openBrowser();
  try {
    return {
      fast: await arrivals(browser, server.url, 1),
      slow: await arrivals(browser, server.url, canvas.slowDown),
    };
  } finally {
    await browser.close();
  }
};

/** A board of diagrams and notes, and a drag of the shape that most arrows are tied to. */
const onMixed = async (server: Gesso): Promise<Row[]> => {
  const board = await server.newBoard();
  const assets: string[] = [];
  for (const file of pictureFiles()) assets.push(await board.addPicture(file));
  const scene = mixedScene(assets);
  await board.put(scene.update);
  const browser = await openBrowser();
  try {
    const { page, loading } = await loadOften(browser, `${server.url}${board.path}`, fitting(scene.bounds));
    const at = async (path: readonly Camera[]): Promise<Gesture> => {
      await show(page, path[0] ?? fitting(scene.bounds));
      return await perform(browser, page, path);
    };
    const close = await at(panClose(scene.pans[0]));
    const fit = await at(panFit(scene.bounds));
    await show(page, fitting(scene.bounds));
    const zoom = await perform(browser, page, zoomIn(scene.bounds));
    return mixedRows(scene, { load: loading, close, fit, zoom, hub: await dragHub(page, scene) });
  } finally {
    await browser.close();
  }
};

/** Runs all of it, or only one scene. Throws when there is no such scene. */
export const canvasBench = async (only?: string): Promise<Row[]> => {
  if (only !== undefined && !sceneNames.includes(only)) {
    throw new Error(`no scene "${only}"; there are ${sceneNames.join(', ')}`);
  }
  const rows: Row[] = [];
  const baseline = await startBaseline();
  const server = await startGesso();
  try {
    if (only === undefined) {
      const { fast, slow } = await arrivalsOf(server);
      rows.push(...say(arrivalRows(fast, slow)));
    }
    for (const scene of makeScenes(only)) {
      console.log(`  ${scene.name}: Gesso, then a Konva node per element …`);
      const ours = await onGesso(server, scene);
      const { figures, picture, shares } = await onBaseline(baseline, scene, ours.sights);
      rows.push(
        ...say([
          ...sceneRows(scene, ours.figures, ours.work, figures, picture),
          ...coverageRows(`${scene.name}: pan at 100 %`, shares.close),
          ...coverageRows(`${scene.name}: pan, all in view`, shares.fit),
          ...coverageRows(`${scene.name}: zoom in`, shares.zoom),
        ]),
      );
    }
    if (only === undefined || only === canvas.mixed.name) {
      console.log(`  ${canvas.mixed.name}: Gesso …`);
      rows.push(...say(await onMixed(server)));
    }
  } finally {
    await server.stop();
    baseline.stop();
  }
  return rows;
};
