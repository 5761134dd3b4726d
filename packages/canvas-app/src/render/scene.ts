import { boundsOf, grounds } from '@gesso/drawing';
import { effect, untracked } from '@preact/signals-core';
import { type Camera, view as viewOf } from '../editor/camera.ts';
import type { EditorState } from '../editor/state.ts';
import { within } from '../waiting.ts';
import { createActiveLayer, type Live } from './active-layer.ts';
import { createSheets } from './canvas-layers.ts';
import { createCursors } from './cursors.ts';
import { gathered, lettered } from './damage.ts';
import { createGrid } from './dot-grid.ts';
import { blending, paintLive } from './draft-layer.ts';
import { createDragCache } from './drag-cache.ts';
import { overlayIsEmpty, paintOverlay } from './overlay.ts';
import type { Pictures } from './pictures.ts';
import { blitTiles, boardElements } from './scene-layer.ts';
import { watchScreen } from './screen.ts';
import { canvasTools, type TilePicture } from './tiles/canvas-pool.ts';
import type { View } from './tiles/plan.ts';
import { createPyramid } from './tiles/pyramid.ts';
import { levelFor } from './tiles/tile-address.ts';
import { tileBudget } from './tiles/tile-cache.ts';
import { attachTileWorker } from './worker/attach-tile-worker.ts';

export interface SceneStats {
  /** Tiles in memory. */
  readonly tiles: number;
  /** Tiles in view that are missing or out of date. */
  readonly pending: number;
  /** ms of work in the last frame. */
  readonly frameMs: number;
  /** Elements on the layer above the tiles. */
  readonly mounted: number;
  /** ms from the newest pointer sample to the end of the work that painted it; the screen shows it one refresh later. */
  readonly inkMs: number | undefined;
}

export interface Scene {
  stop(): void;
  /** Resolves when everything that is due in view has been painted. */
  settled(): Promise<void>;
  stats(): SceneStats;
  /** Paints every layer in the next frame. */
  requestPaint(): void;
}

/**
 * ms of a frame spent on painting tiles: less while the camera moves, so that the next frame is in time, and more until a
 * board that has just been opened is complete or a person draws.
 */
const workTime = { moving: 5, resting: 9, opening: 24 } as const;

/** ms that `settled` waits for fonts. */
const fontPatience = 3_000;

/** An edit or undo that brings at least so many elements is begun to be painted before its frame. */
const large = 512;

/**
 * Shows a board in `container` until stopped. The picture follows the state by itself, one frame behind it at most. The
 * container's size goes into `state.viewport`; nothing else is ever written back.
 */
