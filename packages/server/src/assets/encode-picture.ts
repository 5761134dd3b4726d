import type Sharp from 'sharp';
import { KiB } from '../units.ts';
import type { EncodedPicture, EncodingLimits, Refusal } from './encoding-answer.ts';
import { isExact, type PictureType, pictureTypeOf } from './picture-type.ts';

/** Pictures, decoded and made anew: nothing of the file that came is kept but its pixels. Runs in a process of its own. */

/** The one reader of libvips that each type is given to. */
const readers = {
  png: 'VipsForeignLoadPngBuffer',
  jpeg: 'VipsForeignLoadJpegBuffer',
  webp: 'VipsForeignLoadWebpBuffer',
  avif: 'VipsForeignLoadHeifBuffer',
  gif: 'VipsForeignLoadNsgifBuffer',
  svg: 'VipsForeignLoadSvgBuffer',
} as const satisfies Record<PictureType, string>;

/** Bytes for each pixel beyond which a picture is a photograph, in which nobody sees what WebP leaves out; small ones stay exact. */
const exactUpTo = { bytesPerPixel: 1.5, bytes: 256 * KiB } as const;
const photograph = { quality: 82, effort: 2 } as const;
/** Of what came without loss more is kept. */
const carefully = { quality: 90, effort: 2 } as const;

/**
 * The longer side that an SVG is drawn at, in pixels: eight times its own size, so that it is sharp when people zoom in, but not
 * more than `usual` for that. One that is larger is drawn at its size up to `most`.
 */
const drawn = { times: 8, usual: 2048, most: 4096 } as const;
/** Dots an inch at which an SVG has its own size, and the least and most that can be asked for. */
const density = { own: 72, least: 1, most: 100_000 } as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

const scaled = ({ width, height }: Size, by: number): Size => ({
  width: Math.max(1, Math.round(width * by)),
  height: Math.max(1, Math.round(height * by)),
});

/** The size that is kept of a picture: its own, or what there is room for in its proportions. */
const keptSize = (size: Size, { keptPixels, keptSide }: EncodingLimits): Size =>
  scaled(
    size,
    Math.min(1, keptSide / Math.max(size.width, size.height), Math.sqrt(keptPixels / (size.width * size.height))),
  );

/** How many pixels a PNG has for one of the screen it was taken from: 2 in a screenshot of a dense one, which says 144 dots an inch. */
const pixelRatio = (type: PictureType, dots: number | undefined): number => {
  const ratio = Math.round((dots ?? 0) / density.own);
  return type === 'png' && ratio >= 2 && ratio <= 4 && Math.abs((dots ?? 0) - ratio * density.own) <= 1 ? ratio : 1;
};

/** At how many dots an inch an SVG of this size is drawn. */
const densityFor = ({ width, height }: Size): number => {
  const longer = Math.max(width, height);
  const wanted = Math.min(longer * drawn.times, Math.max(drawn.usual, Math.min(longer, drawn.most)));
  return Math.min(density.most, Math.max(density.least, (density.own * wanted) / longer));
};

/** Decodes a picture and encodes it anew. Rejects when it cannot be decoded. */
export async function encodePicture(
  sharp: typeof Sharp,
  bytes: Uint8Array,
  limits: EncodingLimits,
): Promise<EncodedPicture | Refusal> {
  const type = pictureTypeOf(bytes);
  if (type === undefined) return 'NOT_A_PICTURE';
  prepare(sharp, type);
  // Bytes that came over a network are often a little wrong where nobody sees it; what is cut off is refused.
  const options = { failOn: 'error', sequentialRead: true, pages: 1 } as const;
  // Nothing but the header is read of it here, and of an SVG its size says nothing about its cost.
  const found = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  const own = found.autoOrient;
  if (type !== 'svg' && own.width * own.height > limits.sentPixels) return 'PICTURE_TOO_LARGE';
  const dots = type === 'svg' ? { density: densityFor(own) } : {};
  const source = { ...options, ...dots, limitInputPixels: limits.sentPixels };
  const size = type === 'svg' ? own : keptSize(own, limits);
  const shown = scaled(size, 1 / pixelRatio(type, found.density));
  const pixels = sharp(bytes, source).autoOrient().toColourspace('srgb');
  if (size.width < own.width || size.height < own.height) pixels.resize({ ...size, fit: 'fill' });
  const made = await encode(pixels, isExact(type, bytes));
  return { ...made, ...shown };
}

/** One thread, no memory of earlier pictures, and no reader but the one that is needed: many know files that are no pictures. */
function prepare(sharp: typeof Sharp, type: PictureType): void {
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [readers[type]] });
}

/** As PNG what came without loss, where that is not a photograph; everything else as WebP. */
async function encode(
  pixels: ReturnType<typeof Sharp>,
  exact: boolean,
): Promise<Pick<EncodedPicture, 'type' | 'data'>> {
  if (exact) {
    const { data, info } = await pixels.clone().png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
    const most = Math.max(exactUpTo.bytes, exactUpTo.bytesPerPixel * info.width * info.height);
    if (data.length <= most) return { type: 'image/png', data };
  }
  return { type: 'image/webp', data: await pixels.webp(exact ? carefully : photograph).toBuffer() };
}
