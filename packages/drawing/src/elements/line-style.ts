import type { Dash } from '@gesso/crdt-schema';
import type { Paint2D } from '../paint.ts';

/** Sets up a clean line of a width, with round joins; `length` (board units) lets dashes close evenly on themselves. */
export const setLine = (g: Paint2D, color: string, width: number, dash: Dash, length?: number): void => {
  g.strokeStyle = color;
  g.lineWidth = width;
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.setLineDash(dashes(width, dash, length));
};

const dashes = (width: number, dash: Dash, length: number | undefined): number[] => {
  if (dash === 'solid' || width <= 0) return [];
  const [on, off] = dash === 'dashed' ? [width * 2.5 + 3, width * 2.5 + 4] : [0.01, width * 2.2 + 1];
  const times = length && Number.isFinite(length) ? Math.max(1, Math.round(length / (on + off))) : 0;
  const stretch = times > 0 && length ? length / times / (on + off) : 1;
  return [on * stretch, off * stretch];
};
