import { forms, type Head, type StyleName, type StyleValues } from '@gesso/crdt-schema';
import { computed } from '@preact/signals-core';
import { AlignCenter, AlignLeft, AlignRight } from 'lucide';
import type { ComponentChildren } from 'preact';
import { tools } from '../tools/registry.ts';
import { say } from '../words/later.ts';
import { Icon, type IconLike } from './parts/icons.tsx';

/** One of the values a row offers: its name is read aloud, its mark is seen. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Shown when the pointer rests, instead of the name. */
  readonly hint?: string;
  readonly mark?: () => ComponentChildren;
}

export type Swatches = 'inks' | 'tints' | 'papers';

/** How the panel sets one style. */
export type StyleRow<T> = { readonly label: string } & (
  | { readonly choices: readonly Choice<T>[] }
  /** One value for the first end of a line and one for the last, each with a row of its own. */
  | {
      readonly ends: readonly [string, string];
      readonly choices: readonly Choice<T extends readonly (infer One)[] ? One : never>[];
    }
  /** Swatches of inks, of the paler tints that fill shapes or of the papers of notes, and any color there is. */
  | { readonly colors: Swatches }
  | { readonly slider: { readonly least: number; readonly most: number; readonly step: number } }
);

/** Words and what they are called, in this order; a word that is left out is not offered. */
const words = <T extends string>(
  names: Readonly<Partial<Record<T, string>>>,
  mark: (value: T) => ComponentChildren,
): readonly Choice<T>[] =>
  (Object.entries(names) as [T, string][]).map(([value, name]) => ({ value, name, mark: () => mark(value) }));

/** Four widths, from thin to extra bold. */
const widths = (...values: readonly number[]): readonly Choice<number>[] =>
  (['thin', 'medium', 'bold', 'extraBold'] as const).map((width, i) => {
    const name = say(`choice.width.${width}`);
    const value = values[i] ?? 0;
    const height = `${Math.max(1.5, value * 0.8)}px`;
    return { value, name, mark: () => <span class="width-mark" style={{ height }} /> };
  });

const sizes = (): readonly Choice<number>[] =>
  [
    [16, say('choice.size.small')] as const,
    [24, say('choice.size.medium')] as const,
    [36, say('choice.size.large')] as const,
    [56, say('choice.size.huge')] as const,
  ].map(([value, name], i) => ({
    value,
    name,
    mark: () => (
      <span class="size-mark" style={{ fontSize: `${11 + i * 3}px` }}>
        A
      </span>
    ),
  }));

/** A mark of lines in a square of 24; what is closed by a small z is filled. */
const pathsOf = (...paths: readonly string[]): IconLike =>
  paths.map((d) => ['path', { d, fill: d.endsWith('z') ? 'currentColor' : 'none' }]);

const drawn =
  (...paths: readonly string[]) =>
  () => <Icon name={pathsOf(...paths)} />;

const alignIcons = { left: AlignLeft, center: AlignCenter, right: AlignRight } as const;

/** A line from the left with each of the heads at its right end. */
const headMarks: Readonly<Record<Head, IconLike>> = {
  none: pathsOf('M3 12h18'),
  arrow: pathsOf('M3 12h18', 'm15 6 6 6-6 6'),
  triangle: pathsOf('M3 12h10', 'm13 7 8 5-8 5z'),
  hollow: pathsOf('M3 12h10', 'm13 7 8 5-8 5Z'),
  dot: pathsOf('M3 12h12', 'M21 12a3 3 0 1 1-6 0 3 3 0 1 1 6 0z'),
  circle: pathsOf('M3 12h11', 'M21 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 1 1 7 0Z'),
  diamond: pathsOf('M3 12h8', 'm11 12 5-4 5 4-5 4z'),
  bar: pathsOf('M3 12h17', 'M20 6v12'),
  crow: pathsOf('M3 12h18', 'm21 6-7 6 7 6'),
};

type StyleRows = { readonly [S in StyleName]: StyleRow<StyleValues[S]> };

