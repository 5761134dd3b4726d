import { type Browsing, openBrowser } from './canvas/browser.ts';
import { around, type Camera, fitting, zoomIn } from './canvas/camera.ts';
import { saidAbout } from './canvas/commented.ts';
import { makeScenes, type Scene } from './canvas/scene.ts';
import { type Loading, load, play, show } from './canvas/subject.ts';
import { comments } from './config.ts';
import { startGesso } from './gesso.ts';
import { type Row, rounded } from './row.ts';
import { say } from './say.ts';
import { median, quantile } from './statistics.ts';

/** What comments cost a board: opened and zoomed beside the same board on which nothing is said. */

/** One address of the two, and what was measured there. */
interface Side {
  readonly url: string;
  readonly isSaid: boolean;
  readonly loads: Loading[];
  readonly zooms: Zoomed[];
  readonly nears: Zoomed[];
}

/** One gesture: ms from frame to frame, and CPU ms of all the browser's processes per frame. */
interface Zoomed {
  readonly frames: readonly number[];
  readonly cpu: number;
}

/** To and fro between two zooms about the middle: between them the same part of the board is in view. */
const sway = ({ bounds }: Scene, from: number, to: number): Camera[] =>
  Array.from({ length: comments.frames }, (_, i) => {
    const phase = (1 - Math.cos((2 * Math.PI * i) / comments.frames)) / 2;
    return around(bounds, from * (to / from) ** phase);
  });

/** Opens a board as a new person and zooms it: all of it, and as near as one works. */
const visit = async (browser: Browsing, scene: Scene, { url, isSaid, loads, zooms, nears }: Side): Promise<void> => {
  const fit = fitting(scene.bounds);
  const page = await browser.page();
  loads.push(await load(page, url, fit));
  if (isSaid) await page.waitForSelector('.pin');
  const timed = async (path: readonly Camera[]): Promise<Zoomed> => {
    await show(page, path[0] ?? fit);
    const before = await browser.cpuSeconds();
    const { frames } = await play(page, path);
    return { frames, cpu: ((await browser.cpuSeconds()) - before) * (1_000 / frames.length) };
  };
  zooms.push(await timed(zoomIn(scene.bounds)));
  const { least, most } = comments.near;
  nears.push(await timed(sway(scene, least, most)));
  await page.context().close();
};

const rowsOf = (scene: Scene, said: Side, bare: Side): Row[] => {
  const note = `median of ${comments.visits}, in turn; ${scene.elements.length} elements, ${comments.threads} threads; baseline: the same board without`;
  const row = (name: string, of: (side: Side) => number, goal: number, more = {}): Row => {
    const [value, baseline] = [of(said), of(bare)];
    return { name, unit: 'ms', value, baseline, goal: rounded(goal * baseline), ...more };
  };
  const { load: loading, zoom } = comments.goals;
  const gesture = (name: string, of: (side: Side) => readonly Zoomed[]): Row[] => {
    const frames = (side: Side) => of(side).flatMap((one) => one.frames);
    return [
      row(`${name}: frame`, (side) => median(frames(side)), zoom),
      row(`${name}: frame, p95`, (side) => quantile(frames(side), 0.95), zoom),
      row(`${name}: CPU per frame`, (side) => median(of(side).map(({ cpu }) => cpu)), zoom),
    ];
  };
  const middle = (read: (times: Loading) => number) => (side: Side) => median(side.loads.map(read));
  return [
    row(
      'load to open board',
      middle(({ open }) => open),
      loading,
      { note },
    ),
    row(
      'load to first ink on the screen',
      middle(({ ink }) => ink),
      loading,
    ),
    row(
      'load to complete paint',
      middle(({ painted }) => painted),
      loading,
    ),
    ...gesture('zoom in from all in view', ({ zooms }) => zooms),
    ...gesture('zoom to and fro near by', ({ nears }) => nears),
  ];
};

export const commentsBench = async (): Promise<readonly Row[]> => {
  const [scene] = makeScenes(comments.board);
  if (scene === undefined) throw new Error(`no scene "${comments.board}"`);
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const [one, other] = [await server.newBoard(), await server.newBoard()];
    await one.put(scene.update);
    await other.put(scene.update);
    await one.put(saidAbout(scene, await one.me()));
    const side = (path: string, isSaid: boolean): Side => ({
      ...{ url: `${server.url}${path}`, isSaid },
      ...{ loads: [], zooms: [], nears: [] },
    });
    const [said, bare] = [side(one.path, true), side(other.path, false)];
    for (let i = 0; i < comments.visits; i++) {
      for (const one of i % 2 === 0 ? [bare, said] : [said, bare]) await visit(browser, scene, one);
    }
    return say(rowsOf(scene, said, bare));
  } finally {
    await browser.close();
    await server.stop();
  }
};
