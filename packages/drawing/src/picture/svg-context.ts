import type { Paint2D } from '../paint.ts';
import { initialSettings, multiply, type Settings } from './settings.ts';
import { createPath, type SvgPath, short } from './svg-path.ts';
import { common, placing, strokeAttributes, textAttributes } from './svg-settings.ts';
import { attributes, escapeXml } from './xml.ts';

export interface SvgContext {
  readonly g: Paint2D;
  /** Everything painted so far, as elements of an SVG. */
  body(): string;
}

interface State {
  readonly out: string[];
  readonly stack: Settings[];
  readonly now: Settings;
  /** Clips made so far. */
  clips: number;
  path: SvgPath;
}

/** A context that writes SVG instead of painting. Understands what the painters use; colors are CSS colors. */
export function createSvgContext(): SvgContext {
  const state: State = { out: [], stack: [], now: initialSettings(), clips: 0, path: createPath() };
  const { now, out } = state;
  const methods = { ...settingMethods(state), ...pathMethods(state), ...paintMethods(state) };
  const g = new Proxy(methods, {
    get: (target, key) => Reflect.get(key in target ? target : now, key) as unknown,
    set: (_target, key, value: unknown) => Reflect.set(now, key, value),
  }) as unknown as Paint2D;
  return { g, body: () => out.join('\n') };
}

function settingMethods({ stack, now }: State) {
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

function pathMethods(state: State) {
  return {
    beginPath: () => {
      state.path = createPath();
    },
    closePath: () => state.path.closePath(),
    moveTo: (x: number, y: number) => state.path.moveTo(x, y),
    lineTo: (x: number, y: number) => state.path.lineTo(x, y),
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => state.path.quadraticCurveTo(cx, cy, x, y),
    bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) =>
      state.path.bezierCurveTo(ax, ay, bx, by, x, y),
    arc: (x: number, y: number, r: number, start: number, end: number, left?: boolean) =>
      state.path.ellipse(x, y, r, r, 0, start, end, left),
    ellipse: (x: number, y: number, rx: number, ry: number, turned: number, start: number, end: number) =>
      state.path.ellipse(x, y, rx, ry, turned, start, end),
    rect: (x: number, y: number, w: number, h: number) => state.path.rect(x, y, w, h),
  };
}

function paintMethods(state: State) {
  const { now } = state;
  return {
    fill: () => {
      const d = state.path.data;
      if (d !== '') write(state, `<path${attributes({ d, fill: String(now.fillStyle), ...common(now) })}/>`);
    },
    stroke: () => {
      const d = state.path.data;
      if (d !== '') write(state, `<path${attributes({ d, ...strokeAttributes(now), ...common(now) })}/>`);
    },
    clip: () => clip(state),
    fillRect: (x: number, y: number, width: number, height: number) => {
      const box = { x, y, width, height };
      write(state, `<rect${attributes({ ...box, fill: String(now.fillStyle), ...common(now) })}/>`);
    },
    strokeRect: (x: number, y: number, width: number, height: number) => {
      write(state, `<rect${attributes({ x, y, width, height, ...strokeAttributes(now), ...common(now) })}/>`);
    },
    fillText: (text: string, x: number, y: number) => {
      const shown = attributes({ x, y, ...textAttributes(now), ...common(now) });
      write(state, `<text${shown}>${escapeXml(text)}</text>`);
    },
    strokeText: (text: string, x: number, y: number) => {
      const shown = attributes({ x, y, ...textAttributes(now), ...strokeAttributes(now), ...common(now) });
      write(state, `<text${shown}>${escapeXml(text)}</text>`);
    },
    drawImage: (
      picture: unknown,
      sx: number,
      sy: number,
      sw: number,
      sh: number,
      x: number,
      y: number,
      width: number,
      height: number,
    ) => {
      // A picture is its address here, and pixels of the source are the units inside.
      const box = { x, y, width, height, viewBox: [sx, sy, sw, sh].map(short).join(' '), preserveAspectRatio: 'none' };
      const image = attributes({ href: String(picture), width: sx + sw, height: sy + sh });
      write(state, `<g${attributes(common(now))}><svg${attributes(box)}><image${image}/></svg></g>`);
    },
  };
}

/** Keeps what comes next within the path, and within the clips before. */
function clip(state: State): void {
  const { now, out, path } = state;
  const id = `clip${state.clips++}`;
  out.push(`<clipPath id="${id}"><path${attributes({ d: path.data, transform: placing(now) })}/></clipPath>`);
  now.clips = [...now.clips, id];
}

/** Writes an element within the clips that are set. */
function write({ now, out }: State, element: string): void {
  const open = now.clips.map((id) => `<g clip-path="url(#${id})">`).join('');
  out.push(`${open}${element}${'</g>'.repeat(now.clips.length)}`);
}
