import { type Box, colorOn, grounds, selectionColors, unionAll } from '@gesso/drawing';
import { type Camera, type Viewport, view as viewOf } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import type { EditorState } from '../../editor/state.ts';

/** CSS pixels left free around the drawing. */
const margin = 8;
/** Smallest mark of an element, CSS pixels. */
const leastMark = 1;

/** How a map of this size looks at the board: everything there is, and where one is. `drawn`: bounds of everything. */
export function mapCamera(state: EditorState, { width, height }: Viewport, drawn: Box | undefined): Camera {
  const seen = viewOf(state.camera.peek(), state.viewport.peek());
  const all = drawn === undefined ? seen : (unionAll([drawn, seen]) ?? seen);
  const zoom = Math.min((width - 2 * margin) / Math.max(1, all.w), (height - 2 * margin) / Math.max(1, all.h));
  return centeredOn({ x: all.x + all.w / 2, y: all.y + all.h / 2, zoom }, { width, height });
}

/** Paints a mark for each element, CSS pixels. */
export function paintMarks(g: CanvasRenderingContext2D, state: EditorState, camera: Camera, size: Viewport): void {
  g.clearRect(0, 0, size.width, size.height);
  g.globalAlpha = 0.6;
  for (const element of state.board.all()) {
    const box = state.index.bounds(element.id);
    if (box === undefined) continue;
    g.fillStyle = colorOn('color' in element ? element.color : selectionColors.light, state.theme.peek());
    const w = Math.max(leastMark, box.w * camera.zoom);
    const h = Math.max(leastMark, box.h * camera.zoom);
    g.fillRect((box.x - camera.x) * camera.zoom, (box.y - camera.y) * camera.zoom, w, h);
  }
}

/** Paints the ground of the map, in the theme that is seen. */
export function paintGround(g: CanvasRenderingContext2D, state: EditorState, { width, height }: Viewport): void {
  g.fillStyle = grounds[state.theme.peek()];
  g.fillRect(0, 0, width, height);
}

/** Paints a frame around what is in view, CSS pixels. */
export function paintView(g: CanvasRenderingContext2D, state: EditorState, camera: Camera): void {
  const seen = viewOf(state.camera.peek(), state.viewport.peek());
  const accent = selectionColors[state.theme.peek()];
  g.fillStyle = `${accent}1a`;
  g.strokeStyle = accent;
  g.lineWidth = 1.5;
  const x = (seen.x - camera.x) * camera.zoom;
  const y = (seen.y - camera.y) * camera.zoom;
  g.beginPath();
  g.roundRect(x, y, Math.max(4, seen.w * camera.zoom), Math.max(4, seen.h * camera.zoom), 3);
  g.fill();
  g.stroke();
}

/** Paints a dot for each of the others, CSS pixels. */
export function paintPeers(g: CanvasRenderingContext2D, state: EditorState, camera: Camera): void {
  for (const { cursor, color } of state.peers.peek()) {
    if (cursor === undefined) continue;
    g.fillStyle = color;
    g.beginPath();
    g.arc((cursor.x - camera.x) * camera.zoom, (cursor.y - camera.y) * camera.zoom, 3, 0, 2 * Math.PI);
    g.fill();
  }
}
