import type { Box, Paint2D, Vec } from '../src/index.ts';
import { boxAround } from '../src/index.ts';

type Matrix = readonly [number, number, number, number, number, number];

interface State {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: 'butt' | 'round' | 'square';
  lineJoin: 'bevel' | 'miter' | 'round';
  miterLimit: number;
  globalAlpha: number;
  globalCompositeOperation: string;
  font: string;
  textAlign: string;
  textBaseline: string;
  direction: string;
  matrix: Matrix;
  dash: readonly number[];
}

export interface Recorder {
  readonly g: Paint2D;
  /** Everything that may be set, transform and dashes included. */
  state(): State;
  /** How many saves are open. */
  depth(): number;
  /** Where paint landed, line widths included; text and clips are left out. */
  painted(): Box | undefined;
  readonly texts: readonly string[];
  readonly colors: readonly unknown[];
}

/** A context that paints nothing and remembers where it would have. */
export const recorder = (): Recorder => {
  const points: Vec[] = [];
  const texts: string[] = [];
  const colors: unknown[] = [];
  const stack: State[] = [];
  let path: Vec[] = [];
  let at: Vec = { x: 0, y: 0 };
  const state: State = {
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
  };
  const put = (x: number, y: number): Vec => {
    const [a, b, c, d, e, f] = state.matrix;
    return { x: a * x + c * y + e, y: b * x + d * y + f };
  };
  const to = (x: number, y: number) => {
    at = { x, y };
    path.push(put(x, y));
  };
  const along = (of: (t: number) => Vec) => {
    for (let i = 1; i <= 12; i++) {
      const p = of(i / 12);
      to(p.x, p.y);
    }
  };
  const times = (m: Matrix) => {
    const [a, b, c, d, e, f] = state.matrix;
    const [A, B, C, D, E, F] = m;
    state.matrix = [a * A + c * B, b * A + d * B, a * C + c * D, b * C + d * D, a * E + c * F + e, b * E + d * F + f];
  };
  const ellipse = (x: number, y: number, rx: number, ry: number, _r: number, start: number, end: number) => {
    for (let i = 0; i <= 32; i++) {
      const angle = start + ((end - start) * i) / 32;
      to(x + rx * Math.cos(angle), y + ry * Math.sin(angle));
    }
  };
  const methods = {
    save: () => {
      stack.push({ ...state });
    },
    restore: () => {
      Object.assign(state, stack.pop());
    },
    translate: (x: number, y: number) => times([1, 0, 0, 1, x, y]),
    rotate: (r: number) => times([Math.cos(r), Math.sin(r), -Math.sin(r), Math.cos(r), 0, 0]),
    scale: (x: number, y: number) => times([x, 0, 0, y, 0, 0]),
    transform: (a: number, b: number, c: number, d: number, e: number, f: number) => times([a, b, c, d, e, f]),
    beginPath: () => {
      path = [];
    },
    closePath: () => {},
    moveTo: to,
    lineTo: to,
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => {
      const from = at;
      along((t) => ({
        x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * cx + t * t * x,
        y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * cy + t * t * y,
      }));
    },
    bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) => {
      const from = at;
      const mix = (t: number, p: number, a: number, b: number, q: number) =>
        (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * a + 3 * t * t * (1 - t) * b + t ** 3 * q;
      along((t) => ({ x: mix(t, from.x, ax, bx, x), y: mix(t, from.y, ay, by, y) }));
    },
    arc: (x: number, y: number, r: number, start: number, end: number) => ellipse(x, y, r, r, 0, start, end),
    ellipse,
    rect: (x: number, y: number, w: number, h: number) => {
      to(x, y);
      to(x + w, y + h);
      to(x + w, y);
      to(x, y + h);
    },
    fill: () => {
      points.push(...path);
      colors.push(state.fillStyle);
    },
    stroke: () => {
      const half = state.lineWidth / 2;
      for (const p of path) points.push({ x: p.x - half, y: p.y - half }, { x: p.x + half, y: p.y + half });
      colors.push(state.strokeStyle);
    },
    clip: () => {},
    fillRect: (x: number, y: number, w: number, h: number) => {
      points.push(put(x, y), put(x + w, y), put(x, y + h), put(x + w, y + h));
    },
    strokeRect: () => {},
    fillText: (text: string) => {
      texts.push(text);
    },
    strokeText: (text: string) => {
      texts.push(`bold ${text}`);
    },
    setLineDash: (segments: number[]) => {
      state.dash = segments;
    },
  };
  const g = new Proxy(methods, {
    get: (target, key) => Reflect.get(key in target ? target : state, key) as unknown,
    set: (_target, key, value: unknown) => Reflect.set(state, key, value),
  }) as unknown as Paint2D;
  return { g, state: () => ({ ...state }), depth: () => stack.length, painted: () => boxAround(points), texts, colors };
};
