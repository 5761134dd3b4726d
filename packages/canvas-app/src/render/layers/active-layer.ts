import type { Change, ElementId } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import type { EditorState } from '../../editor/state.ts';
import type { Sheet } from '../canvas-layers.ts';
import type { Frame, Layer } from '../frame-loop.ts';
import { type ActiveElement, createActiveElements } from './active-elements.ts';
import type { DragCache } from './drag-cache.ts';
import { blending, paintActive } from './paint-active.ts';

export interface ActiveLayerDeps {
  readonly state: EditorState;
  readonly sheet: Sheet;
  /** The tiles below, as they are in sight now. */
  readonly tiles: {
    damage(boxes: readonly Box[]): void;
    isCurrent(box: Box): boolean;
    isDone(): boolean;
    /** Called with all that tiles leave out, when that is different. */
    hide(ids: ReadonlySet<ElementId>): void;
  };
}

/** The layer above the tiles: what is drafted, by me or by others, and what has landed and is not on the tiles yet. */
export interface ActiveLayer extends Layer {
  /** It is painted in the next frame. */
  mark(): void;
  /** Takes a change of the board over: what it adds stays here until the tiles have it. */
  change(change: Change): void;
  /** Returns whether the tiles leave an element out. */
  hides(id: ElementId): boolean;
  /** How many elements the tiles leave out. */
  readonly hidden: number;
  /** How many elements are shown here. */
  readonly size: number;
}

export function createActiveLayer({ state, sheet, tiles }: ActiveLayerDeps): ActiveLayer {
  const { board, index } = state;
  const elements = createActiveElements({
    get: board.get,
    bounds: index.bounds,
    damage: tiles.damage,
    isCurrent: tiles.isCurrent,
    isDone: tiles.isDone,
  });
  let frame: Frame | undefined;
  let shown: readonly ActiveElement[] = [];
  let hidden = elements.hidden();
  let isDue = true;

  /** Fetched with the first selection: what is dragged is painted anew in every frame until it is there, or where it cannot be had. */
  let dragged: DragCache = () => undefined;
  let isFetched = false;
  const fetchDragCache = () => {
    isFetched = true;
    import('./drag-cache.ts').then(
      ({ createDragCache }) => {
        dragged = createDragCache((g, active, box) => {
          if (frame) paintActive(g, active, box, frame.device, box, frame.look);
        });
      },
      // Not asked for again: it only makes drags of many lighter.
      () => undefined,
    );
  };

  const paintShown = (g: CanvasRenderingContext2D, { camera, device, box, look }: Frame) => {
    const picture = dragged(shown, device, box, look.theme);
    if (picture) {
      const x = Math.round((picture.x - camera.x) * device);
      g.drawImage(picture.canvas, x, Math.round((picture.y - camera.y) * device));
    } else paintActive(g, shown, camera, device, box, look);
  };

  return {
    mark() {
      isDue = true;
    },
    change({ added, origin }) {
      if (origin !== 'load') elements.landed(added.map(({ id }) => id));
      isDue = true;
    },
    hides: elements.hides,
    get hidden() {
      return hidden.size;
    },
    get size() {
      return shown.length;
    },
    prepare() {
      if (!isFetched && state.selection.value.size > 0) fetchDragCache();
      elements.sync(state.shownDrafts.value, state.editing.value, state.editingCell.value);
      if (hidden === elements.hidden()) return;
      hidden = elements.hidden();
      tiles.hide(hidden);
    },
    due({ moved }) {
      if (elements.dropLanded()) isDue = true;
      return isDue || moved;
    },
    paint(now) {
      isDue = false;
      frame = now;
      const wasEmpty = shown.length === 0;
      shown = elements.active();
      sheet.show(shown.length > 0);
      if (wasEmpty && shown.length === 0) return;
      sheet.canvas.style.mixBlendMode = blending(shown, now.look.theme);
      sheet.paint((g) => paintShown(g, now));
    },
    wantsFrame: () => false,
  };
}
