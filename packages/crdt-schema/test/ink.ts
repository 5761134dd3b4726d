import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InkStroke, seededInk } from '../src/testing/ink.ts';

/** Reads real ink from the folder described in its SOURCES.md. Needs Node. */

type Sample = readonly [x: number, y: number, pressure?: number];

/** Places a stroke at its first point. Samples that are no numbers are dropped; undefined when none is left. */
const strokeOf = (samples: readonly Sample[], x = 0, y = 0): InkStroke | undefined => {
  const good = samples.filter(([sx, sy]) => Number.isFinite(sx) && Number.isFinite(sy));
  const [first] = good;
  if (first === undefined) return undefined;
  const xy = Float32Array.from(good.flatMap(([sx, sy]) => [sx - first[0], sy - first[1]]));
  const pressed = good.every(([, , p]) => typeof p === 'number' && p >= 0 && p <= 1);
  const pressure = pressed ? { pressure: Uint8Array.from(good, ([, , p]) => Math.round(255 * (p ?? 0))) } : {};
  return { x: x + first[0], y: y + first[1], points: { xy, ...pressure } };
};

const strokes = (list: readonly (InkStroke | undefined)[]): InkStroke[] =>
  list.filter((stroke) => stroke !== undefined);

interface Freedraw {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly points: readonly (readonly [number, number])[];
  readonly pressures?: readonly number[];
  readonly simulatePressure?: boolean;
}

interface ExcalidrawFile {
  readonly elements?: readonly Freedraw[];
  /** Version 1 of a library: one list of elements per item. */
  readonly library?: readonly (readonly Freedraw[])[];
  readonly libraryItems?: readonly { readonly elements: readonly Freedraw[] }[];
}

const readExcalidraw = (text: string): InkStroke[] => {
  const file: ExcalidrawFile = JSON.parse(text);
  const elements = [
    ...(file.elements ?? []),
    ...(file.library ?? []).flat(),
    ...(file.libraryItems ?? []).flatMap((item) => item.elements),
  ];
  return strokes(
    elements
      .filter((element) => element.type === 'freedraw')
      .map(({ x, y, points, pressures, simulatePressure }) => {
        const real = simulatePressure === false && pressures?.length === points.length;
        return strokeOf(
          points.map(([px, py], i): Sample => (real ? [px, py, pressures[i] ?? 0] : [px, py])),
          x,
          y,
        );
      }),
  );
};

/** x,y,t lines between START and BREAK marks, y up, on a canvas of 105: four times as large is the size of writing. */
const readOmniglot = (text: string): InkStroke[] =>
  strokes(
    text.split(/START|BREAK/).map((block) =>
      strokeOf(
        block
          .trim()
          .split('\n')
          .map((line): Sample => {
            const [x = Number.NaN, y = Number.NaN] = line
              .split(',')
              .map((part) => (part === '' ? Number.NaN : Number(part)));
            return [4 * x, -4 * y];
          }),
      ),
    ),
  );

interface Drawing {
  readonly drawing: readonly (readonly [readonly number[], readonly number[], readonly number[]])[];
}

const readQuickDraw = (text: string): InkStroke[] =>
  text
    .split('\n')
    .filter((line) => line.trim().endsWith('}'))
    .flatMap((line) => {
      const { drawing }: Drawing = JSON.parse(line);
      return strokes(drawing.map(([xs, ys]) => strokeOf(xs.map((x, i): Sample => [x, ys[i] ?? Number.NaN]))));
    });

const readHwrt = (text: string): InkStroke[] => {
  const drawing: readonly (readonly { readonly x: number; readonly y: number }[])[] = JSON.parse(text);
  return strokes(drawing.map((points) => strokeOf(points.map(({ x, y }): Sample => [x, y]))));
};

/** A list of samples, or named lists of them. */
const readSamples = (text: string): InkStroke[] => {
  const found: InkStroke[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value) && Array.isArray(value[0]) && typeof value[0][0] === 'number') {
      const stroke = strokeOf(value as Sample[]);
      if (stroke !== undefined) found.push(stroke);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(JSON.parse(text));
  return found;
};

/** Units of the one InkML file's pen per pixel at 96 px to the inch, and its greatest force. */
const inkmlScale = { x: 3_971.76 / 96, y: 5_295.25 / 96, force: 32_767 };

/** A trace of `X Y F` points; after an apostrophe, a channel holds differences. */
const readTrace = (trace: string): InkStroke | undefined => {
  const at = [0, 0, 0];
  let differences = false;
  return strokeOf(
    trace.split(',').map((point): Sample => {
      const values = point.match(/'?-?\d+/g) ?? [];
      values.slice(0, 3).forEach((value, channel) => {
        differences ||= value.startsWith("'");
        const number = Number(value.replace("'", ''));
        at[channel] = differences ? (at[channel] ?? 0) + number : number;
      });
      const [x = Number.NaN, y = Number.NaN, force = 0] = at;
      return [x / inkmlScale.x, y / inkmlScale.y, Math.min(1, Math.max(0, force / inkmlScale.force))];
    }),
  );
};

const readInkml = (text: string): InkStroke[] =>
  strokes([...text.matchAll(/<(?:inkml:)?trace [^>]*>([^<]*)</g)].map(([, trace = '']) => readTrace(trace)));

const readerOf = (name: string): ((text: string) => InkStroke[]) | undefined => {
  if (/\.excalidraw(lib)?$/.test(name)) return readExcalidraw;
  if (name.startsWith('quickdraw')) return readQuickDraw;
  if (name.startsWith('hwrt')) return readHwrt;
  if (name.startsWith('perfect-freehand')) return readSamples;
  if (name.endsWith('.inkml')) return readInkml;
  return name.endsWith('.txt') ? readOmniglot : undefined;
};

export interface InkFile {
  readonly name: string;
  readonly strokes: readonly InkStroke[];
}

/** Every ink file in `folder` (and in its sub-folders) with its strokes, by name. Unknown files are left out. */
export const readInk = (folder: string): InkFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap((path) => {
      const read = readerOf(path.split('/').at(-1) ?? '');
      return read === undefined ? [] : [{ name: path, strokes: read(readFileSync(join(folder, path), 'utf8')) }];
    });

/**
 * The real ink in `REAL_DATA/ink` (by default `../shared/data` beside the repository), or seeded handwriting and one
 * printed line when it is not there.
 */
export const realOrSeededInk = (
  seed = 1,
  count = 3_000,
): { readonly real: boolean; readonly files: readonly InkFile[] } => {
  const folder = join(process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'ink');
  try {
    return { real: true, files: readInk(folder) };
  } catch {
    console.log(`No real ink at ${folder}: using seeded handwriting.`);
    return { real: false, files: [{ name: `seeded-${seed}`, strokes: seededInk(seed, count) }] };
  }
};
