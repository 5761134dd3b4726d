import { PNG } from 'pngjs';

/** A channel may differ by this much without the eye noticing; anti-aliasing moves within it. */
const tolerance = 48;

export const decodePng = (bytes: Buffer): PNG => PNG.sync.read(bytes);

/** Pixels that differ visibly between the first `rows` of two pictures of one size. Throws when the sizes differ. */
export const differingPixels = (a: Buffer, b: Buffer, rows = Number.POSITIVE_INFINITY): number => {
  const left = decodePng(a);
  const right = decodePng(b);
  if (left.width !== right.width || left.height !== right.height) {
    throw new Error(`The pictures are ${left.width}×${left.height} and ${right.width}×${right.height}.`);
  }
  let count = 0;
  const end = Math.min(left.data.length, rows * left.width * 4);
  for (let i = 0; i < end; i += 4) {
    const differs = [0, 1, 2].some((c) => Math.abs((left.data[i + c] ?? 0) - (right.data[i + c] ?? 0)) > tolerance);
    if (differs) count += 1;
  }
  return count;
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
