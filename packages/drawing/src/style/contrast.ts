import type { Color } from '@gesso/crdt-schema';

/** Red, green and blue, 0–255. */
export type Rgb = readonly [number, number, number];

/** Reads `#rrggbb`; anything else is black. */
export const rgbOf = (color: Color): Rgb => {
  const n = /^#[0-9a-f]{6}$/i.test(color) ? Number.parseInt(color.slice(1), 16) : 0;
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
};

/** `#rrggbb`, rounded and kept within bounds. */
export const colorOf = (rgb: Rgb): Color =>
  `#${rgb
    .map((c) =>
      Math.round(Math.max(0, Math.min(255, c)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const linear = (c: number): number => {
  const s = c / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance, 0–1 (WCAG 2.2). */
export const luminanceOf = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** Relative luminance, 0–1, of a color. */
export const luminance = (color: Color): number => luminanceOf(rgbOf(color));

/** Contrast ratio, 1–21 (WCAG 2.2). */
export const contrast = (a: Color, b: Color): number => {
  const la = luminance(a);
  const lb = luminance(b);
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
};

/** `color` with `part` (0–1) of `other` mixed in, in sRGB as a painter would. */
export const mix = (color: Color, other: Color, part: number): Color => {
  const a = rgbOf(color);
  const b = rgbOf(other);
  const at = (i: 0 | 1 | 2) => a[i] + (b[i] - a[i]) * part;
  return colorOf([at(0), at(1), at(2)]);
};

/** As little of `towards` as gives at least `least` contrast against `ground` (all of it when nothing does). */
export const mixUntil = (color: Color, towards: Color, ground: Color, least: number): Color => {
  for (let part = 0; part < 1; part += 1 / 32) {
    const mixed = mix(color, towards, part);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return towards;
};
