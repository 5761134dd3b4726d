import { newPendingAsset, pictureLimits } from '@gesso/crdt-schema';
import type { HeldPicture, Mirror } from './format.ts';
import { importLimits } from './limits.ts';

/** Pictures that are sent as they are; the server makes each anew. */
const types = /^data:(image\/(?:png|jpeg|gif|webp|avif|svg\+xml));base64,([A-Za-z0-9+/=\s]+)$/;

/** Bytes of what begins like a data URL of a picture; undefined for any other address, which is asked of no one. */
function pictureOf(address: unknown): HeldPicture | undefined {
  if (typeof address !== 'string' || address.length > (pictureLimits.bytes * 4) / 3 + 100) return undefined;
  const [, type, base64] = types.exec(address) ?? [];
  if (type === undefined || base64 === undefined) return undefined;
  try {
    return { type, bytes: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) };
  } catch {
    return undefined;
  }
}

const asItIs: Mirror = { x: false, y: false };

/** Pictures of one file, each once, by the names that image elements have for them. */
export interface HeldPictures {
  readonly pictures: ReadonlyMap<string, HeldPicture>;
  /**
   * The name for a picture by its key in the file, and by how it is mirrored; undefined where there is none or it is no picture. `address`
   * is its data URL.
   */
  nameOf(key: string, address: () => unknown, mirror?: Mirror): string | undefined;
}

export function holdPictures(): HeldPictures {
  const pictures = new Map<string, HeldPicture>();
  const names = new Map<string, string | undefined>();
  return {
    pictures,
    nameOf(file, address, mirror = asItIs) {
      const isMirrored = mirror.x || mirror.y;
      const key = isMirrored ? `${file} ${mirror.x} ${mirror.y}` : file;
      if (names.has(key)) return names.get(key);
      const picture = names.size < importLimits.pictures ? pictureOf(address()) : undefined;
      const name = picture && newPendingAsset();
      names.set(key, name);
      if (picture !== undefined && name !== undefined)
        pictures.set(name, isMirrored ? { ...picture, mirror } : picture);
      return name;
    },
  };
}
