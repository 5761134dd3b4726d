import type { Color } from '@gesso/crdt-schema';
import type { Theme } from '../paint.ts';
import { contrast, luminance, mix, mixUntil } from './contrast.ts';
import { brights, grounds, palette, papers } from './palette.ts';
import { turned } from './turned.ts';

const black = '#000000';
const white = '#ffffff';
const writing = { dark: '#24272c', light: '#ecebe6' };

const inkTwins = new Map(palette.map((p) => [p.ink.light, p.ink.dark]));
/** Colors that were chosen for the dark ground one by one. */
const twins = new Map([
  ...brights.map((bright) => [bright.color, bright.darkFill] as const),
  ...papers.map(({ paper }) => [paper.light, paper.dark] as const),
  ...palette.map((p) => [p.tint.light, p.tint.dark] as const),
  ...inkTwins,
]);
const tintOfInk = new Map(palette.map((p) => [p.ink.light, p.tint.light]));
const brightNames = new Map(brights.map(({ color, name }) => [color, name]));
const namesOf = new Map([
  ...brightNames,
  ...palette.flatMap((p) => [[p.tint.light, p.name] as const, [p.ink.light, p.name] as const]),
  ...papers.map((p) => [p.paper.light, p.name] as const),
]);

/** What white is in the dark: the paper of what lies on the ground, a little lighter than it. */
const paperInDark = inkTwins.get(white) ?? black;

/** A stored color goes by the same few values again and again, and turning one over takes some microseconds. */
const known = new Map<Color, Color>();

const inDark = (color: Color): Color => {
  let dark = twins.get(color) ?? known.get(color);
  if (dark === undefined) {
    if (known.size > 512) known.clear();
    dark = turned(color, paperInDark);
    known.set(color, dark);
  }
  return dark;
};

/** A stored ink color as it is painted: in the dark its twin, or turned over; brights stay bright. */
export const inkOn = (color: Color, theme: Theme): Color =>
  theme === 'light' || brightNames.has(color) ? color : inDark(color);

/** A stored fill as it is painted: as ink of that color, but for brights, which are lit lower where they cover an area. */
export const fillOn = (color: Color, theme: Theme): Color => (theme === 'light' ? color : inDark(color));

/** The tint that goes with a palette ink; any other color stays itself. */
export const tintOf = (color: Color): Color => tintOfInk.get(color) ?? color;

/** How much darker paper is in the dark that has no twin. */
const litLower = 0.16;

/** A stored color of a note as its paper is painted: a paper lit lower in the dark, an ink of the palette as its tint. */
export const paperOn = (color: Color, theme: Theme): Color => {
  const paper = tintOf(color);
  return theme === 'light' ? paper : (twins.get(paper) ?? mix(paper, black, litLower));
};

/** Text color on a ground already turned for the theme: `ink` while it can be read there, else dark or light writing. */
export const readableOn = (ink: Color, ground: Color): Color => {
  if (contrast(ink, ground) >= 3) return ink;
  return contrast(writing.dark, ground) >= contrast(writing.light, ground) ? writing.dark : writing.light;
};

/**
 * Color of a label over what it stands on, in each theme. Which color it is, is decided in the light: in the dark it is that color as ink
 * is painted there, made lighter or darker until it has the contrast that it has in the light, or 4.5 where that is more.
 */
export const labelOn = (ink: Color, groundOn: (theme: Theme) => Color): Readonly<Record<Theme, Color>> => {
  const [under, ground] = [groundOn('light'), groundOn('dark')];
  const light = readableOn(ink, under);
  const shown = inDark(light);
  // One of the two always has 4.5.
  const end = contrast(white, ground) > contrast(black, ground) ? white : black;
  const isThere = luminance(shown) > luminance(ground) === (end === white);
  const start = isThere ? shown : readableOn(shown, ground);
  return { light, dark: mixUntil(start, end, ground, Math.min(4.5, contrast(light, under))) };
};

/** Name of a stored palette color, or undefined. */
export const colorName = (color: Color): string | undefined => namesOf.get(color);

/** A stored color as a highlighter lays it on: the brighter of its twins, unless that could not be seen on light paper. */
export const highlightOn = (color: Color, theme: Theme): Color => {
  const bright = contrast(color, grounds.dark) < 3 || inkTwins.has(color) ? inDark(color) : color;
  return theme === 'dark' || contrast(bright, grounds.light) >= 1.4 ? bright : color;
};
