import type { Box } from '@gesso/drawing';

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
 * Shows `box` in the middle with `margin` CSS pixels around it, never closer than `most`. An empty or non-finite box
 * leaves the zoom as it is and only centers.
 */
export const fit = (box: Box, viewport: Viewport, margin = 64, most = 1): Camera => {
  const room = (size: number) => Math.max(1, size - 2 * Math.min(margin, size / 4));
  const zoom = clampZoom(
    Math.min(most, room(viewport.width) / Math.max(box.w, 1e-6), room(viewport.height) / Math.max(box.h, 1e-6)),
  );
  return {
    x: box.x + box.w / 2 - viewport.width / 2 / zoom,
    y: box.y + box.h / 2 - viewport.height / 2 / zoom,
    zoom,
  };
};
