import type { StyleName, StyleValues } from '@gesso/crdt-schema';
import type { ComponentChildren } from 'preact';
import { Icon, type IconLike } from './parts/icons.tsx';

/** One of the values a row offers: its name is read aloud, its mark is seen. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Shown when the pointer rests, instead of the name. */
  readonly hint?: string;
  readonly mark?: () => ComponentChildren;
}

/** How the panel sets one style. */
export type StyleRow<T> = { readonly label: string } & (
  | { readonly choices: readonly Choice<T>[] }
  /** Swatches of inks, or of the paler tints that fill shapes, and any color there is. */
  | { readonly colors: 'inks' | 'tints' }
  | { readonly slider: { readonly least: number; readonly most: number; readonly step: number } }
);

/** Words and what they are called, in this order; a word that is left out is not offered. */
const words = <T extends string>(
  names: Readonly<Partial<Record<T, string>>>,
  mark: (value: T) => ComponentChildren,
): readonly Choice<T>[] =>
  (Object.entries(names) as [T, string][]).map(([value, name]) => ({ value, name, mark: () => mark(value) }));

const widths: readonly Choice<number>[] = [
  [2, 'Thin'] as const,
  [4, 'Medium'] as const,
  [8, 'Bold'] as const,
  [16, 'Extra bold'] as const,
].map(([value, name]) => ({
  value,
  name,
  mark: () => <span class="width-mark" style={{ height: `${Math.max(1.5, value * 0.8)}px` }} />,
}));

const sizes: readonly Choice<number>[] = [
  [16, 'Small'] as const,
  [24, 'Medium'] as const,
  [36, 'Large'] as const,
  [56, 'Huge'] as const,
].map(([value, name], i) => ({
  value,
  name,
  mark: () => (
    <span class="size-mark" style={{ fontSize: `${11 + i * 3}px` }}>
      A
    </span>
  ),
}));

/** A mark drawn with a pen, in a square of 24; what is closed is filled. */
const drawn = (...paths: readonly string[]) => {
  const icon: IconLike = paths.map((d) => ['path', { d, fill: d.endsWith('z') ? 'currentColor' : 'none' }]);
  return () => <Icon name={icon} />;
};

/** Every style, in the order of the panel. A style of the schema that has no row here does not compile. */
export const styleRows: { readonly [S in StyleName]: StyleRow<StyleValues[S]> } = {
  color: { label: 'Color', colors: 'inks' },
  fill: { label: 'Fill', colors: 'tints' },
  brush: {
    label: 'Pen',
    choices: words({ pen: 'Fine pen', marker: 'Marker', highlighter: 'Highlighter' }, (brush) => (
      <span class={`brush-mark ${brush}`} />
    )),
  },
  width: { label: 'Width', choices: widths },
  strokeWidth: { label: 'Line', choices: widths },
  dash: {
    label: 'Dashes',
    choices: words({ solid: 'Solid', dashed: 'Dashed', dotted: 'Dotted' }, (dash) => (
      <span class={`dash-mark ${dash}`} />
    )),
  },
  radius: {
    label: 'Corners',
    choices: [
      { value: 0, name: 'Sharp corners', mark: drawn('M5 20V5h15') },
      { value: 8, name: 'Rounded corners', mark: drawn('M5 20v-8a7 7 0 0 1 7-7h8') },
      { value: 24, name: 'Round corners', mark: drawn('M5 20A15 15 0 0 1 20 5') },
    ],
  },
  heads: {
    label: 'Heads',
    choices: [
      { value: ['none', 'arrow'], name: 'Arrowhead', mark: drawn('M3 12h17', 'm14 6 6 6-6 6') },
      {
        value: ['arrow', 'arrow'],
        name: 'Arrowheads on both ends',
        mark: drawn('M3 12h18', 'm16 7 5 5-5 5', 'm8 7-5 5 5 5'),
      },
      { value: ['none', 'triangle'], name: 'Filled arrowhead', mark: drawn('M3 12h10', 'm13 7 8 5-8 5z') },
      {
        value: ['none', 'dot'],
        name: 'Dot at the end',
        mark: drawn('M3 12h10', 'M20 12a3 3 0 1 1-7 0 3 3 0 1 1 7 0z'),
      },
    ],
  },
  font: {
    label: 'Font',
    choices: words({ hand: 'Hand-drawn', sans: 'Sans', mono: 'Mono' }, (font) => (
      <span class={`font-mark ${font}`}>Aa</span>
    )),
  },
  size: { label: 'Size', choices: sizes },
  align: {
    label: 'Alignment',
    choices: words({ left: 'Left', center: 'Center', right: 'Right' }, (align) => <Icon name={align} size={18} />),
  },
  opacity: { label: 'Opacity', slider: { least: 10, most: 100, step: 10 } },
};
