import type { Color } from '@gesso/crdt-schema';
import type { Theme } from '../paint.ts';
import { contrast, luminance, mix, mixUntil } from './contrast.ts';
import { brights, type Paint, palette, papers } from './palette.ts';
import { turned } from './turned.ts';

const black = '#000000';

/** How much black is in the dark in brights that cover an area, and in paper that has no twin. */
const litLower = 0.2;

/** Colors that were chosen for the dark ground one by one. */
const twins = new Map(
  [
    ...brights.map(({ color }) => ({ light: color, dark: mix(color, black, litLower) })),
    ...papers.map(({ paper }) => paper),
    ...palette.flatMap(({ ink, tint }) => [tint, ink]),
  ].map(({ light, dark }) => [light, dark]),
);

/** A stored color goes by the same few values again and again, and turning one over takes some microseconds. */
const known = new Map<Color, Color>();

const inDark = (color: Color): Color => {
  let dark = twins.get(color) ?? known.get(color);
  if (dark === undefined) {
    if (known.size > 512) known.clear();
    dark = turned(color);
    known.set(color, dark);
  }
  return dark;
};

/** A stored color as it is painted, of a line, of letters and of a fill alike: in the dark its twin, or turned over. */
export const colorOn = (color: Color, theme: Theme): Color => (theme === 'light' ? color : inDark(color));

/** A stored color as it is painted that is drawn by hand: brights stay bright. */
export const markOn = (color: Color, theme: Theme): Color =>
  brights.some((one) => one.color === color) ? color : colorOn(color, theme);

/** The paint whose ink a color is. */
const paintOf = (color: Color): Paint | undefined => palette.find(({ ink }) => ink.light === color);

/** The tint that goes with a palette ink; any other color stays itself. */
export const tintOf = (color: Color): Color => paintOf(color)?.tint.light ?? color;

/** A stored color of a note as its paper is painted: a paper lit lower in the dark, an ink of the palette as its tint. */
export const paperOn = (color: Color, theme: Theme): Color => {
  const paper = tintOf(color);
  return theme === 'light' ? paper : (twins.get(paper) ?? mix(paper, black, litLower));
};

/** Text color on a ground already turned for the theme: `ink` while it can be read there, else dark or light writing. */
export const readableOn = (ink: Color, ground: Color): Color => {
  if (contrast(ink, ground) >= 3) return ink;
  // From this luminance on the dark one has more contrast.
  return luminance(ground) > 0.2 ? '#24272c' : '#ecebe6';
};

/**
 * Color of a label over what it stands on, in each theme. Which color it is, is decided in the light: in the dark it is that color as ink
 * is painted there, made lighter or darker until it has the contrast that it has in the light, or 4.5 where that is more.
 */
export const labelOn = (ink: Color, groundOn: (theme: Theme) => Color): Readonly<Record<Theme, Color>> => {
  const [under, ground] = [groundOn('light'), groundOn('dark')];
  const light = readableOn(ink, under);
  const shown = inDark(light);
  const level = luminance(ground);
  // Up to this level white has 4.5, from it on black has.
  const isDeep = level < 0.18;
  const isThere = luminance(shown) > level === isDeep;
  const least = Math.min(4.5, contrast(light, under));
  return { light, dark: mixUntil(isThere ? shown : light, isDeep ? '#ffffff' : black, ground, least) };
};

/** A stored color as a highlighter lays it on: the brighter of its twins, unless that could not be seen on light paper. */
export const highlightOn = (color: Color, theme: Theme): Color => {
  // Below this luminance it has less than 3 on the dark ground, and above that less than 1.4 on the light one.
  const bright = luminance(color) < 0.13 || paintOf(color) ? inDark(color) : color;
  return theme === 'dark' || luminance(bright) < 0.67 ? bright : color;
};
