import { describe, expect, test } from 'vitest';
import { contrast, luminance, mix, rgbOf } from './contrast.ts';
import { brights, grounds, palette } from './palette.ts';
import { colorOn, labelOn, markOn } from './theme-colors.ts';
import { turned } from './turned.ts';

/** What a color of the light has to keep of its contrast in the dark: 4.5 is enough for all writing. */
const needed = (a: string, b: string) => Math.min(4.5, contrast(a, b));

/** As many colors as are wanted, the same ones each time, from all over the cube and with no color of the palette among them. */
function colors(count: number, seed = 1): string[] {
  let state = seed;
  const channel = () => {
    state = (state * 48271) % 2147483647;
    return (state % 256).toString(16).padStart(2, '0');
  };
  return Array.from({ length: count }, () => `#${channel()}${channel()}${channel()}`);
}

const inks = [...colors(1_500), '#000000', '#1e1e1e', '#e03131', '#1971c2', '#f08c00', '#64748b', '#846358', '#ffffff'];
const fills = [...colors(1_500, 7), '#f0f9ff', '#dbeafe', '#60a5fa', '#3b82f6', '#a5d8ff', '#ffec99', '#ced4da'];
const pastels = colors(400, 11).map((color) => mix('#ffffff', color, 0.18));

/** Distance in the CIE's L*a*b* of 1976, D65. */
function distance(a: string, b: string): number {
  const labOf = (color: string) => {
    const [r, g, b] = rgbOf(color).map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    ) as [number, number, number];
    const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 841) / 108 + 4 / 29);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)] as const;
  };
  const [p, q] = [labOf(a), labOf(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

describe('a color in the dark', () => {
  test('is told from what lies below it as in the light: 80 % of the contrast, up to 4.5', () => {
    const luminances = (all: readonly string[], shown: (color: string) => string) =>
      all.map((color) => [luminance(color) + 0.05, luminance(shown(color)) + 0.05] as const);
    const ratio = (a: number, b: number) => Math.max(a / b, b / a);
    const below = luminances(fills, (fill) => colorOn(fill, 'dark'));
    let least = Infinity;
    for (const [light, dark] of luminances(inks, (ink) => colorOn(ink, 'dark')))
      for (const ground of below)
        least = Math.min(least, ratio(dark, ground[1]) / Math.min(4.5, ratio(light, ground[0])));
    expect(least).toBeGreaterThanOrEqual(0.8);
  });

  test('is told from the ground as well as in the light', () => {
    for (const ink of inks)
      expect(contrast(colorOn(ink, 'dark'), grounds.dark)).toBeGreaterThanOrEqual(needed(ink, grounds.light));
  });

  test('of the palette is told from every fill that is lighter, and from every tint', () => {
    const tints = palette.map(({ tint }) => tint.light);
    for (const { ink } of palette)
      for (const fill of [...tints, ...fills.filter((one) => luminance(one) > luminance(ink.light))]) {
        const seen = contrast(colorOn(ink.light, 'dark'), colorOn(fill, 'dark'));
        expect(seen, `${ink.light} on ${fill}`).toBeGreaterThanOrEqual(0.8 * needed(ink.light, fill));
      }
  });

  test('is lighter than another that is lighter in the light by no more than a rounded channel', () => {
    const byLight = [...inks, ...fills].sort((a, b) => luminance(a) - luminance(b));
    for (const [i, color] of byLight.slice(1).entries()) {
      const darker = luminance(colorOn(byLight[i] ?? '', 'dark'));
      expect((luminance(colorOn(color, 'dark')) + 0.05) / (darker + 0.05)).toBeLessThanOrEqual(1.02);
    }
  });

  test('keeps its hue', () => {
    expect(turned('#808080')).toMatch(/^#(..)\1\1$/);
    for (const color of colors(300)) {
      const was = rgbOf(color);
      const is = rgbOf(turned(color));
      for (const [i, c] of was.entries())
        for (const [j, d] of was.entries())
          if (c > d) expect(is[i], `${color} is ${is}`).toBeGreaterThanOrEqual(is[j] ?? 0);
    }
  });

  test('that is pale is as far from others that are as in the light, and never less than six tenths of that', () => {
    const pairs = pastels.flatMap((a, i) => pastels.slice(i + 1, i + 12).map((b) => [a, b] as const));
    const shares = pairs
      .filter(([a, b]) => distance(a, b) >= 2)
      .map(([a, b]) => distance(colorOn(a, 'dark'), colorOn(b, 'dark')) / distance(a, b))
      .sort((a, b) => a - b);
    expect(shares[0]).toBeGreaterThanOrEqual(0.6);
    expect(shares[shares.length >> 1]).toBeGreaterThanOrEqual(1);
  });

  test('is drawn by hand as everything else is, but for brights', () => {
    for (const color of inks) expect(markOn(color, 'dark')).toBe(colorOn(color, 'dark'));
  });

  test('that is white is paper, and black is white', () => {
    expect(colorOn('#ffffff', 'dark')).toBe('#26282c');
    expect(luminance(turned('#ffffff'))).toBeCloseTo(luminance('#26282c'), 3);
    expect(luminance(colorOn('#fefefe', 'dark'))).toBeCloseTo(luminance('#26282c'), 2);
    expect(colorOn('#000000', 'dark')).toBe('#ffffff');
  });

  test('stays bright where it was chosen to be', () => {
    for (const { color } of brights) {
      expect(markOn(color, 'dark')).toBe(color);
      expect(distance(colorOn(color, 'dark'), mix(color, '#000000', 0.2))).toBe(0);
      expect(luminance(colorOn(color, 'dark'))).toBeGreaterThan(0.2);
    }
  });
});

describe('a label', () => {
  test('can be read in the dark over every fill, as in the light or at 4.5', () => {
    const all = [...fills.slice(-300), ...brights.map(({ color }) => color), ...palette.map(({ ink }) => ink.light)];
    for (const ink of [...inks.slice(-100), ...palette.map((one) => one.ink.light)])
      for (const fill of all) {
        const { light, dark } = labelOn(ink, (theme) => colorOn(fill, theme));
        expect(contrast(dark, colorOn(fill, 'dark')), `${ink} on ${fill}`).toBeGreaterThanOrEqual(needed(light, fill));
      }
  });

  test('is the same in both: one that is black in the light is white in the dark, not the color of its edge', () => {
    const { light, dark } = labelOn('#f08c00', (theme) => (theme === 'light' ? '#f6f4f1' : '#202123'));
    expect([light, dark]).toEqual(['#24272c', colorOn('#24272c', 'dark')]);
  });
});
