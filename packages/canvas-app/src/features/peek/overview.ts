import { type Box, unionAll } from '@gesso/drawing';
import { type Camera, fit, type ScreenPoint, toScreen, type Viewport, view } from '../../editor/camera.ts';

/** CSS pixels around what is shown: the bars of the top and the bottom lie there. */
const margin = 80;

/** The camera that shows all of a board and what was looked at, never nearer than that was. */
export const overviewOf = (all: Box | undefined, camera: Camera, viewport: Viewport): Camera => {
  const seen = view(camera, viewport);
  return fit(unionAll(all === undefined ? [seen] : [all, seen]) ?? seen, viewport, margin, camera.zoom);
};

/** What a camera shows, as a frame on the screen of another. */
export const frameOf = (
  camera: Camera,
  over: Camera,
  { width, height }: Viewport,
): { readonly at: ScreenPoint; readonly width: number; readonly height: number } => {
  const scale = over.zoom / camera.zoom;
  return { at: toScreen(over, camera), width: width * scale, height: height * scale };
};
