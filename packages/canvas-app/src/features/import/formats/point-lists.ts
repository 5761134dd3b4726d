import type { NewElement } from '@gesso/crdt-schema';
import { newTally, type Read, refusal } from '../format.ts';
import { importLimits } from '../limits.ts';
import { readJson } from '../read-json.ts';
import { readText } from '../read-text.ts';
import { isNumber, listOr, own } from '../values.ts';
import { type InkPoint, strokesOf } from './ink-strokes.ts';

/** Ink as plain lists of points: JSON of several habits, a drawing a line, and the text files of Omniglot. */

type Stroke = readonly InkPoint[];
type Sketch = readonly Stroke[];

function pointOf(value: unknown): InkPoint | undefined {
  if (Array.isArray(value)) {
    const [x, y, pressure]: unknown[] = value;
    if (value.length < 2 || value.length > 4 || !isNumber(x) || !isNumber(y)) return undefined;
    return isNumber(pressure) ? { x, y, pressure } : { x, y };
  }
  const [x, y] = [own(value, 'x'), own(value, 'y')];
  if (!isNumber(x) || !isNumber(y)) return undefined;
  const pressure = own(value, 'pressure') ?? own(value, 'p');
  return isNumber(pressure) ? { x, y, pressure } : { x, y };
}

/** A stroke whose coordinates are in lists of their own: `[x[], y[], t[]]`. */
const ofColumns = (value: unknown): Stroke => {
  const [xs, ys] = [0, 1].map((i) => listOr(Array.isArray(value) ? value[i] : undefined));
  return (xs ?? []).flatMap((x, i) => {
    const y = ys?.[i];
    return isNumber(x) && isNumber(y) ? [{ x, y }] : [];
  });
};

/** All sketches in a value, however they are nested. */
function sketchesIn(value: unknown): readonly Sketch[] {
  if (Array.isArray(value)) {
    const points = value.map(pointOf);
    if (points.length > 0 && points.every((point) => point !== undefined)) return [[points]];
    const inner = value.map(sketchesIn);
    // Strokes that lie beside each other are one sketch.
    const isSketch = inner.every((found) => found.length <= 1 && (found[0]?.length ?? 1) === 1);
    return isSketch ? [inner.flatMap((found) => found[0] ?? [])].filter((sketch) => sketch.length > 0) : inner.flat();
  }
  if (typeof value !== 'object' || value === null) return [];
  const drawing = own(value, 'drawing');
  if (drawing !== undefined) return [listOr(drawing).map(ofColumns)];
  return Object.values(value).flatMap(sketchesIn);
}

/** Omniglot's text: x, y and ms in each line, y upwards, strokes between BREAKs. */
function omniglot(text: string): Sketch {
  const strokes: InkPoint[][] = [[]];
  for (const line of text.split(/\r?\n/)) {
    const [x, y] = line.split(',').map(Number);
    if (line === 'BREAK') strokes.push([]);
    else if (isNumber(x) && isNumber(y) && line.includes(',')) strokes.at(-1)?.push({ x, y: -y });
  }
  return strokes.filter((stroke) => stroke.length > 0);
}

function sketchesOf(bytes: Uint8Array): readonly Sketch[] {
  const text = readText(bytes);
  if (/^START\r?\n/.test(text)) return [omniglot(text)];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.slice(0, 2).every((line) => /^\s*[[{].*[\]}]\s*$/.test(line));
  if (!isLines) return sketchesIn(readJson(bytes));
  if (lines.length > importLimits.things) throw refusal('tooMany');
  return lines.flatMap((line) => sketchesIn(readJson(new TextEncoder().encode(line))));
}

const gap = 60;

const boxOf = (sketch: Sketch) => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of sketch.flat()) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
  }
  return left > right ? { x: 0, y: 0, w: 0, h: 0 } : { x: left, y: top, w: right - left, h: bottom - top };
};

/** Lists of points as strokes; sketches of a file lie beside each other. */
export const readPointLists: Read = async (bytes, pause) => {
  const tally = newTally();
  const sketches = sketchesOf(bytes);
  if (sketches.reduce((sum, { length }) => sum + length, 0) > importLimits.things) throw refusal('tooMany');
  const boxes = sketches.map(boxOf);
  const area = boxes.reduce((sum, { w, h }) => sum + (w + gap) * (h + gap), 0);
  const widest = Math.max(...[Math.sqrt(area) * 1.3, 0].filter(Number.isFinite));
  const elements: NewElement[] = [];
  let [x, y, tallest] = [0, 0, 0];
  for (const [i, sketch] of sketches.entries()) {
    const box = boxes[i] ?? { x: 0, y: 0, w: 0, h: 0 };
    if (x > 0 && x + box.w > widest) [x, y, tallest] = [0, y + tallest + gap, 0];
    for (const stroke of sketch) {
      await pause();
      const moved = stroke.map((point) => ({ ...point, x: point.x - box.x + x, y: point.y - box.y + y }));
      elements.push(...strokesOf(moved, {}, tally));
    }
    x += box.w + gap;
    tallest = Math.max(tallest, box.h);
  }
  return { elements, report: tally.report(elements) };
};
