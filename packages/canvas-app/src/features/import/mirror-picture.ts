import { within } from '../../waiting.ts';
import type { HeldPicture } from './format.ts';

/** ms that a browser may take to decode a picture, and pixels of a side that it is painted with at most. */
const decodingTimeout = 20_000;
const longest = 4_096;

/**
 * The file of a picture, mirrored where it is to be: painted anew, as a board's pictures are not mirrored. A picture that this browser cannot
 * decode is as it was.
 */
export async function fileOf({ type, bytes, mirror }: HeldPicture): Promise<File> {
  const file = new File([bytes], '', { type });
  if (mirror === undefined) return file;
  const source = new Image();
  source.src = URL.createObjectURL(file);
  try {
    await within(decodingTimeout, source.decode());
    const { naturalWidth: width, naturalHeight: height } = source;
    const scale = Math.min(1, longest / Math.max(width, height));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
    const context = canvas.getContext('2d');
    context?.translate(mirror.x ? canvas.width : 0, mirror.y ? canvas.height : 0);
    context?.scale(mirror.x ? -1 : 1, mirror.y ? -1 : 1);
    context?.drawImage(source, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return made === null ? file : new File([made], '', { type: made.type });
  } catch {
    return file;
  } finally {
    URL.revokeObjectURL(source.src);
  }
}
