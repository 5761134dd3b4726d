import type { Paint2D } from '../paint.ts';
import { createPath, short } from './svg-path.ts';

type Matrix = readonly [number, number, number, number, number, number];

type Settings = Pick<
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

/** Text as it may stand in XML: what no XML 1.0 file may hold is left out. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Attributes in order; those without a value are left out. */
const attributes = (list: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(list)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [` ${name}="${escapeXml(typeof value === 'number' ? short(value) : value)}"`];
    })
    .join('');

export interface SvgContext {
  readonly g: Paint2D;
  /** Everything painted so far, as elements of an SVG. */
  body(): string;
}

/** A context that writes SVG instead of painting. Understands what the painters use; colours are CSS colours. */
export const createSvgContext = (): SvgContext => {
  const out: string[] = [];
  const stack: Settings[] = [];
  let clips = 0;
  let path = createPath();
  const now: Settings = {
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

  const multiply = ([a, b, c, d, e, f]: Matrix) => {
    const [A, B, C, D, E, F] = now.matrix;
    now.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  };

  const placing = () => {
    const [a, b, c, d, e, f] = now.matrix;
    if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return undefined;
    // More digits than coordinates get: these are multiplied with them.
    return `matrix(${[a, b, c, d].map((n) => Number(n.toFixed(6))).join(' ')} ${short(e)} ${short(f)})`;
  };

  const blend = () =>
    now.globalCompositeOperation === 'source-over' ? undefined : `mix-blend-mode:${now.globalCompositeOperation}`;

  const common = () => ({
    transform: placing(),
    opacity: now.globalAlpha === 1 ? undefined : now.globalAlpha,
    style: blend(),
  });

  const write = (element: string) => {
    const open = now.clips.map((id) => `<g clip-path="url(#${id})">`).join('');
    out.push(`${open}${element}${'</g>'.repeat(now.clips.length)}`);
  };

  const strokeAttributes = () => ({
    fill: 'none',
    stroke: String(now.strokeStyle),
    'stroke-width': now.lineWidth,
    'stroke-linecap': now.lineCap === 'butt' ? undefined : now.lineCap,
    'stroke-linejoin': now.lineJoin === 'miter' ? undefined : now.lineJoin,
    'stroke-dasharray': now.dash.length > 0 ? now.dash.map(short).join(' ') : undefined,
  });

  const anchor = () => {
    const left = now.textAlign === 'left' || now.textAlign === (now.direction === 'rtl' ? 'end' : 'start');
    if (now.textAlign === 'center') return 'middle';
    // Anchors follow the writing direction, canvas sides do not.
    return left === (now.direction === 'rtl') ? 'end' : undefined;
  };

  const methods = {
    save: () => {
      stack.push({ ...now });
    },
    restore: () => {
      Object.assign(now, stack.pop());
    },
    translate: (x: number, y: number) => multiply([1, 0, 0, 1, x, y]),
    rotate: (angle: number) => multiply([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]),
    scale: (x: number, y: number) => multiply([x, 0, 0, y, 0, 0]),
    beginPath: () => {
      path = createPath();
    },
    closePath: () => path.closePath(),
    moveTo: (x: number, y: number) => path.moveTo(x, y),
    lineTo: (x: number, y: number) => path.lineTo(x, y),
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => path.quadraticCurveTo(cx, cy, x, y),
    bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) =>
      path.bezierCurveTo(ax, ay, bx, by, x, y),
    arc: (x: number, y: number, r: number, start: number, end: number, left?: boolean) =>
      path.ellipse(x, y, r, r, 0, start, end, left),
    ellipse: (x: number, y: number, rx: number, ry: number, turned: number, start: number, end: number) =>
      path.ellipse(x, y, rx, ry, turned, start, end),
    rect: (x: number, y: number, w: number, h: number) => path.rect(x, y, w, h),
    fill: () => {
      if (path.data !== '') write(`<path${attributes({ d: path.data, fill: String(now.fillStyle), ...common() })}/>`);
    },
    stroke: () => {
      if (path.data !== '') write(`<path${attributes({ d: path.data, ...strokeAttributes(), ...common() })}/>`);
    },
    clip: () => {
      const id = `clip${clips++}`;
      out.push(`<clipPath id="${id}"><path${attributes({ d: path.data, transform: placing() })}/></clipPath>`);
      now.clips = [...now.clips, id];
    },
    fillRect: (x: number, y: number, width: number, height: number) => {
      write(`<rect${attributes({ x, y, width, height, fill: String(now.fillStyle), ...common() })}/>`);
    },
    strokeRect: (x: number, y: number, width: number, height: number) => {
      write(`<rect${attributes({ x, y, width, height, ...strokeAttributes(), ...common() })}/>`);
    },
    fillText: (text: string, x: number, y: number) => {
      const [, size = '10', family = 'sans-serif'] = /([\d.]+)px (.*)$/.exec(now.font) ?? [];
      const shown = attributes({
        x,
        y,
        'font-family': family,
        'font-size': size,
        'font-kerning': 'none',
        'text-anchor': anchor(),
        direction: now.direction === 'rtl' ? 'rtl' : undefined,
        fill: String(now.fillStyle),
        'xml:space': 'preserve',
        ...common(),
      });
      write(`<text${shown}>${escapeXml(text)}</text>`);
    },
    setLineDash: (segments: number[]) => {
      now.dash = segments;
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
      write(`<g${attributes(common())}><svg${attributes(box)}><image${image}/></svg></g>`);
    },
  };

  const g = new Proxy(methods, {
    get: (target, key) => Reflect.get(key in target ? target : now, key) as unknown,
    set: (_target, key, value: unknown) => Reflect.set(now, key, value),
  }) as unknown as Paint2D;
  return { g, body: () => out.join('\n') };
};