export const startScene = (container: HTMLDivElement, state: EditorState, pictures?: Pictures): Scene => {
  const sheets = createSheets(container);
  const grid = createGrid();
  const screen = watchScreen(container, state, () => {
    resized = true;
    paintAll();
  });
  const cursors = createCursors(() => screen.reducedMotion());
  let resized = true;
  let frame = 0;
  let frameMs = 0;
  let paintedSample: number | undefined;
  let inkMs: number | undefined;
  let requested: number | undefined;
  let sceneDue = true;
  let draftDue = true;
  let overlayDue = true;
  let overlayEmpty = false;
  let shownLive: readonly Live[] = [];
  let shownCamera: Camera | undefined;
  let opening = true;
  let hidden: ReadonlySet<string> = new Set();
  let waiting: (() => void)[] = [];

  const pyramid = createPyramid<TilePicture>(
    boardElements(state, (id) => lifted.hides(id)),
    canvasTools(),
    () => request(),
  );
  const worker = attachTileWorker(state, pyramid, () => request());

  const look = () => ({
    theme: state.theme.value,
    ...(pictures ? { picture: (asset: string) => pictures.get(asset) } : {}),
  });

  /** The camera on whole device pixels, so that tiles are copied sharp and every layer agrees on where things are. */
  const snapped = (): Camera => {
    const { x, y, zoom } = state.camera.value;
    const device = zoom * screen.ratio();
    return { x: Math.round(x * device) / device, y: Math.round(y * device) / device, zoom };
  };
  const viewNow = (camera: Camera): View => ({
    box: viewOf(camera, state.viewport.value),
    level: levelFor(camera.zoom),
    base: screen.ratio(),
  });

  const lifted = createActiveLayer({
    get: (id) => state.board.get(id),
    bounds: (id) => state.index.bounds(id),
    damage: (boxes) => pyramid.damage(gathered(boxes, state.board.size)),
    isCurrent: (box) => pyramid.isCurrent(box, viewNow(snapped())),
    isDone: () => pyramid.due(viewNow(snapped())) === 0,
  });

  const liftOf = createDragCache((g, live, box) => {
    const device = state.camera.value.zoom * screen.ratio();
    paintLive(g, live, box, device, box, look());
  });

  const sceneSheet = sheets.add((g) => {
    const camera = snapped();
    if (state.grid.value) grid(g, camera, screen.ratio(), state.theme.value);
    blitTiles(g, pyramid, viewNow(camera), camera, frame);
  });
  const draftSheet = sheets.add((g) => {
    const camera = snapped();
    const device = camera.zoom * screen.ratio();
    const { box } = viewNow(camera);
    const lift = liftOf(shownLive, device, box, state.theme.value);
    if (lift) {
      g.drawImage(lift.canvas, Math.round((lift.x - camera.x) * device), Math.round((lift.y - camera.y) * device));
    } else paintLive(g, shownLive, camera, device, box, look());
  });
  const overlaySheet = sheets.add((g) => paintOverlay(g, state, cursors, screen.ratio(), screen.touch()));

  const request = () => {
    requested ??= requestAnimationFrame(paint);
  };
  const paintAll = () => {
    sceneDue = draftDue = overlayDue = true;
    request();
  };

  const paintDraft = () => {
    const wasEmpty = shownLive.length === 0;
    shownLive = lifted.live();
    draftSheet.show(shownLive.length > 0);
    if (wasEmpty && shownLive.length === 0) return;
    draftSheet.canvas.style.mixBlendMode = blending(shownLive, state.theme.value);
    draftSheet.paint();
  };

  const paintOver = () => {
    const wasEmpty = overlayEmpty;
    overlayEmpty = overlayIsEmpty(state);
    if (!wasEmpty || !overlayEmpty) overlaySheet.paint();
    overlaySheet.show(!overlayEmpty);
  };

  const paint = (now: number) => {
    requested = undefined;
    const start = performance.now();
    frame++;
    if (resized) {
      resized = false;
      sheets.resize(state.viewport.value, screen.ratio());
      pyramid.setBase(screen.ratio());
    }
    const camera = snapped();
    const seen = viewNow(camera);
    const moved =
      !shownCamera || camera.x !== shownCamera.x || camera.y !== shownCamera.y || camera.zoom !== shownCamera.zoom;
    shownCamera = camera;
    lifted.sync([state.peerDraft.value, state.draft.value], state.editing.value);
    if (hidden !== lifted.hidden()) {
      hidden = lifted.hidden();
      worker?.hide(hidden);
    }
    const time = moved ? 'moving' : opening && state.sampledAt.peek() === undefined ? 'opening' : 'resting';
    if (pyramid.work(seen, look(), start + workTime[time], frame)) sceneDue = true;
    opening &&= state.board.size === 0 || pyramid.due(seen) > 0;
    if (lifted.settle()) draftDue = true;
    if (sceneDue || moved) {
      sceneSheet.paint();
      pyramid.trim(tileBudget(deviceMemory(), sceneSheet.canvas.width * sceneSheet.canvas.height), frame);
    }
    if (draftDue || moved) paintDraft();
    const gliding = cursors.step(state.peers.value, now, camera.zoom);
    if (overlayDue || moved || gliding) paintOver();
    sceneDue = draftDue = false;
    overlayDue = gliding;
    frameMs = performance.now() - start;
    const sample = state.sampledAt.peek();
    if (sample !== paintedSample && sample !== undefined) inkMs = performance.now() - sample;
    paintedSample = sample;
    if (gliding || pyramid.wantsWork(seen)) request();
    if (waiting.length > 0 && pyramid.due(seen) === 0 && !worker?.waits) {
      const done = waiting;
      waiting = [];
      for (const resolve of done) resolve();
    }
  };

  /**
   * Lets the worker begin at once while the page still takes a large change in: stores it, sends it, shows it in its panels.
   * Not while anything is lifted: what tiles leave out is only settled in the next frame.
   */
  const beginEarly = () => {
    if (!worker?.ready || hidden.size > 0) return;
    untracked(() => {
      if (pyramid.work(viewNow(snapped()), look(), 0, frame)) sceneDue = true;
    });
  };

  const stops = [
    state.index.onChange(({ change: { added, updated, removed, origin }, damage }) => {
      pyramid.damage(gathered(damage, state.board.size));
      worker?.change([...added, ...updated], removed);
      if (origin !== 'load') lifted.landed(added.map(({ id }) => id));
      draftDue = overlayDue = true;
      request();
      const mine = origin === 'local' || origin === 'undo';
      if (mine && added.length + updated.length >= large) beginEarly();
    }),
    effect(() => {
      state.camera.value;
      request();
    }),
    effect(() => {
      state.viewport.value;
      resized = true;
      paintAll();
    }),
    effect(() => {
      container.style.backgroundColor = grounds[state.theme.value];
      pyramid.damageAll();
      paintAll();
    }),
    effect(() => {
      state.grid.value;
      sceneDue = true;
      request();
    }),
    effect(() => {
      state.draft.value;
      state.peerDraft.value;
      state.editing.value;
      draftDue = overlayDue = true;
      request();
    }),
    effect(() => {
      state.selection.value;
      state.hover.value;
      state.marquee.value;
      state.eraser.value;
      state.peers.value;
      state.canEdit.value;
      overlayDue = true;
      request();
    }),
    screen.onFonts((families) => {
      pyramid.damage(gathered(lettered(state.board.all(), families), state.board.size));
      paintAll();
    }),
    pictures?.onLoad((asset) => {
      const shown = state.board.all().filter((element) => 'asset' in element && element.asset === asset);
      pyramid.damage(shown.map(boundsOf));
      paintAll();
    }),
  ];

  return {
    stop() {
      if (requested !== undefined) cancelAnimationFrame(requested);
      for (const stop of stops) stop?.();
      worker?.stop();
      screen.stop();
      sheets.stop();
      for (const resolve of waiting) resolve();
    },
    async settled() {
      // A font that never comes is replaced, and all is painted that will be.
      await within(fontPatience, document.fonts.ready).catch(() => undefined);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        request();
      });
    },
    stats: () => ({
      tiles: pyramid.tiles,
      pending: pyramid.due(viewNow(snapped())),
      frameMs,
      mounted: shownLive.length,
      inkMs,
    }),
    requestPaint: paintAll,
  };
};

/** GiB, where the browser says (Chromium does, in powers of two up to 8). */
const deviceMemory = (): number | undefined => {
  const value: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof value === 'number' ? value : undefined;
};
