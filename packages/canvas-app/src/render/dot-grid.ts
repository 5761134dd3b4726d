import { gridColors, type Theme } from '@gesso/drawing';
import type { Camera } from '../editor/camera.ts';

/** Board units between dots at 100 %, and the distance on the screen (CSS pixels) that they keep to by doubling. */
const spacing = 24;
const least = 18;

/** CSS pixels between dots: always `spacing` times a power of two on the board, and 18 to 36 on the screen. */
export const gridStep = (zoom: number): number => {
  const step = spacing * zoom;
  return step * 2 ** Math.ceil(Math.log2(least / step));
};

/**
 * Paints the dot grid. The dots of one screen are kept as a picture, so that a pan is one copy; only another zoom, size or
 * theme makes it anew.
 */
export const createGrid = () => {
  const sheet = document.createElement('canvas');
  let known = '';

  const prepare = (step: number, ratio: number, theme: Theme, width: number, height: number) => {
    const key = `${step}/${ratio}/${theme}/${width}/${height}`;
    if (key === known) return;
    known = key;
    sheet.width = width + Math.ceil(step);
    sheet.height = height + Math.ceil(step);
    const g = sheet.getContext('2d');
    if (!g) return;
    const dot = Math.max(1, Math.round(1.5 * ratio));
    g.fillStyle = gridColors[theme];
    for (let y = 0; y < sheet.height; y += step) {
      for (let x = 0; x < sheet.width; x += step) g.fillRect(Math.round(x), Math.round(y), dot, dot);
    }
  };

  return (g: CanvasRenderingContext2D, camera: Camera, ratio: number, theme: Theme): void => {
    const step = gridStep(camera.zoom) * ratio;
    const { width, height } = g.canvas;
    prepare(step, ratio, theme, width, height);
    const offset = (start: number) => Math.round(-(((start * camera.zoom * ratio) % step) + step) % step);
    g.drawImage(sheet, offset(camera.x), offset(camera.y));
  };
};
