import type { Color } from '@gesso/crdt-schema';

/** Red, green and blue, 0–255. */
export type Rgb = readonly number[];

/** Reads `#rrggbb`; anything else is black. */
export const rgbOf = (color: Color): Rgb => {
  const n = /^#[0-9a-f]{6}$/i.test(color) ? Number.parseInt(color.slice(1), 16) : 0;
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
};

/** `#rrggbb` of channels within 0–255, rounded. */
export const colorOf = (rgb: Rgb): Color => `#${rgb.map((c) => (256 + Math.round(c)).toString(16).slice(1)).join('')}`;

const linear = (c: number): number => {
  const s = c / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance, 0–1 (WCAG 2.2). */
export const luminanceOf = ([r = 0, g = 0, b = 0]: Rgb): number =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

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
  const to = rgbOf(other);
  return colorOf(rgbOf(color).map((from, i) => from + ((to[i] ?? 0) - from) * part));
};

/** As little of `towards` as gives at least `least` contrast against `ground` (all of it when nothing does). */
export const mixUntil = (color: Color, towards: Color, ground: Color, least: number): Color => {
  for (let part = 0; part < 1; part += 1 / 32) {
    const mixed = mix(color, towards, part);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return towards;
};
