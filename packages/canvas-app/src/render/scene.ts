import type { ElementId } from '@gesso/crdt-schema';
import { untracked } from '@preact/signals-core';
import { type Camera, view as viewOf } from '../editor/camera.ts';
import type { EditorState } from '../editor/state.ts';
import { within } from '../waiting.ts';
import { createSheets } from './canvas-layers.ts';
import { followState } from './follow-state.ts';
import { createFrameLoop, type Sight } from './frame-loop.ts';
import { type ActiveLayer, createActiveLayer } from './layers/active-layer.ts';
import { createOverlayLayer } from './layers/overlay-layer.ts';
import { createTilesLayer } from './layers/tiles-layer.ts';
import type { Pictures } from './pictures/pictures.ts';
import { fetchRichText } from './rich-text.ts';
import { type Screen, watchScreen } from './screen.ts';
import { levelFor } from './tiles/tile-address.ts';

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

export interface SceneOptions {
  /** What of the board is painted. */
  readonly seen: EditorState['board'];
  readonly pictures?: Pictures;
  /** There is nothing on the board at first. */
  readonly beginsEmpty: boolean;
}

/** ms that `settled` waits for fonts. */
const fontTimeout = 3_000;

/** How the board is looked at now, in one place for all layers. `ratio`: device pixels per CSS pixel. */
function sightOf(state: EditorState, ratio: number, pictures: Pictures | undefined): Sight {
  const { x, y, zoom } = state.camera.value;
  const device = zoom * ratio;
  const camera: Camera = { x: Math.round(x * device) / device, y: Math.round(y * device) / device, zoom };
  const box = viewOf(camera, state.viewport.value);
  const view = { box, level: levelFor(zoom), base: ratio };
  const picture = pictures && ((asset: string, pixels: number) => pictures.get(asset, pixels));
  return { camera, ratio, device, view, box, look: { theme: state.theme.value, ...(picture && { picture }) } };
}

/** What the layers are made of. */
interface LayerDeps extends SceneOptions {
  readonly state: EditorState;
  readonly sheets: ReturnType<typeof createSheets>;
  readonly screen: Screen;
  readonly sight: () => Sight;
  /** Asks for a frame. */
  readonly request: () => void;
}

/** Creates the layers, each on its sheet, from below to above. */
function createLayers({ state: whole, seen, sheets, screen, sight, request, beginsEmpty, pictures }: LayerDeps) {
  const state = { ...whole, board: seen };
  const hides = (id: ElementId) => active.hides(id);
  const tiles = createTilesLayer({ state, sheet: sheets.add(), hides, request, pictures, beginsEmpty });
  const active: ActiveLayer = createActiveLayer({
    state,
    sheet: sheets.add(),
    tiles: {
      damage: tiles.damage,
      hide: tiles.hide,
      isCurrent: (box) => tiles.isCurrent(box, sight()),
      isDone: () => tiles.pending(sight()) === 0,
    },
  });
  return { tiles, active, overlay: createOverlayLayer({ state: whole, sheet: sheets.add(), screen, request }) };
}

/**
 * Shows a board in `container` until stopped. The picture follows the state by itself, one frame behind it at most. The
 * container's size goes into `state.viewport`; nothing else is ever written back.
 */
export const startScene = (container: HTMLDivElement, state: EditorState, options: SceneOptions): Scene => {
  const { pictures } = options;
  const sheets = createSheets(container);
  const screen = watchScreen(container, state, () => resize());
  let resized = true;

  const sight = () => sightOf(state, screen.ratio(), pictures);
  const request = () => loop.request();
  const { tiles, active, overlay } = createLayers({ state, sheets, screen, sight, request, ...options });
  const layers = [tiles, active, overlay];

  const loop = createFrameLoop({
    layers,
    sight,
    begin() {
      if (!resized) return;
      resized = false;
      sheets.resize(state.viewport.value, screen.ratio());
      tiles.setRatio(screen.ratio());
    },
    isComplete: (seen) => tiles.pending(seen) === 0,
    waits: () => tiles.waits || overlay.waits,
    isEmpty: () => state.board.size === 0,
    sampledAt: () => state.sampledAt.peek(),
  });

  const paintAll = () => {
    for (const layer of layers) layer.mark();
    request();
  };
  const resize = () => {
    resized = true;
    paintAll();
  };

  /**
   * Lets the worker begin at once while the page still takes a large change in: stores it, sends it, shows it in its panels.
   * Not while anything is hidden: what tiles leave out is only settled in the next frame.
   */
  const beginEarly = () => {
    if (active.hidden === 0) untracked(() => tiles.beginEarly(sight(), loop.number));
  };

  const rich = fetchRichText();
  const parts = { tiles, active, overlay, rich, request, resize, paintAll, beginEarly };
  const stops = followState(container, state, parts, screen, pictures);

  return {
    stop() {
      loop.stop();
      for (const stop of stops) stop?.();
      tiles.stop();
      screen.stop();
      sheets.stop();
      rich.stop();
    },
    async settled() {
      await loop.complete();
      if (await rich.settled()) await loop.complete();
      // Painting text asks for its font, and when that has come the text is painted again.
      while (document.fonts.status === 'loading') {
        const came = await within(fontTimeout, document.fonts.ready).then(
          () => true,
          () => false,
        );
        await loop.complete();
        // A font that never comes is replaced, and all is painted that will be.
        if (!came) return;
      }
    },
    stats: () => ({
      tiles: tiles.size,
      pending: tiles.pending(sight()),
      frameMs: loop.frameMs,
      mounted: active.size,
      inkMs: loop.inkMs,
    }),
    requestPaint: paintAll,
  };
};
