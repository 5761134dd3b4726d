import { isNumber, listOr, numberOr, own } from '../values.ts';

/** A point of a stroke, and how hard it was pressed. */
export interface Pressed {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A number of 16 bits: IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return Number.NaN;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}

/** Points packed since 2025: the first in three numbers of 32 bits, each further one as three differences of 16; all little endian, in base64. */
function unpacked(path: string): readonly Pressed[] {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(path), (letter) => letter.charCodeAt(0));
  } catch {
    return [];
  }
  if (bytes.length < 12) return [];
  const view = new DataView(bytes.buffer);
  let [x, y, z] = [0, 4, 8].map((at) => view.getFloat32(at, true)) as [number, number, number];
  const points = [{ x, y, z }];
  for (let at = 12; at + 6 <= bytes.length; at += 6) {
    x += half(view.getUint16(at, true));
    y += half(view.getUint16(at + 2, true));
    z += half(view.getUint16(at + 4, true));
    points.push({ x, y, z });
  }
  return points;
}

const isPoint = ({ x, y }: { readonly x: unknown; readonly y: unknown }): boolean => isNumber(x) && isNumber(y);

/** The points of ink, segment after segment. */
export const inkPoints = (props: unknown): readonly Pressed[] => {
  const [sx, sy] = [numberOr(own(props, 'scaleX'), 1), numberOr(own(props, 'scaleY'), 1)];
  return listOr(own(props, 'segments'))
    .flatMap((segment) => {
      const path = own(segment, 'path');
      if (typeof path === 'string') return unpacked(path);
      return listOr(own(segment, 'points')).map((point) => ({
        x: own(point, 'x') as number,
        y: own(point, 'y') as number,
        z: numberOr(own(point, 'z'), 0.5),
      }));
    })
    .filter(isPoint)
    .map(({ x, y, z }) => ({ x: x * sx, y: y * sy, z: numberOr(z, 0.5) }));
};

/** Orders records by the place they say they have among others. */
export const byIndex = (a: unknown, b: unknown): number => {
  const [one, two] = [String(own(a, 'index')), String(own(b, 'index'))];
  return one < two ? -1 : one > two ? 1 : 0;
};

/** The points of a line: a list, points by their names, or handles, as the versions have them. */
export function linePoints(props: unknown): readonly { readonly x: number; readonly y: number }[] {
  const given = own(props, 'points') ?? own(props, 'handles');
  const all = Array.isArray(given)
    ? given
    : typeof given === 'object' && given !== null
      ? Object.values(given).sort(byIndex)
      : [];
  return all
    .map((point) => ({ x: own(point, 'x') as number, y: own(point, 'y') as number }))
    .filter((point) => isPoint(point));
}
