import type { Change, ElementId } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import type { EditorState } from '../../editor/state.ts';
import type { Sheet } from '../canvas-layers.ts';
import { gathered } from '../damage.ts';
import { createGrid } from '../dot-grid.ts';
import type { Frame, Layer, Sight } from '../frame-loop.ts';
import { createGrain } from '../paper-grain.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { canvasTools, type TilePicture } from '../tiles/canvas-pool.ts';
import { createPyramid } from '../tiles/pyramid.ts';
import { tileBudget } from '../tiles/tile-cache.ts';
import { attachTileWorker } from '../worker/attach-tile-worker.ts';
import { blitTiles } from './blit-tiles.ts';
import { boardElements } from './board-source.ts';

export interface TilesLayerDeps {
  readonly state: EditorState;
  readonly sheet: Sheet;
  /** Returns whether an element is shown on the layer above. */
  readonly hides: (id: ElementId) => boolean;
  /** Asks for a frame. */
  readonly request: () => void;
  readonly pictures: Pictures | undefined;
  /** There is nothing on the board at first. */
  readonly beginsEmpty: boolean;
}

/** The lowest layer: the paper's grain, the grid, and the board as tiles, which are painted here and by a worker. */
export interface TilesLayer extends Layer {
  /** Its sheet is painted in the next frame. */
  mark(): void;
  /** The board no longer looks as painted in these boxes. */
  damage(boxes: readonly Box[]): void;
  damageAll(): void;
  /** Tells the worker of a change of the board. */
  change(change: Pick<Change, 'added' | 'updated' | 'removed'>): void;
  /** Tells the worker what tiles leave out from now on. */
  hide(ids: ReadonlySet<ElementId>): void;
  /** Takes the device pixels per CSS pixel; with others than before all tiles are painted anew. */
  setRatio(ratio: number): void;
  /** Lets the worker begin with what is in sight before the next frame, if it can. `frame`: the last one's number. */
  beginEarly(sight: Sight, frame: number): void;
  /** Returns whether all of `box` that is in view is shown as the board is now. */
  isCurrent(box: Box, sight: Sight): boolean;
  /** Returns how many tiles in view are missing or out of date. */
  pending(sight: Sight): number;
  /** How many tiles are in memory. */
  readonly size: number;
  /** Whether fonts are on their way to the worker. */
  readonly waits: boolean;
  stop(): void;
}

export function createTilesLayer({ state, sheet, hides, request, pictures, beginsEmpty }: TilesLayerDeps): TilesLayer {
  const grain = createGrain();
  const grid = createGrid();
  const pyramid = createPyramid<TilePicture>(boardElements(state, hides), canvasTools(), request);
  const worker = attachTileWorker(state, pyramid, pictures, request, beginsEmpty);
  let isDue = true;

  const paintTiles = ({ view, look }: Sight, until: number, number: number) => {
    if (pyramid.work(view, look, until, number)) isDue = true;
  };

  return {
    mark() {
      isDue = true;
    },
    damage: (boxes) => pyramid.damage(gathered(boxes, state.board.size)),
    damageAll: pyramid.damageAll,
    change: ({ added, updated, removed }) => worker.change([...added, ...updated], removed),
    hide: (ids) => worker.hide(ids),
    setRatio: pyramid.setBase,
    beginEarly(sight, frame) {
      if (worker.ready) paintTiles(sight, 0, frame);
    },
    isCurrent: (box, { view }) => pyramid.isCurrent(box, view),
    pending: ({ view }) => pyramid.due(view),
    get size() {
      return pyramid.tiles;
    },
    get waits() {
      return worker.waits;
    },
    prepare: (frame) => paintTiles(frame, frame.until, frame.number),
    due: ({ moved }) => isDue || moved,
    paint({ camera, ratio, view, number }: Frame) {
      isDue = false;
      sheet.paint((g) => {
        grain(g, camera, ratio, state.theme.value);
        if (state.grid.value) grid(g, camera, ratio, state.theme.value);
        blitTiles(g, pyramid, view, camera, number);
      });
      pyramid.trim(tileBudget(deviceMemory(), sheet.canvas.width * sheet.canvas.height), number);
    },
    wantsFrame: ({ view }) => pyramid.wantsWork(view),
    stop: worker.stop,
  };
}

/** GiB, where the browser says (Chromium does, in powers of two up to 8). */
function deviceMemory(): number | undefined {
  const value: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof value === 'number' ? value : undefined;
}
