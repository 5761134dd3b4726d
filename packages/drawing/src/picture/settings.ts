import type { Paint2D } from '../paint.ts';

/** What a context that writes a file remembers between the calls of a canvas. */

export type Matrix = readonly [number, number, number, number, number, number];

/** What `save` of a context keeps and `restore` brings back. */
export type Settings = Pick<
  Paint2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'miterLimit'
  | 'globalAlpha'
  | 'globalCompositeOperation'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'direction'
> & { matrix: Matrix; dash: readonly number[]; clips: readonly string[] };

/** Returns what a context begins with. */
export function initialSettings(): Settings {
  return {
    fillStyle: '#000000',
    strokeStyle: '#000000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    miterLimit: 10,
    globalAlpha: 1,
    globalCompositeOperation: 'source-over',
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    direction: 'ltr',
    matrix: [1, 0, 0, 1, 0, 0],
    dash: [],
    clips: [],
  };
}

/** Places what comes next by one more matrix, within those before. */
export function multiply(now: Settings, [a, b, c, d, e, f]: Matrix): void {
  const [A, B, C, D, E, F] = now.matrix;
  now.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
}