/** How ink and edges are colored, filled and drawn. */
const paintRows = () =>
  ({
    color: { label: say('style.color'), colors: 'inks' },
    fill: { label: say('style.fill'), colors: 'tints' },
    fillStyle: {
      label: say('style.fillStyle'),
      choices: [
        { value: 'solid', name: say('choice.fillStyle.solid'), mark: drawn('M5 5h14v14H5z') },
        {
          value: 'hachure',
          name: say('choice.fillStyle.hachure'),
          mark: drawn('M4 12l8-8', 'M4 20L20 4', 'M12 20l8-8'),
        },
      ],
    },
    form: {
      label: say('style.form'),
      choices: forms.map((form) => ({
        value: form,
        name: say(`choice.form.${form}`),
        mark: () => <Icon name={tools[form].icon} size={18} />,
      })),
    },
    brush: {
      label: say('style.brush'),
      choices: words(
        {
          pen: say('choice.brush.pen'),
          marker: say('choice.brush.marker'),
          highlighter: say('choice.brush.highlighter'),
        },
        (brush) => <span class={`brush-mark ${brush}`} />,
      ),
    },
    width: { label: say('style.width'), choices: widths(2, 4, 8, 16) },
    strokeWidth: { label: say('style.strokeWidth'), choices: widths(2, 3, 5, 8) },
    dash: {
      label: say('style.dash'),
      choices: words(
        { solid: say('choice.dash.solid'), dashed: say('choice.dash.dashed'), dotted: say('choice.dash.dotted') },
        (dash) => <span class={`dash-mark ${dash}`} />,
      ),
    },
  }) satisfies Partial<StyleRows>;

/** How shapes and lines run. */
const lineRows = () =>
  ({
    edge: {
      label: say('style.edge'),
      choices: [
        {
          value: 'drawn',
          name: say('choice.edge.drawn'),
          mark: drawn('M3 14c5-6 7 3 10-1s5-4 8-2', 'M3 15.5c6-5 8 1 11-2.5s5-2.5 7-1'),
        },
        { value: 'clean', name: say('choice.edge.clean'), mark: drawn('M3 13h18') },
      ],
    },
    radius: {
      label: say('style.radius'),
      choices: [
        { value: 0, name: say('choice.radius.sharp'), mark: drawn('M5 20V5h15') },
        { value: 12, name: say('choice.radius.rounded'), mark: drawn('M5 20v-8a7 7 0 0 1 7-7h8') },
        { value: 24, name: say('choice.radius.round'), mark: drawn('M5 20A15 15 0 0 1 20 5') },
      ],
    },
    route: {
      label: say('style.route'),
      choices: [
        { value: 'straight', name: say('choice.route.straight'), mark: drawn('M4 20 20 4') },
        { value: 'curved', name: say('choice.route.curved'), mark: drawn('M4 20C4 10 10 4 20 4') },
        { value: 'elbow', name: say('choice.route.elbow'), mark: drawn('M4 20h8V4h8') },
      ],
    },
    heads: {
      label: say('style.heads'),
      ends: [say('style.headStart'), say('style.headEnd')],
      choices: words(
        {
          none: say('choice.heads.none'),
          arrow: say('choice.heads.arrow'),
          triangle: say('choice.heads.triangle'),
          hollow: say('choice.heads.hollow'),
          dot: say('choice.heads.dot'),
          circle: say('choice.heads.circle'),
          diamond: say('choice.heads.diamond'),
          bar: say('choice.heads.bar'),
          crow: say('choice.heads.crow'),
        },
        (head) => <Icon name={headMarks[head]} />,
      ),
    },
  }) satisfies Partial<StyleRows>;

/** How words stand, and how see-through all is. */
const textRows = () =>
  ({
    font: {
      label: say('style.font'),
      choices: words(
        { hand: say('choice.font.hand'), sans: say('choice.font.sans'), mono: say('choice.font.mono') },
        (font) => <span class={`font-mark ${font}`}>Aa</span>,
      ),
    },
    size: { label: say('style.size'), choices: sizes() },
    align: {
      label: say('style.align'),
      choices: words(
        { left: say('choice.align.left'), center: say('choice.align.center'), right: say('choice.align.right') },
        (align) => <Icon name={alignIcons[align]} size={18} />,
      ),
    },
    valign: {
      label: say('style.valign'),
      choices: [
        { value: 'top', name: say('choice.valign.top'), mark: drawn('M4 4h16', 'M8 9h8', 'M8 13h8') },
        {
          value: 'middle',
          name: say('choice.valign.middle'),
          mark: drawn('M8 10h8', 'M8 14h8', 'M3 12h1', 'M20 12h1'),
        },
        { value: 'bottom', name: say('choice.valign.bottom'), mark: drawn('M4 20h16', 'M8 11h8', 'M8 15h8') },
      ],
    },
    opacity: { label: say('style.opacity'), slider: { least: 10, most: 100, step: 10 } },
  }) satisfies Partial<StyleRows>;

/** Every style, in the order of the panel, said in the language in use. A style of the schema that has no row here does not compile. */
export const styleRows = computed((): StyleRows => ({ ...paintRows(), ...lineRows(), ...textRows() }));

/** What stands in for the inks where only notes are concerned. */
export const paperRow = (): StyleRow<string> => ({ label: say('style.paper'), colors: 'papers' });
