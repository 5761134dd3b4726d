import type { Paint2D } from '../paint.ts';
import { initialSettings, multiply, type Settings } from './settings.ts';

/** The calls of a canvas for a context that writes a file instead of painting: what is set, and the path. How things are painted is the format's. */

/** A path by the calls of a canvas. `ellipse` goes the way of the clock unless `left`. */
export interface WritingPath {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
  ellipse(
    x: number,
    y: number,
    rx: number,
    ry: number,
    turned: number,
    start: number,
    end: number,
    left?: boolean,
  ): void;
  rect(x: number, y: number, w: number, h: number): void;
  closePath(): void;
}

/** What a context knows between two calls: what is set, what `restore` brings back, and the path that is begun. */
export interface Writing<Path extends WritingPath> {
  readonly stack: Settings[];
  readonly now: Settings;
  path: Path;
}

/** How a format paints: the calls of a canvas that leave something. */
export type PaintMethods = Pick<
  Paint2D,
  'fill' | 'stroke' | 'clip' | 'fillRect' | 'strokeRect' | 'fillText' | 'strokeText' | 'drawImage'
>;

/** Returns what a context begins with: nothing set, and a path without a point. */
export const beginWriting = <Path extends WritingPath>(path: Path): Writing<Path> => ({
  stack: [],
  now: initialSettings(),
  path,
});

/** How far an arc goes from where it starts (radians): as canvases count, never more than once round. */
export function sweepOf(start: number, end: number, left: boolean): number {
  const full = 2 * Math.PI;
  const sweep = left ? start - end : end - start;
  const once = sweep >= full ? full : ((sweep % full) + full) % full;
  return left ? -once : once;
}

/** A context of what is being written; `createPath` makes the path that each `beginPath` begins. */
export function writingContext<Path extends WritingPath>(
  writing: Writing<Path>,
  createPath: () => Path,
  paintMethods: PaintMethods,
): Paint2D {
  const { now } = writing;
  const methods = { ...settingMethods(writing), ...pathMethods(writing, createPath), ...paintMethods };
  return new Proxy(methods, {
    get: (target, key) => Reflect.get(key in target ? target : now, key) as unknown,
    set: (_target, key, value: unknown) => Reflect.set(now, key, value),
  }) as unknown as Paint2D;
}

function settingMethods({ stack, now }: Pick<Writing<WritingPath>, 'stack' | 'now'>) {
  return {
    save: () => {
      stack.push({ ...now });
    },
    restore: () => {
      Object.assign(now, stack.pop());
    },
    translate: (x: number, y: number) => multiply(now, [1, 0, 0, 1, x, y]),
    rotate: (angle: number) =>
      multiply(now, [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]),
    scale: (x: number, y: number) => multiply(now, [x, 0, 0, y, 0, 0]),
    transform: (a: number, b: number, c: number, d: number, e: number, f: number) => multiply(now, [a, b, c, d, e, f]),
    setLineDash: (segments: number[]) => {
      now.dash = segments;
    },
  };
}

function pathMethods<Path extends WritingPath>(writing: Writing<Path>, createPath: () => Path) {
  return {
    beginPath: () => {
      writing.path = createPath();
    },
    closePath: () => writing.path.closePath(),
    moveTo: (x: number, y: number) => writing.path.moveTo(x, y),
    lineTo: (x: number, y: number) => writing.path.lineTo(x, y),
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => writing.path.quadraticCurveTo(cx, cy, x, y),
    bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) =>
      writing.path.bezierCurveTo(ax, ay, bx, by, x, y),
    arc: (x: number, y: number, r: number, start: number, end: number, left?: boolean) =>
      writing.path.ellipse(x, y, r, r, 0, start, end, left),
    ellipse: (x: number, y: number, rx: number, ry: number, turned: number, start: number, end: number) =>
      writing.path.ellipse(x, y, rx, ry, turned, start, end),
    rect: (x: number, y: number, w: number, h: number) => writing.path.rect(x, y, w, h),
  };
}
