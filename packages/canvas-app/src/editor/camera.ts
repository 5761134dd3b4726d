import type { Box, Vec } from '@gesso/drawing';

declare const screenBrand: unique symbol;
declare const boardBrand: unique symbol;

/** CSS pixels from the top left of the canvas. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
  readonly [screenBrand]?: true;
}

/** Board units. */
export interface BoardPoint {
  readonly x: number;
  readonly y: number;
  readonly [boardBrand]?: true;
}

/** `x`, `y`: the board point at the top left of the canvas; `zoom`: CSS pixels per board unit. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels up to which a window is narrow, or low: `small-screens.css` and `parts/use-media.ts` say the same. */
const narrow = 640;
export const low = 480;

/** Whether a window is as small as a phone. */
export const isSmall = ({ width, height }: Viewport): boolean => width <= narrow || height <= low;

export const minZoom = 0.05;
export const maxZoom = 30;

export const clampZoom = (zoom: number): number => Math.min(maxZoom, Math.max(minZoom, zoom));

export const toBoard = (camera: Camera, p: ScreenPoint): BoardPoint => ({
  x: camera.x + p.x / camera.zoom,
  y: camera.y + p.y / camera.zoom,
});

export const toScreen = (camera: Camera, p: BoardPoint): ScreenPoint => ({
  x: (p.x - camera.x) * camera.zoom,
  y: (p.y - camera.y) * camera.zoom,
});

/** The part of the board the canvas shows. */
export const view = (camera: Camera, viewport: Viewport): Box => ({
  x: camera.x,
  y: camera.y,
  w: viewport.width / camera.zoom,
  h: viewport.height / camera.zoom,
});

/**
 * What the interface covers at the edges of a viewport, CSS pixels: bars above and below, and the folded style panel at the left
 * where it does not lie below as on a phone.
 */
export const coveredEdges = ({ width }: Viewport): Vec => ({
  x: width <= narrow ? 16 : Math.min(112, width / 10),
  y: 72,
});

/** Zooms so that the board point under `at` stays under it. */
export const zoomAt = (camera: Camera, at: ScreenPoint, zoom: number): Camera => {
  const next = clampZoom(zoom);
  const fixed = toBoard(camera, at);
  return { x: fixed.x - at.x / next, y: fixed.y - at.y / next, zoom: next };
};

/** Moves the board by screen pixels, as a hand drags paper. */
export const panBy = (camera: Camera, dx: number, dy: number): Camera => ({
  x: camera.x - dx / camera.zoom,
  y: camera.y - dy / camera.zoom,
  zoom: camera.zoom,
});

/**
 * Shows `box` in the middle with `margin` CSS pixels around it, to the sides and above and below, never closer than `most`. An empty
 * or non-finite box leaves the zoom as it is and only centers.
 */
export const fit = (box: Box, viewport: Viewport, margin: number | Vec = 64, most = 1): Camera => {
  const { x, y } = typeof margin === 'number' ? { x: margin, y: margin } : margin;
  const room = (size: number, spared: number) => Math.max(1, size - 2 * Math.min(spared, size / 4));
  const zoom = clampZoom(
    Math.min(most, room(viewport.width, x) / Math.max(box.w, 1e-6), room(viewport.height, y) / Math.max(box.h, 1e-6)),
  );
  return {
    x: box.x + box.w / 2 - viewport.width / 2 / zoom,
    y: box.y + box.h / 2 - viewport.height / 2 / zoom,
    zoom,
  };
};
