import {
  type Brush,
  type Element,
  type ElementId,
  type ErasedRanges,
  isErasable,
  packedPoints,
  pointsFromPacked,
  type StrokeElement,
} from '@gesso/crdt-schema';
import { type Box, boundsOf, clipOf, clippedTo, type Vec } from '@gesso/drawing';

/** Strokes in columns, so that 50,000 of them are a handful of values: their points stay packed and are moved, not copied. */
export interface PackedStrokes {
  readonly ids: readonly ElementId[];
  readonly zs: readonly string[];
  readonly colors: readonly string[];
  /** What was erased from some of them, by their place in the columns. */
  readonly erased: ReadonlyMap<number, ErasedRanges>;
  /** x, y, width, opacity, rotation and brush of each, then its bounds: left, top, right, bottom. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Packed points, one after the other; `ends` is where each ends. */
  readonly points: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** What is no stroke, or no stroke as it was stored, with its bounds and where its frame cuts it off. */
export interface PackedOther {
  readonly element: Element;
  readonly box: Box;
  readonly clip: readonly Vec[] | undefined;
}

/** A change of the board. */
export interface PackedChange {
  readonly strokes: PackedStrokes | undefined;
  readonly others: readonly PackedOther[];
  readonly removed: readonly ElementId[];
}

/** Numbers per stroke. */
const stride = 10;
const brushes: readonly Brush[] = ['pen', 'marker', 'highlighter'];

const packStrokes = (strokes: readonly StrokeElement[], packed: readonly Uint8Array[]): PackedStrokes => {
  const numbers = new Float64Array(strokes.length * stride);
  const ends = new Uint32Array(strokes.length);
  const points = new Uint8Array(packed.reduce((sum, bytes) => sum + bytes.length, 0));
  let end = 0;
  strokes.forEach((stroke, i) => {
    const { x, y, w, h } = boundsOf(stroke);
    const { width, opacity, rotation, brush } = stroke;
    numbers.set([stroke.x, stroke.y, width, opacity, rotation, brushes.indexOf(brush), x, y, x + w, y + h], i * stride);
    const bytes = packed[i];
    if (bytes) points.set(bytes, end);
    end += bytes?.length ?? 0;
    ends[i] = end;
  });
  return {
    ids: strokes.map(({ id }) => id),
    zs: strokes.map(({ z }) => z),
    colors: strokes.map(({ color }) => color),
    erased: new Map(strokes.flatMap(({ cuts }, i) => (cuts === undefined ? [] : [[i, cuts] as const]))),
    numbers,
    points,
    ends,
  };
};

/** Packs what has changed. Strokes whose points are not as they were stored (resized ones) travel as they are. */
export const packChange = (elements: readonly Element[], removed: readonly string[]): PackedChange => {
  const strokes: StrokeElement[] = [];
  const packed: Uint8Array[] = [];
  const others: PackedOther[] = [];
  for (const element of elements) {
    const clip = clipOf(element);
    const ink = isErasable(element) && clip === undefined ? element : undefined;
    const bytes = ink && packedPoints(ink.points);
    if (ink && bytes) {
      strokes.push(ink);
      packed.push(bytes);
    } else others.push({ element, box: boundsOf(element), clip });
  }
  return { strokes: strokes.length > 0 ? packStrokes(strokes, packed) : undefined, others, removed };
};

/** What of a packed change is handed over instead of copied. */
export const transfersOf = ({ strokes }: PackedChange): ArrayBuffer[] =>
  strokes ? [strokes.numbers.buffer, strokes.points.buffer, strokes.ends.buffer] : [];

/** An element and the box it covers. */
export interface Placed {
  readonly element: Element;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const nobody: readonly string[] = [];

/** The elements of a packed change. What a picture does not need (locks, groups, links) is left out. */
export function* unpackChange({ strokes, others }: PackedChange): Generator<Placed> {
  for (const { element: sent, box, clip } of others) {
    const element = clippedTo(sent, clip);
    yield { element, left: box.x, top: box.y, right: box.x + box.w, bottom: box.y + box.h };
  }
  if (!strokes) return;
  const { ids, zs, colors, erased, numbers, points, ends } = strokes;
  let start = 0;
  for (const [i, id] of ids.entries()) {
    const number = (k: number): number => numbers[i * stride + k] ?? 0;
    const end = ends[i] ?? start;
    const element: StrokeElement = {
      kind: 'stroke',
      id,
      z: zs[i] ?? '',
      x: number(0),
      y: number(1),
      width: number(2),
      opacity: number(3),
      rotation: number(4),
      brush: brushes[number(5)] ?? 'pen',
      color: colors[i] ?? '#000000',
      points: pointsFromPacked(points.subarray(start, end)),
      cuts: erased.get(i),
      locked: false,
      groups: nobody,
    };
    start = end;
    yield { element, left: number(6), top: number(7), right: number(8), bottom: number(9) };
  }
}
