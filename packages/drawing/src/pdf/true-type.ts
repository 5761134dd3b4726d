import type { PathCommand } from 'fontkit';

/**
 * A TrueType font of a few glyphs, by their outlines: what a PDF needs of one, and no table more. Format: OpenType 1.9, tables `glyf`, `head`,
 * `hhea`, `hmtx`, `loca`, `maxp`. Subsets of WOFF 2.0 files cannot be cut out of them: their outlines are packed in a way of their own.
 */

/** A glyph in units of its font. */
export interface Outline {
  readonly advance: number;
  readonly commands: readonly PathCommand[];
}

export interface Metrics {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly isOn: boolean;
}

/** The contours of an outline as TrueType has them: curves are quadratic, and the last point is not the first again. */
function contoursOf(commands: readonly PathCommand[]): Point[][] {
  const contours: Point[][] = [];
  const add = (x = 0, y = 0, isOn = true) => contours.at(-1)?.push({ x: Math.round(x), y: Math.round(y), isOn });
  for (const { command, args } of commands) {
    if (command === 'moveTo') contours.push([]);
    if (command === 'moveTo' || command === 'lineTo') add(args[0], args[1]);
    if (command === 'quadraticCurveTo') {
      add(args[0], args[1], false);
      add(args[2], args[3]);
    }
  }
  for (const contour of contours) {
    const [first, last] = [contour[0], contour.at(-1)];
    if (contour.length > 1 && first?.x === last?.x && first?.y === last?.y && last?.isOn) contour.pop();
  }
  return contours.filter((contour) => contour.length > 1);
}

interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

const boxOf = (points: readonly Point[]): Box => {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  }
  return points.length === 0 ? { left: 0, bottom: 0, right: 0, top: 0 } : { left, bottom, right, top };
};

/** Writes big-endian words one after the other. */
function words(count: number) {
  const view = new DataView(new ArrayBuffer(count));
  let at = 0;
  return {
    u8: (value: number) => view.setUint8(at++, value),
    i16(...values: readonly number[]) {
      for (const value of values) {
        view.setInt16(at, value);
        at += 2;
      }
    },
    u32(...values: readonly number[]) {
      for (const value of values) {
        view.setUint32(at, value);
        at += 4;
      }
    },
    bytes: () => new Uint8Array(view.buffer),
  };
}

/** A simple glyph: one flag a point, differences of two bytes. The file is packed as a whole. */
function glyfOf(contours: readonly (readonly Point[])[]): Uint8Array {
  const points = contours.flat();
  if (points.length === 0) return new Uint8Array(0);
  const { left, bottom, right, top } = boxOf(points);
  const size = 12 + 2 * contours.length + points.length * 5;
  const out = words(size + (size % 2));
  out.i16(contours.length, left, bottom, right, top);
  let end = -1;
  for (const contour of contours) {
    end += contour.length;
    out.i16(end);
  }
  out.i16(0);
  for (const { isOn } of points) out.u8(isOn ? 1 : 0);
  let [x, y] = [0, 0];
  for (const point of points) {
    out.i16(point.x - x);
    x = point.x;
  }
  for (const point of points) {
    out.i16(point.y - y);
    y = point.y;
  }
  return out.bytes();
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const checksum = (bytes: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4)
    sum =
      (sum +
        (((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0))) >>>
      0;
  return sum;
};

/** The tables in one file, each at a multiple of four bytes. */
function fileOf(tables: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(tables);
  const head = words(12 + 16 * entries.length);
  head.u32(0x00010000);
  const power = 2 ** Math.floor(Math.log2(entries.length));
  head.i16(entries.length, power * 16, Math.log2(power), (entries.length - power) * 16);
  let at = 12 + 16 * entries.length;
  const parts: Uint8Array[] = [];
  for (const [tag, bytes] of entries) {
    for (const letter of tag) head.u8(letter.charCodeAt(0));
    head.u32(checksum(bytes), at, bytes.length);
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    parts.push(padded);
    at += padded.length;
  }
  return joined([head.bytes(), ...parts]);
}

/** A font of these glyphs, the first of which stands for what is not there. */
export function trueType(outlines: readonly Outline[], { unitsPerEm, ascent, descent }: Metrics): Uint8Array {
  const contours = outlines.map(({ commands }) => contoursOf(commands));
  const glyphs = contours.map(glyfOf);
  const box = boxOf(contours.flat(2));
  const head = words(54);
  head.u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5);
  head.i16(3, unitsPerEm);
  head.u32(0, 0, 0, 0);
  head.i16(box.left, box.bottom, box.right, box.top, 0, 8, 2, 1, 0);
  const hhea = words(36);
  hhea.u32(0x00010000);
  const widest = Math.max(...outlines.map(({ advance }) => advance));
  hhea.i16(ascent, descent, 0, widest, 0, 0, box.right, 1, 0, 0, 0, 0, 0, 0, 0, outlines.length);
  const hmtx = words(4 * outlines.length);
  for (const [i, { advance }] of outlines.entries()) hmtx.i16(advance, boxOf(contours[i]?.flat() ?? []).left);
  const loca = words(4 * (outlines.length + 1));
  let at = 0;
  for (const { length } of glyphs) {
    loca.u32(at);
    at += length;
  }
  loca.u32(at);
  const maxp = words(32);
  maxp.u32(0x00010000);
  const most = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), 0);
  const points = most(contours.map((all) => all.reduce((sum, { length }) => sum + length, 0)));
  maxp.i16(outlines.length, points, most(contours.map(({ length }) => length)), 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  return fileOf({
    // Readers look for the table, also where no letter has ink.
    glyf: at > 0 ? joined(glyphs) : new Uint8Array(4),
    head: head.bytes(),
    hhea: hhea.bytes(),
    hmtx: hmtx.bytes(),
    loca: loca.bytes(),
    maxp: maxp.bytes(),
  });
}
