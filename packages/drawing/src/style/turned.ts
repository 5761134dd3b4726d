import type { Color } from '@gesso/crdt-schema';
import { colorOf, luminance, luminanceOf, type Rgb, rgbOf } from './contrast.ts';

/** A gray of 0–255 with the hue of a color, and with as much of its chroma as there is room for at that gray. */
const huedGray = (gray: number, rgb: Rgb): Rgb => {
  const [least, most] = [Math.min(...rgb), Math.max(...rgb)];
  const half = (most - least) / 2;
  const share = Math.min(1, gray / half, (255 - gray) / half);
  return rgb.map((channel) => gray + (channel - (most + least) / 2) * share);
};

/**
 * Turns light and dark of a color over: white becomes as bright as the palette's paper is in the dark, black becomes white. Its hue stays,
 * and its chroma. A contrast is a quotient of luminances to each of which 0.05 is added for flare (WCAG 2.2), so a power of that sum raises all
 * contrasts to the same power, and what can be told from its ground still can: of 4.5 at least 3.7 is left, of 3 at least 2.6. The sum
 * is 1.05 for white, 0.0711 for its paper in the dark and 0.05 for black; the power is log(1.05 / 0.0711) / log(1.05 / 0.05).
 */
export function turned(color: Color): Color {
  const wanted = 0.0711 * (1.05 / (luminance(color) + 0.05)) ** 0.8843 - 0.05;
  const rgb = rgbOf(color);
  let gray = 127.5;
  for (let step = gray / 2; step > 0.01; step /= 2) gray += luminanceOf(huedGray(gray, rgb)) < wanted ? step : -step;
  return colorOf(huedGray(gray, rgb));
}
