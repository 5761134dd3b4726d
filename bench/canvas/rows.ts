import { canvas } from '../config.ts';
import type { Row } from '../row.ts';
import { median, quantile } from '../statistics.ts';
import type { Arrival } from './cold.ts';
import type { Drag, Exported, Sweep } from './edits.ts';
import type { Scene } from './scene.ts';
import type { Loading, Motion } from './subject.ts';

/** Measurements in, rows with the goals of `config.ts` out. */

export interface Gesture extends Motion {
  /** CPU ms of all the browser's processes per frame, settling included. */
  readonly cpuPerFrame: number;
}

/** What is measured of Gesso and of the baseline. */
export interface Figures {
  readonly load: Loading;
  readonly close: Gesture;
  readonly fit: Gesture;
  readonly zoom: Gesture;
  readonly ink: readonly number[];
  /** MiB; undefined where the system does not tell. */
  readonly memory: number | undefined;
  readonly heap: number;
  readonly redrawClose: readonly number[];
  readonly redrawFit: readonly number[];
}

/** What only Gesso can do. */
export interface Work {
  readonly one: Drag;
  readonly many: Drag;
  readonly sweep: Sweep;
  readonly picture: Exported;
}

/** Ink of a full repaint, and ink shown as a share of it. */
export interface Share {
  readonly full: number;
  readonly shown: number;
}

interface Optional {
  readonly goal?: number;
  readonly least?: number;
  readonly note?: string;
}

/** A row that has a baseline when there is one. */
const row = (name: string, unit: string, value: number, baseline: number | undefined, more: Optional = {}): Row => ({
  name,
  unit,
  value,
  ...(baseline === undefined ? {} : { baseline }),
  ...more,
});

const fps = ({ frames }: Gesture): number => (frames.length * 1_000) / frames.reduce((sum, ms) => sum + ms, 0);

const loadRows = (
  { name, goals, elements, points, update }: Scene,
  ours: Loading,
  bare: Loading | undefined,
): Row[] => {
  const facts = `${elements.length} elements, ${points} points, ${(update.length / 1e6).toFixed(2)} MB`;
  const note = `median of ${canvas.loads}; ${facts}; baseline without network, storage and interface`;
  return [
    row(`${name}: load to open board`, 'ms', ours.open, bare?.open),
    row(`${name}: load to first ink on the screen`, 'ms', ours.ink, bare?.ink),
    row(`${name}: load to complete paint`, 'ms', ours.painted, bare?.painted, { goal: goals.load, note }),
  ];
};

const gestureRows = (
  name: string,
  ours: Gesture,
  bare: Gesture | undefined,
  goals: { readonly fps: number; readonly cpu?: number },
): Row[] => [
  row(`${name}: frames per second`, 'fps', fps(ours), bare && fps(bare), { least: goals.fps }),
  row(`${name}: frame, p95`, 'ms', quantile(ours.frames, 0.95), bare && quantile(bare.frames, 0.95), { goal: 17 }),
  row(`${name}: CPU per frame`, 'ms', ours.cpuPerFrame, bare?.cpuPerFrame, {
    ...(goals.cpu === undefined ? {} : { goal: goals.cpu }),
    note: 'all processes of the browser, settling included',
  }),
];

