import type { EditorState } from '../../editor/state.ts';
import type { Sheet } from '../canvas-layers.ts';
import { createCursors } from '../cursors.ts';
import type { Layer } from '../frame-loop.ts';
import { overlayIsEmpty, paintOverlay } from '../overlay.ts';
import type { Screen } from '../screen.ts';

export interface OverlayLayerDeps {
  readonly state: EditorState;
  readonly sheet: Sheet;
  readonly screen: Pick<Screen, 'reducedMotion' | 'touch'>;
}

/** The uppermost layer, in screen units: what is selected, pressed and pointed at, by this person and by others. */
export interface OverlayLayer extends Layer {
  /** It is painted in the next frame. */
  mark(): void;
}

export function createOverlayLayer({ state, sheet, screen }: OverlayLayerDeps): OverlayLayer {
  const cursors = createCursors(screen.reducedMotion);
  let isDue = true;
  let isEmpty = false;
  /** Whether cursors are on their way to where their peers are. */
  let glides = false;

  return {
    mark() {
      isDue = true;
    },
    prepare({ now, camera }) {
      glides = cursors.step(state.peers.value, now, camera.zoom);
    },
    due: ({ moved }) => isDue || moved || glides,
    paint({ ratio }) {
      isDue = glides;
      const wasEmpty = isEmpty;
      isEmpty = overlayIsEmpty(state);
      if (!wasEmpty || !isEmpty) sheet.paint((g) => paintOverlay(g, state, cursors, ratio, screen.touch()));
      sheet.show(!isEmpty);
    },
    wantsFrame: () => glides,
  };
}
