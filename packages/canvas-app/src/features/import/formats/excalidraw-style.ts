import { chosen, numberOr, own } from '../values.ts';

/** How Excalidraw's elements look, in Gesso's words. Format: https://docs.excalidraw.com, JSON schema of `.excalidraw` files, version 2. */

const named: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  red: '#ff0000',
  green: '#008000',
  blue: '#0000ff',
  yellow: '#ffff00',
  orange: '#ffa500',
  purple: '#800080',
  gray: '#808080',
  grey: '#808080',
};

/** `#rrggbb`; undefined for what is see-through or no color. */
export function colorOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?$/.exec(word);
  if (short)
    return `#${short
      .slice(1, 4)
      .flatMap((digit) => [digit, digit])
      .join('')}`;
  const long = /^(#[0-9a-f]{6})([0-9a-f]{2})?$/.exec(word);
  if (long) return long[2] === '00' ? undefined : long[1];
  return chosen(named, word);
}

/** Excalidraw's ink: its default color. */
const ink = '#1e1e1e';

/** Whether the corners of an element are round. Before 2022 files said so in another word. */
const isRound = (element: unknown): boolean => {
  const roundness = own(element, 'roundness');
  return roundness === undefined ? own(element, 'strokeSharpness') === 'round' : roundness !== null;
};

/** Board units that adaptive corners are round by at most, and the share of the shorter side that all others are. */
const mostRadius = 32;
const radiusShare = 0.25;

const radiusOf = (element: unknown, width: number, height: number): number => {
  if (!isRound(element)) return 0;
  const share = radiusShare * Math.min(width, height);
  return own(own(element, 'roundness'), 'type') === 3 ? Math.min(mostRadius, share) : share;
};

const lineOf = (element: unknown) => ({
  dash: chosen({ solid: 'solid', dashed: 'dashed', dotted: 'dotted' }, own(element, 'strokeStyle')) ?? 'solid',
  edge: numberOr(own(element, 'roughness'), 1) > 0 ? 'drawn' : 'clean',
});

/** Style of a shape; `textColor` is that of its label, which is seen where its outline is not. */
export function shapeStyle(element: unknown, textColor: unknown, width: number, height: number) {
  const outline = colorOf(own(element, 'strokeColor'));
  return {
    ...lineOf(element),
    color: outline ?? colorOf(textColor) ?? ink,
    strokeWidth: outline === undefined ? 0 : Math.max(0, numberOr(own(element, 'strokeWidth'), 2)),
    fill: colorOf(own(element, 'backgroundColor')) ?? 'none',
    fillStyle: (own(element, 'fillStyle') ?? 'solid') === 'solid' ? 'solid' : 'hachure',
    radius: own(element, 'type') === 'ellipse' ? 0 : radiusOf(element, width, height),
  };
}

const heads = {
  arrow: 'arrow',
  triangle: 'triangle',
  triangle_outline: 'hollow',
  dot: 'dot',
  circle: 'dot',
  circle_outline: 'circle',
  bar: 'bar',
  diamond: 'diamond',
  diamond_outline: 'diamond',
  crowfoot_one: 'bar',
  crowfoot_many: 'crow',
  crowfoot_one_or_many: 'crow',
  cardinality_one: 'bar',
  cardinality_many: 'crow',
  cardinality_one_or_many: 'crow',
  cardinality_exactly_one: 'bar',
  cardinality_zero_or_one: 'circle',
  cardinality_zero_or_many: 'crow',
} as const;

const headOf = (value: unknown) => chosen(heads, value) ?? 'none';

/** Style of a line; `isTied` is whether both its ends are. */
export function lineStyle(element: unknown, isTied: boolean) {
  const bends = listLength(own(element, 'points')) > 2;
  const elbow = own(element, 'elbowed') === true && isTied;
  return {
    ...lineOf(element),
    color: colorOf(own(element, 'strokeColor')) ?? ink,
    strokeWidth: Math.max(0, numberOr(own(element, 'strokeWidth'), 2)),
    route: elbow ? 'elbow' : bends && isRound(element) ? 'curved' : 'straight',
    heads: [headOf(own(element, 'startArrowhead')), headOf(own(element, 'endArrowhead'))],
  };
}

const listLength = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Fonts by their numbers: 1 and 5 are hands, 3 and 8 have letters of one width. */
const fonts: Readonly<Record<string, string>> = { '1': 'hand', '3': 'mono', '5': 'hand', '8': 'mono' };

/** Style of letters. */
export const textStyle = (element: unknown) => ({
  size: Math.min(4_096, Math.max(1, numberOr(own(element, 'fontSize'), 20))),
  font: chosen(fonts, String(own(element, 'fontFamily') ?? 1)) ?? 'sans',
  align: chosen({ left: 'left', center: 'center', right: 'right' }, own(element, 'textAlign')) ?? 'left',
});

/** Ink that a pen with pressure leaves is as wide as this many times its `strokeWidth`, and without pressure, which is light there. */
const pressed = 6.6;
const simulated = 4;

/** Style of ink. */
export const inkStyle = (element: unknown, hasPressure: boolean) => ({
  color: colorOf(own(element, 'strokeColor')) ?? ink,
  width: Math.min(
    4_096,
    Math.max(1 / 16, numberOr(own(element, 'strokeWidth'), 1) * (hasPressure ? pressed : simulated)),
  ),
});

/** Whether an element looked like what has no such look here, all that can be told from its words. Lines and ink have no such fill style. */
export function hasOtherLook(element: unknown): boolean {
  const fillStyle = own(element, 'fillStyle');
  const isFilled = colorOf(own(element, 'backgroundColor')) !== undefined;
  const isShape = ['rectangle', 'ellipse', 'diamond'].includes(String(own(element, 'type')));
  return isShape && isFilled && typeof fillStyle === 'string' && !['solid', 'hachure'].includes(fillStyle);
}

/** Red, green and blue of `#rrggbb`, 0 to 255. */
const channels = (color: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/** Lightness below which a ground is dark, and by how much the channels of a gray differ at most. */
const darkest = 90;
const grayest = 24;

/** Whether a scene was drawn on a dark ground: as it says, or where its ground is see-through, because most of its ink is pale. */
export function isDark(ground: unknown, inks: readonly string[]): boolean {
  const color = colorOf(ground);
  if (color !== undefined) return Math.max(...channels(color)) < darkest;
  return inks.filter((one) => Math.min(...channels(one)) > 255 - darkest).length * 2 > inks.length;
}

/** A gray of a dark ground as it is on a light one, where white ink would not be seen; every other color as it is. */
export function onLight(color: string): string {
  const all = channels(color);
  if (!color.startsWith('#') || Math.max(...all) - Math.min(...all) > grayest) return color;
  return `#${all.map((channel) => (255 - channel).toString(16).padStart(2, '0')).join('')}`;
}