/** Every figure of a board but its ink coverage. Without a baseline the rows stand alone. */
export const sceneRows = (
  scene: Scene,
  ours: Figures,
  work: Work,
  bare: Figures | undefined,
  barePicture: Exported | undefined,
): Row[] => {
  const { name, goals } = scene;
  const of = (what: string): string => `${name}: ${what}`;
  const inkNote = `${ours.ink.length} frames (baseline ${bare?.ink.length ?? 0})`;
  const edits = `median of ${canvas.edits}, at any phase of a frame`;
  const { one, many, sweep, picture } = work;
  const dragRows = (what: string, drag: Drag, start: number, drop: number): Row[] => [
    row(of(`${what}: start`), 'ms', drag.start, undefined, {
      goal: start,
      note: 'from the press to the moved picture',
    }),
    row(of(`${what}: frame, median`), 'ms', median(drag.frames), undefined, { goal: 17 }),
    row(of(`${what}: drop, in its place`), 'ms', drag.shown, undefined),
    row(of(`${what}: drop, tiles up to date`), 'ms', drag.drop, undefined, {
      goal: drop,
      note: 'what was dragged is shown above the tiles until then',
    }),
  ];
  return [
    ...loadRows(scene, ours.load, bare?.load),
    ...gestureRows(of('pan at 100 %'), ours.close, bare?.close, { fps: 59, cpu: 10 }),
    ...gestureRows(of('pan, all in view'), ours.fit, bare?.fit, { fps: 59 }),
    ...gestureRows(of('zoom in'), ours.zoom, bare?.zoom, { fps: 58 }),
    row(of('zoom in: sharp after'), 'ms', ours.zoom.sharpAfter, bare?.zoom.sharpAfter, { goal: goals.sharp }),
    row(of('live ink, event to pixels, median'), 'ms', median(ours.ink), bare && median(bare.ink), {
      goal: 27,
      note: inkNote,
    }),
    row(of('live ink, event to pixels, p95'), 'ms', quantile(ours.ink, 0.95), bare && quantile(bare.ink, 0.95), {
      goal: 48,
      note: inkNote,
    }),
    row(of('redraw after one edit, at 100 %'), 'ms', median(ours.redrawClose), bare && median(bare.redrawClose), {
      goal: 17,
      note: edits,
    }),
    row(of('redraw after one edit, all in view'), 'ms', median(ours.redrawFit), bare && median(bare.redrawFit), {
      goal: 17,
      note: edits,
    }),
    ...dragRows('drag 1', one, 130, 41),
    ...dragRows('drag 500', many, 130, 41),
    row(of('select all + delete + undo'), 'ms', sweep.select + sweep.remove + sweep.undo, undefined, {
      goal: 600,
      note: `${Math.round(sweep.select)} + ${Math.round(sweep.remove)} + ${Math.round(sweep.undo)}, real keys and history, to a complete picture`,
    }),
    row(of('memory of JavaScript'), 'MiB', ours.heap, bare?.heap, { note: 'of the page, after a collection' }),
    ...(ours.memory === undefined
      ? []
      : [row(of('memory of the renderer, PSS'), 'MiB', ours.memory, bare?.memory, { goal: goals.memory })]),
    row(of(`PNG of ${canvas.exportSide} px`), 'ms', picture.ms, barePicture?.ms, {
      goal: 1_300,
      note: `longest time without a frame ${Math.round(picture.longestFrame)} ms`,
    }),
  ];
};

/** Whether what was shown was all there: a renderer that shows too little looks fast. */
export const coverageRows = (name: string, shares: readonly Share[]): Row[] => {
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

/** how a new person arrives. */
export const arrivalRows = (fast: readonly Arrival[], slow: readonly Arrival[]): Row[] => {
  const note = `median of ${canvas.loads}, nothing cached, a new board`;
  return [
    row('first download, gzip', 'kB', median(fast.map(({ download }) => download)), undefined, { goal: 180 }),
    row('interactive, cold', 'ms', median(fast.map(({ interactive }) => interactive)), undefined, { goal: 400, note }),
    row(
      `first stroke possible, cold, processor ${canvas.slowDown} times slower`,
      'ms',
      median(slow.map(({ interactive }) => interactive)),
      undefined,
      { note },
    ),
  ];
};

/** What is measured of a board of diagrams. */
export interface MixedFigures extends Pick<Figures, 'load' | 'close' | 'fit' | 'zoom'> {
  readonly hub: Drag;
}

/** A board of diagrams: it should move like ink does. */
export const mixedRows = (scene: Scene, { load, close, fit, zoom, hub }: MixedFigures): Row[] => {
  const of = (figure: string): string => `${scene.name}: ${figure}`;
  const { spokes } = canvas.mixed;
  return [
    ...loadRows(scene, load, undefined),
    ...gestureRows(of('pan at 100 %'), close, undefined, { fps: 59, cpu: 10 }),
    ...gestureRows(of('pan, all in view'), fit, undefined, { fps: 59 }),
    ...gestureRows(of('zoom in'), zoom, undefined, { fps: 58 }),
    row(of(`drag a shape with ${spokes} arrows: frame`), 'ms', median(hub.frames), undefined, { goal: 17 }),
    row(of(`drag a shape with ${spokes} arrows: frame, p95`), 'ms', quantile(hub.frames, 0.95), undefined, {
      goal: 17,
    }),
    row(of(`drag a shape with ${spokes} arrows: drop, in its place`), 'ms', hub.shown, undefined),
  ];
};
