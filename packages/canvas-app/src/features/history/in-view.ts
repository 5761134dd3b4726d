import { type Box, intersects } from '@gesso/drawing';
import { type Camera, fit, toScreen, type Viewport, view } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';

/** CSS pixels at the edges of the canvas that lie under the interface. */
export interface Covered {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What parts of the interface cover (CSS pixels), each counted at the edge where it leaves most of the canvas. */
export function coveredBy(parts: readonly Box[], { width, height }: Viewport): Covered {
  const covered = { top: 0, right: 0, bottom: 0, left: 0 };
  for (const { x, y, w, h } of parts) {
    if (w <= 0 || h <= 0) continue;
    const depths = [
      ['top', y + h, height],
      ['bottom', height - y, height],
      ['left', x + w, width],
      ['right', width - x, width],
    ] as const;
    const [side, depth] = depths.reduce((least, one) => (one[1] / one[2] < least[1] / least[2] ? one : least));
    covered[side] = Math.max(covered[side], depth);
  }
  return covered;
}

const room = ({ width, height }: Viewport, { top, right, bottom, left }: Covered): Viewport => ({
  width: Math.max(1, width - left - right),
  height: Math.max(1, height - top - bottom),
});

/** Shows a box in the middle of what is not covered, with `air` CSS pixels around it, never closer than `most`. */
export function fitBeside(box: Box, viewport: Viewport, covered: Covered, air: number, most: number): Camera {
  const { x, y, zoom } = fit(box, room(viewport, covered), air, most);
  return { x: x - covered.left / zoom, y: y - covered.top / zoom, zoom };
}

/** Whether all of a box (board units) is seen and nothing covers it. */
export function isInView(box: Box, camera: Camera, viewport: Viewport, covered: Covered): boolean {
  const { x, y } = toScreen(camera, box);
  const [right, bottom] = [x + box.w * camera.zoom, y + box.h * camera.zoom];
  return (
    x >= covered.left &&
    y >= covered.top &&
    right <= viewport.width - covered.right &&
    bottom <= viewport.height - covered.bottom
  );
}

/** What lies over the canvas while one looks back, as it lies there now. */
export function coveredNow(viewport: Viewport): Covered {
  const parts = [...document.querySelectorAll('.past-bar, .since-panel, .dialog.history')].map((part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return { x, y, w: width, h: height };
  });
  return coveredBy(parts, viewport);
}

/** Shows all of a box (board units), where some of it is not in view or lies under what looks back; closer only where nothing of it was in view. */
export function bringIntoView(
  { camera, viewport, setCamera }: Pick<Editor, 'camera' | 'viewport' | 'setCamera'>,
  box: Box,
  air: number,
): void {
  const size = viewport.peek();
  const covered = coveredNow(size);
  const now = camera.peek();
  if (isInView(box, now, size, covered)) return;
  const most = intersects(box, view(now, size)) ? now.zoom : Math.max(1, now.zoom);
  setCamera(fitBeside(box, size, covered, air, most));
}
