import type { Box } from '@gesso/drawing';
import { canvas } from '../config.ts';

/** `x`, `y`: the board point at the top left; `zoom`: CSS pixels per board unit. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const { width, height } = canvas.viewport;

/** The middle of a box in the middle of the screen. */
export const around = ({ x, y, w, h }: Box, zoom: number): Camera => ({
  x: x + w / 2 - width / 2 / zoom,
  y: y + h / 2 - height / 2 / zoom,
  zoom,
});

/** Everything in view, with room to pan; of a very large board as much as the least zoom of the app shows. */
export const fitting = (box: Box): Camera => {
  const zoom = canvas.fitMargin * Math.min(width / box.w, height / box.h);
  return around(box, Math.max(canvas.leastZoom, Math.min(1, zoom)));
};

/** A pan at 100 % that begins at a board point. */
export const panClose = (from: { readonly x: number; readonly y: number }): Camera[] =>
  Array.from({ length: canvas.frames }, (_, i) => ({
    x: from.x + i * canvas.pan.close.dx,
    y: from.y + i * canvas.pan.close.dy,
    zoom: 1,
  }));

/** All that is seen from the first to the last camera of a pan. */
export const sweptBy = (path: readonly Camera[]): Box => {
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined) return { x: 0, y: 0, w: 0, h: 0 };
  return { x: first.x, y: first.y, w: last.x - first.x + width / last.zoom, h: last.y - first.y + height / last.zoom };
};

/** To one side and back, small enough that everything stays in view. */
export const panFit = (box: Box): Camera[] => {
  const { x, y, zoom } = fitting(box);
  const { dx, dy } = canvas.pan.fit;
  const turn = 15;
  return Array.from({ length: canvas.frames }, (_, i) => {
    const phase = i % (4 * turn);
    const step = phase < turn ? phase : phase < 3 * turn ? 2 * turn - phase : phase - 4 * turn;
    return { x: x + (step * dx) / zoom, y: y + (step * dy) / zoom, zoom };
  });
};

/** From everything in view to 100 %, by the same factor every frame, about the middle of the board. */
export const zoomIn = (box: Box): Camera[] => {
  const from = fitting(box).zoom;
  return Array.from({ length: canvas.zoomFrames }, (_, i) => around(box, from ** (1 - (i + 1) / canvas.zoomFrames)));
};
