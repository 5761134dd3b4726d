import { chosen, numberOr, own } from '../values.ts';

/** How tldraw's shapes look, in Gesso's words. Facts: its default theme, as shown on a light ground. */

interface Shade {
  readonly ink: string;
  /** What `solid` fills with. */
  readonly pale: string;
  readonly note: string;
}

const shades: Readonly<Record<string, Shade>> = {
  black: { ink: '#1d1d1d', pale: '#e8e8e8', note: '#fce19c' },
  grey: { ink: '#9fa8b2', pale: '#eceef0', note: '#c0cad3' },
  'light-violet': { ink: '#e085f4', pale: '#f5eafa', note: '#db91fd' },
  violet: { ink: '#ae3ec9', pale: '#ecdcf2', note: '#db91fd' },
  blue: { ink: '#4465e9', pale: '#dce1f8', note: '#8aa3ff' },
  'light-blue': { ink: '#4ba1f1', pale: '#ddedfa', note: '#9bc4fd' },
  yellow: { ink: '#f1ac4b', pale: '#f9f0e6', note: '#fed49a' },
  orange: { ink: '#e16919', pale: '#f8e2d4', note: '#faa475' },
  green: { ink: '#099268', pale: '#d3e9e3', note: '#6fc896' },
  'light-green': { ink: '#4cb05e', pale: '#dbf0e0', note: '#98d08a' },
  'light-red': { ink: '#f87777', pale: '#f4dadb', note: '#f7a5a1' },
  red: { ink: '#e03131', pale: '#f4dadb', note: '#fc8282' },
  white: { ink: '#ffffff', pale: '#f5f5f5', note: '#ffffff' },
};
const black: Shade = { ink: '#1d1d1d', pale: '#e8e8e8', note: '#fce19c' };

export const shadeOf = (props: unknown): Shade => chosen(shades, own(props, 'color')) ?? black;

/** Board units by the four sizes. */
const widths = { s: 2, m: 3.5, l: 5, xl: 10 };
const letters = {
  text: { s: 18, m: 24, l: 36, xl: 44 },
  label: { s: 18, m: 22, l: 26, xl: 32 },
  arrow: { s: 18, m: 20, l: 24, xl: 28 },
};

/** How many times its usual size a shape is. */
export const scaleOf = (props: unknown): number => Math.min(1_000, Math.max(0.001, numberOr(own(props, 'scale'), 1)));

const lineWidth = (props: unknown): number => (chosen(widths, own(props, 'size')) ?? widths.m) * scaleOf(props);

const bounded = (size: number, least: number): number => Math.min(4_096, Math.max(least, size));

/** The line of a shape or an arrow. */
export const lineOf = (props: unknown) => ({
  color: shadeOf(props).ink,
  strokeWidth: bounded(lineWidth(props), 0),
  dash: chosen({ dashed: 'dashed', dotted: 'dotted' }, own(props, 'dash')) ?? 'solid',
  edge: (own(props, 'dash') ?? 'draw') === 'draw' ? 'drawn' : 'clean',
});

/** The fill of a shape: `semi` is that of the paper. */
export function fillOf(props: unknown) {
  const { ink, pale } = shadeOf(props);
  const fill = chosen({ semi: '#fcfffe', solid: pale, pattern: ink, fill: ink, 'lined-fill': ink }, own(props, 'fill'));
  const isLined = ['pattern', 'lined-fill'].includes(String(own(props, 'fill')));
  return { fill: fill ?? 'none', fillStyle: isLined ? 'hachure' : 'solid' };
}

const aligns = {
  ...{ start: 'left', middle: 'center', end: 'right' },
  ...{ 'start-legacy': 'left', 'middle-legacy': 'center', 'end-legacy': 'right' },
} as const;

/** The letters of a shape, which are as large as their place makes them. */
export const lettersOf = (props: unknown, place: keyof typeof letters) => ({
  size: bounded((chosen(letters[place], own(props, 'size')) ?? letters[place].m) * scaleOf(props), 1),
  font: chosen({ draw: 'hand', sans: 'sans', serif: 'serif', mono: 'mono' }, own(props, 'font')) ?? 'hand',
});

export const alignOf = (props: unknown, fallback: 'left' | 'center') =>
  chosen(aligns, own(props, 'textAlign') ?? own(props, 'align')) ?? fallback;

export const valignOf = (props: unknown) =>
  chosen({ start: 'top', middle: 'middle', end: 'bottom' }, own(props, 'verticalAlign')) ?? 'middle';

const heads = {
  ...{ arrow: 'arrow', triangle: 'triangle', inverted: 'triangle', square: 'diamond' },
  ...{ dot: 'dot', pipe: 'bar', bar: 'bar', diamond: 'diamond' },
} as const;

export const headsOf = (props: unknown) =>
  ['arrowheadStart', 'arrowheadEnd'].map((key) => chosen(heads, own(props, key)) ?? 'none');

/** Forms that are the same here, and those that are only near. */
const same = {
  ...{ rectangle: 'rect', ellipse: 'ellipse', diamond: 'diamond', triangle: 'triangle', hexagon: 'hexagon' },
  ...{ rhombus: 'parallelogram', cloud: 'cloud', star: 'star', oval: 'rect' },
} as const;
const near = {
  ...{ pentagon: 'hexagon', octagon: 'hexagon', trapezoid: 'parallelogram', 'rhombus-2': 'parallelogram' },
  ...{ heart: 'ellipse', 'x-box': 'rect', 'check-box': 'rect' },
  ...{ 'arrow-left': 'rect', 'arrow-right': 'rect', 'arrow-up': 'rect', 'arrow-down': 'rect' },
} as const;

/** The form of a shape, and whether it is that very one. */
export function formOf(props: unknown) {
  const form = chosen(same, own(props, 'geo'));
  return { form: form ?? chosen(near, own(props, 'geo')) ?? 'rect', isSame: form !== undefined };
}

/** Width of a marker by the four sizes, and how wide ink without pressure is by its line. */
const marker = 1.12;

export const inkOf = (props: unknown, type: unknown, isPen: boolean) => ({
  color: shadeOf(props).ink,
  ...(type === 'highlight'
    ? { brush: 'highlighter', width: bounded(lettersOf(props, 'text').size * marker, 1 / 16) }
    : { width: bounded(isPen ? 2 * lineWidth(props) : 1 + 1.2 * lineWidth(props), 1 / 16) }),
});
