/** What a board is taken away as: the one list, as the panel has it. `label` is a name that is the same in every language. */
export const formats = {
  png: { label: 'PNG', extension: 'png', type: 'image/png' },
  jpeg: { label: 'JPEG', extension: 'jpg', type: 'image/jpeg' },
  webp: { label: 'WebP', extension: 'webp', type: 'image/webp' },
  svg: { label: 'SVG', extension: 'svg', type: 'image/svg+xml' },
  pdf: { label: 'PDF', extension: 'pdf', type: 'application/pdf' },
  gesso: { label: '.gesso', extension: 'gesso', type: 'application/vnd.gesso+json' },
} as const;

export type Format = keyof typeof formats;

/** Formats of pictures that a browser encodes from pixels. */
export type PixelFormat = 'png' | 'jpeg' | 'webp';

export const formatNames = Object.keys(formats) as readonly Format[];

export const isPixels = (format: Format): format is PixelFormat =>
  format === 'png' || format === 'jpeg' || format === 'webp';

/** Whether a picture of this format can have its elements in it. */
export const canKeepBoard = (format: Format): boolean => format === 'png' || format === 'svg';

/** Whether this browser writes WebP: one that cannot, as Safari, writes a PNG instead. */
export const writesWebp = (): boolean =>
  document.createElement('canvas').toDataURL('image/webp').startsWith('data:image/webp');

/** How much of a picture is kept by formats that lose some, as browsers count it: no difference to be seen in flat color and ink. */
export const quality = 0.92;
