import type { Picture } from '@gesso/drawing';

/** Longest side of a picture's small copy, pixels. As many bytes as a quarter of a tile. */
export const copySide = 256;

/** Small copies kept at most, on the page and in the worker: about 60 MiB of photographs each. */
export const mostCopies = 300;

/** Returns how many pixels a picture's longer side has. */
export const longerSide = ({ width, height }: Pick<Picture, 'width' | 'height'>): number => Math.max(width, height);

/** Returns whether a copy shows at `pixels` (device pixels of the whole picture's longer side) all that the picture would. */
export const isEnough = (copy: Pick<Picture, 'width' | 'height'>, pixels: number): boolean =>
  // A copy below the bound is the picture itself.
  pixels <= copySide || longerSide(copy) < copySide;

/** ms that a picture of 25 MB may take to come and to be decoded. */
export const pictureTimeout = 60_000;

/** Fetches the file behind an address. Rejects when it cannot be had in time. */
export async function fetchFile(address: string): Promise<Blob> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(pictureTimeout) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return await answer.blob();
}

/**
 * Decodes a picture and makes it small: kept in few bytes, and painted from afar at no cost of decoding. Rejects what cannot be
 * decoded.
 */
export async function decodeCopy(file: Blob): Promise<ImageBitmap> {
  const whole = await createImageBitmap(file);
  const share = copySide / longerSide(whole);
  if (share >= 1) return whole;
  const size = (side: number) => Math.max(1, Math.round(side * share));
  try {
    return await createImageBitmap(whole, {
      resizeWidth: size(whole.width),
      resizeHeight: size(whole.height),
      resizeQuality: 'high',
    });
  } finally {
    whole.close();
  }
}
