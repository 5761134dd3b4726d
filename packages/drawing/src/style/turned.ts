import type { Color } from '@gesso/crdt-schema';
import { colorOf, luminance, luminanceOf, type Rgb, rgbOf } from './contrast.ts';

/** What flare adds to both luminances of a contrast (WCAG 2.2): a contrast is a quotient of luminances with it. */
const flare = 0.05;
const [brightest, deepest] = [1 + flare, flare];

/** A gray of 0–255 with the hue of a color, and with as much of its chroma as there is room for at that gray. */
const huedGray = (gray: number, rgb: Rgb): Rgb => {
  const [least, most] = [Math.min(...rgb), Math.max(...rgb)];
  const half = (most - least) / 2 || 1;
  const share = Math.min(1, gray / half, (255 - gray) / half);
  const [r, g, b] = rgb;
  const at = (channel: number) => gray + (channel - (most + least) / 2) * share;
  return [at(r), at(g), at(b)];
};

/**
 * Turns light and dark of a color over, such that white becomes as bright as `white`, and black becomes white. Its hue stays, and its chroma.
 * Between the two all contrasts are raised to the same power (0.88 for the palette's paper), so what can be told from its ground still can: of
 * a contrast of 4.5 at least 3.7 is left, of 3 at least 2.6. What was lighter is darker, without exception.
 */
export function turned(color: Color, white: Color): Color {
  const darkest = luminance(white) + flare;
  const power = Math.log(brightest / darkest) / Math.log(brightest / deepest);
  const wanted = darkest * (brightest / (luminance(color) + flare)) ** power - flare;
  const rgb = rgbOf(color);
  let [from, to] = [0, 255];
  for (let i = 0; i < 14; i += 1) {
    const gray = (from + to) / 2;
    if (luminanceOf(huedGray(gray, rgb)) < wanted) from = gray;
    else to = gray;
  }
  return colorOf(huedGray(to, rgb));
}
