import { Failure, pictureLimits } from '@gesso/crdt-schema';
import type { Picture } from '@gesso/drawing';
import { within } from '../../waiting.ts';
import type { Size } from './place.ts';

/** A file that goes up, and how it looks where this browser can tell. */
export interface Decoded {
  readonly file: File;
  readonly size: Size;
  readonly picture: Picture | undefined;
}

/** ms that a browser may take to decode a picture. */
const decodingTimeout = 20_000;
/** The size of what has none, or that this browser cannot decode and the server may. */
const defaultSize: Size = { width: 400, height: 300 };

/** Decodes a file. Throws PICTURE_TOO_LARGE for what no server takes. */
export async function decode(file: File): Promise<Decoded> {
  if (file.size > pictureLimits.bytes) throw new Failure('PICTURE_TOO_LARGE');
  const source = new Image();
  source.src = URL.createObjectURL(file);
  const isDecoded = await within(decodingTimeout, source.decode()).then(
    () => true,
    () => false,
  );
  const { naturalWidth: width, naturalHeight: height } = source;
  if (!isDecoded || width * height === 0) {
    URL.revokeObjectURL(source.src);
    return { file, size: defaultSize, picture: undefined };
  }
  // The server draws an SVG as large as it may be.
  if (width * height > pictureLimits.pixels && file.type !== 'image/svg+xml') {
    URL.revokeObjectURL(source.src);
    throw new Failure('PICTURE_TOO_LARGE');
  }
  return { file, size: { width, height }, picture: { source, width, height } };
}
