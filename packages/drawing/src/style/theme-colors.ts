import type { Color } from '@gesso/crdt-schema';
import type { Theme } from '../paint.ts';
import { contrast, luminance, mix, mixUntil } from './contrast.ts';
import { brights, grounds, palette, papers } from './palette.ts';

const black = '#000000';
const white = '#ffffff';
const writing = { dark: '#24272c', light: '#ecebe6' };

const inkTwins = new Map(palette.map((p) => [p.ink.light, p.ink.dark]));
const tintTwins = new Map([
  ...palette.map((p) => [p.tint.light, p.tint.dark] as const),
  ...brights.map((bright) => [bright.color, bright.darkFill] as const),
]);
const tintOfInk = new Map(palette.map((p) => [p.ink.light, p.tint.light]));
const namesOf = new Map([
  ...brights.map(({ color, name }) => [color, name] as const),
  ...palette.flatMap((p) => [[p.tint.light, p.name] as const, [p.ink.light, p.name] as const]),
  ...papers.map((p) => [p.paper.light, p.name] as const),
]);
const paperTwins = new Map(papers.map((p) => [p.paper.light, p.paper.dark]));

/** A stored color goes by the same few values again and again, and turning one takes several contrasts. */
const remembered = (turn: (color: Color) => Color): ((color: Color) => Color) => {
  const known = new Map<Color, Color>();
  return (color) => {
    let turned = known.get(color);
    if (turned === undefined) {
      if (known.size > 512) known.clear();
      turned = turn(color);
      known.set(color, turned);
    }
    return turned;
  };
};

const darkInk = remembered((color) => {
  const twin = inkTwins.get(color);
  if (twin) return twin;
  if (contrast(color, grounds.dark) >= 3) return color;
  // Dark ink gets as far from the dark ground as it was from the light one, so black turns into white, not into grey.
  return mixUntil(color, white, grounds.dark, Math.max(4.5, Math.min(14, contrast(color, grounds.light))));
});

const darkFill = remembered((color) => {
  const twin = tintTwins.get(color) ?? inkTwins.get(color);
  if (twin) return twin;
  // A light fill would glare and swallow the light ink on it; deep colors are at home on both grounds.
  return luminance(color) > 0.35 ? mix(mix(color, grounds.dark, 0.72), black, 0.08) : color;
});

/** A stored ink color as it is painted: its twin or, when it could not be read, a lighter one on the dark ground. */
export const inkOn = (color: Color, theme: Theme): Color => (theme === 'light' ? color : darkInk(color));

/** A stored fill as it is painted. */
export const fillOn = (color: Color, theme: Theme): Color => (theme === 'light' ? color : darkFill(color));

/** The tint that goes with a palette ink; any other color stays itself. */
export const tintOf = (color: Color): Color => tintOfInk.get(color) ?? color;

/** A stored color of a note as its paper is painted: a paper as it is lit, an ink of the palette as its tint. */
export const paperOn = (color: Color, theme: Theme): Color => {
  const dark = paperTwins.get(color);
  if (dark === undefined) return fillOn(tintOf(color), theme);
  return theme === 'light' ? color : dark;
};

/** Text color on a ground already turned for the theme: `ink` while it can be read there, else dark or light writing. */
export const readableOn = (ink: Color, ground: Color): Color => {
  if (contrast(ink, ground) >= 3) return ink;
  return contrast(writing.dark, ground) >= contrast(writing.light, ground) ? writing.dark : writing.light;
};

/** Name of a stored palette color, or undefined. */
export const colorName = (color: Color): string | undefined => namesOf.get(color);

/** A stored color as a highlighter lays it on: the brighter of its twins, unless that could not be seen on light paper. */
export const highlightOn = (color: Color, theme: Theme): Color => {
  const bright = darkInk(color);
  return theme === 'dark' || contrast(bright, grounds.light) >= 1.4 ? bright : color;
};
