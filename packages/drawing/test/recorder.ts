import type { Box, Paint2D, Vec } from '../src/index.ts';
import { boxAround } from '../src/index.ts';
import { initialSettings, type Settings } from '../src/picture/settings.ts';
import { type PaintMethods, type WritingPath, writingContext } from '../src/picture/writing-context.ts';

export interface Recorder {
  readonly g: Paint2D;
  /** Everything that may be set, transform and dashes included. */
  state(): Settings;
  /** How many saves are open. */
  depth(): number;
  /** Where paint landed, line widths included; text and clips are left out. */
  painted(): Box | undefined;
  readonly texts: readonly string[];
  readonly colors: readonly unknown[];
}

interface RecordedPath extends WritingPath {
  /** Where it goes, placed by the matrix of each call. */
  readonly points: readonly Vec[];
}

const recordedPath = (now: Pick<Settings, 'matrix'>): RecordedPath => {
  const points: Vec[] = [];
  let at: Vec = { x: 0, y: 0 };
  const to = (x: number, y: number) => {
    at = { x, y };
    points.push(placed(now, x, y));
  };
  const along = (of: (t: number) => Vec) => {
    for (let i = 1; i <= 12; i++) {
      const p = of(i / 12);
      to(p.x, p.y);
    }
  };
  return {
    points,
    closePath: () => {},
    moveTo: to,
    lineTo: to,
    quadraticCurveTo: (cx, cy, x, y) => {
      const from = at;
      along((t) => ({
        x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * cx + t * t * x,
        y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * cy + t * t * y,
      }));
    },
    bezierCurveTo: (ax, ay, bx, by, x, y) => {
      const from = at;
      const mix = (t: number, p: number, a: number, b: number, q: number) =>
        (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * a + 3 * t * t * (1 - t) * b + t ** 3 * q;
      along((t) => ({ x: mix(t, from.x, ax, bx, x), y: mix(t, from.y, ay, by, y) }));
    },
    ellipse: (x, y, rx, ry, _turned, start, end) => {
      for (let i = 0; i <= 32; i++) {
        const angle = start + ((end - start) * i) / 32;
        to(x + rx * Math.cos(angle), y + ry * Math.sin(angle));
      }
    },
    rect: (x, y, w, h) => {
      to(x, y);
      to(x + w, y + h);
      to(x + w, y);
      to(x, y + h);
    },
  };
};

const placed = ({ matrix: [a, b, c, d, e, f] }: Pick<Settings, 'matrix'>, x: number, y: number): Vec => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** A context that paints nothing and remembers where it would have. */
export const recorder = (): Recorder => {
  const points: Vec[] = [];
  const texts: string[] = [];
  const colors: unknown[] = [];
  const now = initialSettings();
  const createPath = () => recordedPath(now);
  const recording = { stack: [] as Settings[], now, path: createPath() };
  const paintMethods: PaintMethods = {
    fill: () => {
      points.push(...recording.path.points);
      colors.push(now.fillStyle);
    },
    stroke: () => {
      const half = now.lineWidth / 2;
      for (const p of recording.path.points)
        points.push({ x: p.x - half, y: p.y - half }, { x: p.x + half, y: p.y + half });
      colors.push(now.strokeStyle);
    },
    clip: () => {},
    fillRect: (x, y, w, h) => {
      points.push(placed(now, x, y), placed(now, x + w, y), placed(now, x, y + h), placed(now, x + w, y + h));
    },
    strokeRect: () => {},
    fillText: (text) => {
      texts.push(text);
    },
    strokeText: (text) => {
      texts.push(`bold ${text}`);
    },
  };
  return {
    g: writingContext(recording, createPath, paintMethods),
    state: () => ({ ...now }),
    depth: () => recording.stack.length,
    painted: () => boxAround(points),
    texts,
    colors,
  };
};
