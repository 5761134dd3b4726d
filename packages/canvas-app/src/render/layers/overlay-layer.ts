import type { EditorState } from '../../editor/state.ts';
import type { Sheet } from '../canvas-layers.ts';
import type { Layer } from '../frame-loop.ts';
import type { OverlayPainter } from '../overlay.ts';
import { loadOverlay } from '../overlay-loader.ts';
import type { Screen } from '../screen.ts';

export interface OverlayLayerDeps {
  readonly state: EditorState;
  readonly sheet: Sheet;
  readonly screen: Pick<Screen, 'reducedMotion' | 'touch'>;
  /** Asks for a frame. */
  readonly request: () => void;
}

/** The uppermost layer, in screen units: what is selected, pressed and pointed at, by this person and by others. */
export interface OverlayLayer extends Layer {
  /** It is painted in the next frame. */
  mark(): void;
  /** Whether what paints it is on its way. */
  readonly waits: boolean;
}

/** Whether there is nothing to paint: then a moving camera need not touch the sheet. */
const isNothing = (state: EditorState): boolean =>
  state.peers.value.length === 0 &&
  state.selection.value.size === 0 &&
  state.entered.value.length === 0 &&
  state.hover.value === undefined &&
  state.aim.value === undefined &&
  state.marquee.value === undefined &&
  state.eraser.value === undefined &&
  state.lasers.value.length === 0;

export function createOverlayLayer({ state, sheet, screen, request }: OverlayLayerDeps): OverlayLayer {
  /** Fetched when there is first something to paint; asked for again with the next frame where that failed. */
  let painter: OverlayPainter | undefined;
  let waits = false;
  let isDue = true;
  let isEmpty = false;
  /** Whether cursors are on their way to where their peers are, or lasers fade. */
  let glides = false;

  const fetchPainter = () => {
    if (waits || painter !== undefined) return;
    waits = true;
    loadOverlay()
      .then(
        ({ createOverlayPainter }) => {
          painter = createOverlayPainter(state, screen.reducedMotion);
          isDue = true;
        },
        () => undefined,
      )
      .finally(() => {
        waits = false;
        request();
      });
  };

  return {
    mark() {
      isDue = true;
    },
    get waits() {
      return waits;
    },
    prepare({ now }) {
      if (painter === undefined && isDue && !isNothing(state)) fetchPainter();
      glides = painter?.step(now) ?? false;
    },
    due: ({ moved }) => isDue || moved || glides,
    paint({ ratio }) {
      isDue = glides;
      const wasEmpty = isEmpty;
      isEmpty = isNothing(state);
      if (!wasEmpty || !isEmpty) sheet.paint((g) => painter?.paint(g, ratio, screen.touch()));
      sheet.show(!isEmpty);
    },
    wantsFrame: () => glides,
  };
}
