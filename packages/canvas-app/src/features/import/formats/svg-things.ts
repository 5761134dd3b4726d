import { limits, type NewElement } from '@gesso/crdt-schema';
import type { Tally } from '../format.ts';
import type { HeldPictures } from '../held-pictures.ts';
import { makeElement } from '../make-element.ts';
import { lettersWide } from '../read-text.ts';
import type { XmlNode } from '../read-xml.ts';
import { apply, type Matrix, scaleOf, turnOf, type Vec } from './svg-matrix.ts';
import { type Subpath, subpathsOf } from './svg-path.ts';
import { hasPlainLetters, type Look, lengthOf, paintOf, saysLook } from './svg-style.ts';

/** One thing of an SVG, where it is and how it looks. */
export interface Thing {
  readonly node: XmlNode;
  readonly matrix: Matrix;
  readonly look: Look;
  /** What those it is in let through of it, 0 to 1. */
  readonly opacity: number;
  readonly link: string | undefined;
  readonly groups: readonly string[];
}

export interface Reading {
  readonly tally: Tally;
  readonly pictures: HeldPictures;
  /** Whether its paths are a hand's: strokes, and only the places their curves go through. */
  readonly isInk: boolean;
  /** Counts points of the whole file. Throws a `refusal` when they are too many. */
  readonly count: (points: number) => void;
}

const size = (value: number, least: number): number => Math.min(4_096, Math.max(least, value));

/** Its line, its fill, and whether what it looks like is all that can be said. */
function inksOf({ look, matrix, opacity }: Thing) {
  const [fill, stroke] = [paintOf(look['fill'] ?? 'black', look['color']), paintOf(look['stroke'], look['color'])];
  const alpha = (paint: typeof fill, name: string) =>
    typeof paint === 'object' ? paint.alpha * Math.min(1, Math.max(0, lengthOf(look[name], 1))) : undefined;
  const [through, over] = [alpha(fill, 'fill-opacity'), alpha(stroke, 'stroke-opacity')];
  const same = through === undefined || over === undefined || through === over;
  const dashes = (look['stroke-dasharray'] ?? 'none').split(/[\s,]+/).map(Number);
  const first = dashes[0] ?? Number.NaN;
  const wide = lengthOf(look['stroke-width'], 1) * scaleOf(matrix);
  return {
    fill: typeof fill === 'object' && through !== 0 ? fill.color : undefined,
    stroke: typeof stroke === 'object' && over !== 0 && wide > 0 ? stroke.color : undefined,
    width: size(wide, 0),
    dash: first > 0 ? (first <= 1.5 * lengthOf(look['stroke-width'], 1) ? 'dotted' : 'dashed') : 'solid',
    opacity: Math.round(100 * Math.min(1, opacity * (over ?? through ?? 1))),
    isAll: fill !== 'other' && stroke !== 'other' && same && look['marker-mid'] === undefined,
  } as const;
}

const commonOf = ({ groups, link }: Thing) => ({ groups, ...(link === undefined ? {} : { link }) });

/** A box that is turned; undefined, where it is skewed. */
function boxed(
  thing: Thing,
  kind: 'rect' | 'ellipse',
  box: { x: number; y: number; w: number; h: number; r: number },
  reading: Reading,
) {
  const turn = turnOf(thing.matrix);
  if (turn === undefined || !(box.w > 0) || !(box.h > 0)) return undefined;
  const { fill, stroke, width, dash, opacity, isAll } = inksOf(thing);
  if (!isAll) reading.tally.change('style');
  if (fill === undefined && stroke === undefined) return [];
  const [w, h] = [box.w * turn.sx, box.h * turn.sy];
  const middle = apply(thing.matrix, { x: box.x + box.w / 2, y: box.y + box.h / 2 });
  const made = {
    ...{
      ...commonOf(thing),
      kind,
      x: middle.x - w / 2,
      y: middle.y - h / 2,
      width: w,
      height: h,
      rotation: turn.rotation,
    },
    ...{ color: stroke ?? fill, fill: fill ?? 'none', strokeWidth: stroke === undefined ? 0 : width, dash, opacity },
    ...(box.r > 0 ? { radius: Math.min(box.r * turn.sx, w / 2, h / 2) } : {}),
  };
  return [makeElement(made, reading.tally) ?? []].flat();
}

