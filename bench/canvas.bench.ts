import type { Page } from 'playwright-core';
import { type Baseline, startBaseline } from './canvas/baseline.ts';
import { type Browsing, openBrowser } from './canvas/browser.ts';
import { type Camera, fitting, panClose, panFit, zoomIn } from './canvas/camera.ts';
import { inkLatency } from './canvas/ink-latency.ts';
import { makeScenes, type Scene } from './canvas/scene.ts';
import { type Loading, load, type Motion, play, type Sight, show, watch } from './canvas/subject.ts';
import { canvas } from './config.ts';
import { type Gesso, startGesso } from './gesso.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { median, quantile } from './statistics.ts';

/** How a full board looks and feels in a real browser, beside a page with one Konva node per stroke. */

interface Gesture extends Motion {
  /** CPU ms of all the browser's processes per frame, settling included. */
  readonly cpuPerFrame: number;
}

interface Figures {
  readonly load: Loading;
  readonly close: Gesture;
  readonly fit: Gesture;
  readonly zoom: Gesture;
  readonly ink: readonly number[];
}

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
      const open = median(times.map((time) => time.open));
      return { page, loading: { open, painted: median(times.map((time) => time.painted)) } };
    }
    await page.context().close();
  }
};

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
  await show(page, { x: bounds.x + bounds.w + 1_000, y: bounds.y, zoom: 1 });
  return { load: loading, close, fit: all, zoom, ink: await inkLatency(page) };
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
  await show(page, path[0] ?? fitting(bounds));
  const close = await watch(page, path, canvases);
  await show(page, fitting(bounds));
  const fit = await watch(page, panFit(bounds), canvases);
  await show(page, fitting(bounds));
  return { close, fit, zoom: await watch(page, zoomIn(bounds), canvases) };
};

const onGesso = async (server: Gesso, scene: Scene): Promise<{ figures: Figures; sights: Sights }> => {
  const board = await server.newBoard();
  await board.put(scene.update);
  const browser = await openBrowser();
  try {
    const { page, loading } = await loadOften(browser, `${server.url}${board.path}`, fitting(scene.bounds));
    const figures = await measure(browser, page, scene, loading);
    return { figures, sights: await look(page, scene) };
  } finally {
    await browser.close();
  }
};

/** Ink of a full repaint, and ink shown as a share of it. */
interface Share {
  readonly full: number;
  readonly shown: number;
}

/** One share per sight; the last is at rest. */
type Shares = { readonly [K in keyof Sights]: readonly Share[] };

const onBaseline = async (
  baseline: Baseline,
  scene: Scene,
  sights: Sights,
): Promise<{ figures: Figures; shares: Shares }> => {
  baseline.serve(scene.update);
  const browser = await openBrowser();
  try {
    const { page, loading } = await loadOften(browser, baseline.url, fitting(scene.bounds));
    const share = async (seen: readonly Sight[]): Promise<Share[]> => {
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
    const shares = {
      close: await share(sights.close),
      fit: await share(sights.fit),
      zoom: await share(sights.zoom),
    };
    return { figures: await measure(browser, page, scene, loading), shares };
  } finally {
    await browser.close();
  }
};

const fps = ({ frames }: Gesture): number => (frames.length * 1_000) / frames.reduce((sum, ms) => sum + ms, 0);

const coverageRows = (name: string, shares: readonly Share[]): Row[] => {
  const unit = '÷ full';
  const rest = shares.at(-1) ?? { full: Number.NaN, shown: Number.NaN };
  const moving = shares.slice(0, -1);
  const covered = (full: number): string => `${(full * 100).toFixed(2)} % of the picture is ink`;
  return [
    { name: `${name}: ink at rest`, value: rest.shown, unit, least: 0.97, goal: 1.03, note: covered(rest.full) },
    {
      name: `${name}: least ink in motion`,
      value: Math.min(...moving.map(({ shown }) => shown)),
      unit,
      least: 0.9,
      note: `${moving.length} looks, ${covered(median(moving.map(({ full }) => full)))}`,
    },
  ];
};

const gestureRows = (name: string, ours: Gesture, bare: Gesture, goals: { fps: number; cpu?: number }): Row[] => [
  { name: `${name}: frames per second`, value: fps(ours), unit: 'fps', least: goals.fps, baseline: fps(bare) },
  { name: `${name}: frame, median`, value: median(ours.frames), unit: 'ms', baseline: median(bare.frames) },
  {
    name: `${name}: frame, p95`,
    value: quantile(ours.frames, 0.95),
    unit: 'ms',
    goal: 17,
    baseline: quantile(bare.frames, 0.95),
  },
  {
    name: `${name}: CPU per frame`,
    value: ours.cpuPerFrame,
    unit: 'ms',
    ...(goals.cpu === undefined ? {} : { goal: goals.cpu }),
    baseline: bare.cpuPerFrame,
    note: 'all processes of the browser, settling included',
  },
];

const inkRows = (name: string, ours: readonly number[], bare: readonly number[]): Row[] => {
  const note = `${ours.length} frames (baseline ${bare.length})`;
  const row = (label: string, q: number, goal: number): Row => ({
    name: `${name}: live ink, event to pixels, ${label}`,
    value: quantile(ours, q),
    unit: 'ms',
    goal,
    baseline: quantile(bare, q),
    note,
  });
  return [row('median', 0.5, 27), row('p95', 0.95, 48)];
};

const rowsOf = (scene: Scene, ours: Figures, bare: Figures, shares: Shares): Row[] => {
  const of = (what: string): string => `${scene.name}: ${what}`;
  const facts = `${scene.strokes} strokes, ${scene.points} points, ${(scene.update.length / 1e6).toFixed(2)} MB`;
  const loads = `median of ${canvas.loads}`;
  return [
    { name: of('load to open board'), value: ours.load.open, unit: 'ms', note: loads },
    {
      name: of('load to complete paint'),
      value: ours.load.painted,
      unit: 'ms',
      goal: 600,
      baseline: bare.load.painted,
      note: `${loads}; ${facts}; baseline without network, storage and interface`,
    },
    ...gestureRows(of('pan at 100 %'), ours.close, bare.close, { fps: 59, cpu: 10 }),
    ...coverageRows(of('pan at 100 %'), shares.close),
    ...gestureRows(of('pan, all in view'), ours.fit, bare.fit, { fps: 59 }),
    ...coverageRows(of(`pan, all in view`), shares.fit),
    ...gestureRows(of('zoom in'), ours.zoom, bare.zoom, { fps: 58 }),
    {
      name: of('zoom in: sharp after'),
      value: ours.zoom.sharpAfter,
      unit: 'ms',
      goal: 60,
      baseline: bare.zoom.sharpAfter,
    },
    ...coverageRows(of('zoom in'), shares.zoom),
    ...inkRows(scene.name, ours.ink, bare.ink),
  ];
};

export const canvasBench = async (): Promise<Row[]> => {
  const rows: Row[] = [];
  const baseline = await startBaseline();
  const server = await startGesso();
  try {
    for (const scene of makeScenes()) {
      console.log(`  ${scene.name}: Gesso, then a Konva node per stroke …`);
      const { figures, sights } = await onGesso(server, scene);
      const { figures: bare, shares } = await onBaseline(baseline, scene, sights);
      rows.push(...say(rowsOf(scene, figures, bare, shares)));
    }
  } finally {
    await server.stop();
    baseline.stop();
  }
  return rows;
};
