import { PNG } from 'pngjs';

/** A channel may differ by this much without the eye noticing; anti-aliasing moves within it. */
const tolerance = 48;

export const decodePng = (bytes: Buffer): PNG => PNG.sync.read(bytes);

/** Calls back for each pixel that differs visibly between the first `rows` of two pictures of one size. Throws when the sizes differ. */
const forEachDifference = (a: Buffer, b: Buffer, rows: number, visit: (x: number, y: number) => void): void => {
  const left = decodePng(a);
  const right = decodePng(b);
  if (left.width !== right.width || left.height !== right.height) {
    throw new Error(`The pictures are ${left.width}×${left.height} and ${right.width}×${right.height}.`);
  }
  const end = Math.min(left.data.length, rows * left.width * 4);
  for (let i = 0; i < end; i += 4) {
    const differs = [0, 1, 2].some((c) => Math.abs((left.data[i + c] ?? 0) - (right.data[i + c] ?? 0)) > tolerance);
    if (differs) visit((i / 4) % left.width, Math.floor(i / 4 / left.width));
  }
};

/** Pixels that differ visibly between the first `rows` of two pictures of one size. Throws when the sizes differ. */
export const differingPixels = (a: Buffer, b: Buffer, rows = Number.POSITIVE_INFINITY): number => {
  let count = 0;
  forEachDifference(a, b, rows, () => {
    count += 1;
  });
  return count;
};

/** The most pixels that differ visibly in one place of 16 by 16: something small that is missing is lost among all others. */
export const mostDifferingInOnePlace = (a: Buffer, b: Buffer): number => {
  const counts = new Map<string, number>();
  forEachDifference(a, b, Number.POSITIVE_INFINITY, (x, y) => {
    const place = `${Math.floor(x / 16)} ${Math.floor(y / 16)}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  });
  return Math.max(0, ...counts.values());
};

/** How many pixels are ink: clearly darker than light paper. */
export const inkPixels = (png: PNG): number => {
  let count = 0;
  for (let i = 0; i < png.data.length; i += 4) {
    if (
      (png.data[i + 3] ?? 0) > 128 &&
      (png.data[i] ?? 255) + (png.data[i + 1] ?? 255) + (png.data[i + 2] ?? 255) < 480
    ) {
      count += 1;
    }
  }
  return count;
};

/** How much the mean color of a place differs at most between two pictures of one size (0 to 255). Places are squares of `side` px. */
export const greatestDifference = (a: Buffer, b: Buffer, side: number): number => {
  const [left, right] = [decodePng(a), decodePng(b)];
  if (left.width !== right.width || left.height !== right.height) {
    throw new Error(`The pictures are ${left.width}×${left.height} and ${right.width}×${right.height}.`);
  }
  const columns = Math.ceil(left.width / side);
  const sums = new Float64Array(3 * columns * Math.ceil(left.height / side));
  for (let i = 0; i < left.data.length; i += 4) {
    const at = Math.floor(i / 4 / left.width / side) * columns + Math.floor(((i / 4) % left.width) / side);
    for (let c = 0; c < 3; c++)
      sums[3 * at + c] = (sums[3 * at + c] ?? 0) + (left.data[i + c] ?? 0) - (right.data[i + c] ?? 0);
  }
  return sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0) / side ** 2;
};