/** Points from which a line that is drawn is one of ink. */
const mostBends = 40;

function lineOf(thing: Thing, { points, isCurved }: Subpath, reading: Reading): readonly NewElement[] {
  const { fill, stroke, width, dash, opacity, isAll } = inksOf(thing);
  const color = stroke ?? fill;
  // A line has no fill here.
  if (!isAll || fill !== undefined) reading.tally.change('style');
  if (color === undefined) return [];
  const all = points.map((point) => apply(thing.matrix, point));
  const from = all[0] ?? { x: 0, y: 0 };
  const parts: (readonly Vec[])[] = [];
  for (let i = 0; i === 0 || i < all.length - 1; i += limits.strokePoints - 1)
    parts.push(all.slice(i, i + limits.strokePoints));
  if (parts.length > 1) reading.tally.change('ink');
  const isInk = (reading.isInk || (isCurved && all.length > mostBends)) && dash === 'solid';
  const heads = ['marker-start', 'marker-end'].map((name) =>
    (thing.look[name] ?? 'none') === 'none' ? 'none' : 'arrow',
  );
  const style = isInk
    ? { kind: 'stroke', width: size(width, 1 / 16) }
    : { kind: heads.includes('arrow') ? 'arrow' : 'line', strokeWidth: stroke === undefined ? 1 : width, dash, heads };
  return parts.flatMap((part) => {
    const local = part.map(({ x, y }) => [x - from.x, y - from.y]);
    return makeElement({ ...commonOf(thing), ...style, ...from, color, opacity, points: local }, reading.tally) ?? [];
  });
}

