import { gridColors, type Theme } from '@gesso/drawing';
import type { Camera } from '../editor/camera.ts';
import { gridStep } from '../editor/grid.ts';

/**
 * Paints the dot grid. One row of dots is kept as a picture: a frame copies it row by row, which is a fortieth of the pixels of the screen,
 * and another zoom makes only that row anew.
 */
export const createGrid = () => {
  const row = document.createElement('canvas');
  let known = '';

  const prepare = (step: number, dot: number, theme: Theme, width: number) => {
    const key = `${step}/${dot}/${theme}/${width}`;
    if (key === known) return;
    known = key;
    row.width = width + Math.ceil(step);
    row.height = dot;
    const g = row.getContext('2d');
    if (!g) return;
    g.fillStyle = gridColors[theme];
    for (let x = 0; x < row.width; x += step) g.fillRect(Math.round(x), 0, dot, dot);
  };

  return (g: CanvasRenderingContext2D, camera: Camera, ratio: number, theme: Theme): void => {
    const step = gridStep(camera.zoom) * ratio;
    const dot = Math.max(1, Math.round(1.5 * ratio));
    const { width, height } = g.canvas;
    prepare(step, dot, theme, width);
    const offset = (start: number) => Math.round(-(((start * camera.zoom * ratio) % step) + step) % step);
    const [left, top] = [offset(camera.x), offset(camera.y)];
    for (let y = 0; top + y < height; y += step) g.drawImage(row, left, top + Math.round(y));
  };
};