const pairs = (text: string | undefined): readonly Vec[] => {
  const all = ((text ?? '').match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
  return Array.from({ length: Math.floor(all.length / 2) }, (_, i) => ({ x: all[2 * i] ?? 0, y: all[2 * i + 1] ?? 0 }));
};

const circle = (cx: number, cy: number, rx: number, ry: number) =>
  `M${cx - rx} ${cy}A${rx} ${ry} 0 1 1 ${cx + rx} ${cy}A${rx} ${ry} 0 1 1 ${cx - rx} ${cy}Z`;

/** Height of a line and where letters stand in it, as shares of their size. */
const letters = { line: 1.35, rise: 1.02, wide: 0.55 };

/** Attributes of letters and of lines that a board's text does not have. */
const letterPlaces = ['dx', 'rotate', 'textLength', 'baseline-shift'];

/** Whether a text is one that a board has: lines one below another, that begin at one place and look alike. */
function isPlainText({ node, look }: Thing): boolean {
  const has = ({ attributes }: XmlNode, names: readonly string[]) =>
    names.some((name) => attributes[name] !== undefined);
  const [first, ...rest] = node.children;
  const left = node.attributes['x'] ?? first?.attributes['x'];
  return (
    hasPlainLetters(look) &&
    !has(node, [...letterPlaces, 'dy']) &&
    node.children.every(
      (part) => part.name === 'tspan' && part.children.length === 0 && !saysLook(part) && !has(part, letterPlaces),
    ) &&
    [first?.attributes['x'] ?? left, ...rest.map(({ attributes }) => attributes['x'])].every((x) => x === left) &&
    rest.every((part) => has(part, ['y', 'dy']))
  );
}

function textOf(thing: Thing, reading: Reading): readonly NewElement[] {
  const { node, look, matrix } = thing;
  const lines = node.children.filter(
    ({ name, attributes }) => name === 'tspan' && (attributes['x'] ?? attributes['dy']),
  );
  const words = (lines.length > 0 ? lines.map(({ text }) => text) : [node.text])
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n');
  const { fill, opacity, isAll } = inksOf(thing);
  if (words !== '' && !(isAll && isPlainText(thing))) reading.tally.change('style');
  if (words === '' || fill === undefined) return [];
  const scale = scaleOf(matrix);
  const high = size(lengthOf(look['font-size'], 16) * scale, 1);
  const first = lines[0]?.attributes ?? {};
  const place = {
    x: lengthOf(node.attributes['x'] ?? first['x'], 0),
    y: lengthOf(node.attributes['y'] ?? first['y'], 0),
  };
  const at = apply(matrix, place);
  const share = { middle: 0.5, end: 1 }[look['text-anchor'] ?? ''] ?? 0;
  const all = words.split('\n');
  const w = all.reduce((most, line) => Math.max(most, lettersWide(line)), 0) * high * letters.wide;
  const h = all.length * high * letters.line;
  const rotation = Math.atan2(matrix[1], matrix[0]);
  const [dx, dy] = [w / 2 - share * w, h / 2 - high * letters.rise];
  const middle = {
    x: at.x + dx * Math.cos(rotation) - dy * Math.sin(rotation),
    y: at.y + dx * Math.sin(rotation) + dy * Math.cos(rotation),
  };
  const family = (look['font-family'] ?? '').toLowerCase();
  const font = /mono|courier|consol/.test(family)
    ? 'mono'
    : /(?:^|[^-])serif|times|georgia/.test(family) && !family.includes('sans')
      ? 'serif'
      : 'sans';
  const align = share === 0 ? 'left' : share === 1 ? 'right' : 'center';
  const made = { ...commonOf(thing), kind: 'text', x: middle.x - w / 2, y: middle.y - h / 2, rotation, text: words };
  return [makeElement({ ...made, size: high, font, align, color: fill, opacity }, reading.tally) ?? []].flat();
}

function picture(thing: Thing, reading: Reading): readonly NewElement[] {
  const { attributes } = thing.node;
  const address = attributes['href'];
  const asset = address === undefined ? undefined : reading.pictures.nameOf(address, () => address);
  const [w, h] = [lengthOf(attributes['width'], 0), lengthOf(attributes['height'], 0)];
  const turn = turnOf(thing.matrix);
  if (asset === undefined || turn === undefined || !(w > 0) || !(h > 0)) {
    reading.tally.lose('picture');
    return [];
  }
  const middle = apply(thing.matrix, {
    x: lengthOf(attributes['x'], 0) + w / 2,
    y: lengthOf(attributes['y'], 0) + h / 2,
  });
  const [width, height] = [w * turn.sx, h * turn.sy];
  const box = { x: middle.x - width / 2, y: middle.y - height / 2, width, height, rotation: turn.rotation };
  return [makeElement({ ...commonOf(thing), ...box, kind: 'image', asset }, reading.tally) ?? []].flat();
}

/** What becomes of one thing that is painted; undefined for one that is not known here. */
export function elementsOf(thing: Thing, reading: Reading): readonly NewElement[] | undefined {
  const { name, attributes } = thing.node;
  const n = (key: string, fallback = 0) => lengthOf(attributes[key], fallback);
  const path = (data: string) =>
    subpathsOf(data, reading.isInk, reading.count).flatMap((one) => lineOf(thing, one, reading));
  const line = (points: readonly Vec[], isClosed: boolean) => {
    reading.count(points.length);
    const all = isClosed ? [...points, ...points.slice(0, 1)] : points;
    return points.length < 2 ? [] : lineOf(thing, { points: all, isClosed, isCurved: false }, reading);
  };
  switch (name) {
    case 'path':
      return path(attributes['d'] ?? '');
    case 'rect': {
      const [x, y, w, h] = [n('x'), n('y'), n('width'), n('height')];
      const box = { x, y, w, h, r: n('rx', n('ry')) };
      return boxed(thing, 'rect', box, reading) ?? path(`M${x} ${y}h${w}v${h}h${-w}Z`);
    }
    case 'circle':
    case 'ellipse': {
      const [cx, cy] = [n('cx'), n('cy')];
      const [rx, ry] = name === 'circle' ? [n('r'), n('r')] : [n('rx'), n('ry')];
      const box = { x: cx - rx, y: cy - ry, w: 2 * rx, h: 2 * ry, r: 0 };
      return boxed(thing, 'ellipse', box, reading) ?? path(circle(cx, cy, rx, ry));
    }
    case 'line': {
      const bare = { ...thing, look: { ...thing.look, fill: 'none' } };
      const points = [
        { x: n('x1'), y: n('y1') },
        { x: n('x2'), y: n('y2') },
      ];
      return lineOf(bare, { points, isClosed: false, isCurved: false }, reading);
    }
    case 'polyline':
    case 'polygon':
      return line(pairs(attributes['points']), name === 'polygon');
    case 'text':
      return textOf(thing, reading);
    case 'image':
      return picture(thing, reading);
    default:
      return undefined;
  }
}
