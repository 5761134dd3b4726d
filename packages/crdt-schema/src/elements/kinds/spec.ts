import { type AnyProp, isText, type Prop, required } from '../props/prop.ts';
import { type StyleName, type StyleValues, styles } from '../props/styles.ts';
import { common, orderKey } from './common.ts';
import type { KindDefinition, Placing } from './define-kind.ts';
import { allKinds, type DefinitionOf, type ElementKind } from './registry.ts';

/** A kind's definition, turned the way readers and writers ask for it. */
export interface KindSpec {
  readonly kind: ElementKind;
  readonly letter: string;
  readonly placing: Placing;
  /** Size, board units, of an element that does not say its own; 0 where there is none. */
  readonly size: { readonly width: number; readonly height: number };
  readonly reshapable: boolean;
  readonly erasable: boolean;
  readonly holds: boolean;
  readonly pointedInto: boolean;
  readonly grid: boolean;
  /** Has a Y.Text in `tx`, made together with the element. */
  readonly text: 'label' | 'body' | undefined;
  /** Its own properties in the order in which an element shows them. */
  readonly own: readonly (readonly [property: string, prop: AnyProp])[];
  /** Everything that is stored under a key of its own, in the order in which it is written. */
  readonly fields: ReadonlyMap<string, Prop<unknown>>;
  /** What null takes away. */
  readonly optional: ReadonlySet<string>;
  /** What has to be said when one is made. */
  readonly required: readonly string[];
  /** What an absent property means. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly styles: readonly StyleName[];
}

const styleNames = Object.keys(styles) as readonly StyleName[];

const none: readonly never[] = Object.freeze([]);

const specOf = (kind: ElementKind, definition: KindDefinition): KindSpec => {
  const {
    letter,
    placing,
    size,
    reshapable = false,
    erasable = false,
    holds = false,
    pointedInto = false,
    grid = false,
    props,
    withheld = [],
  } = definition;
  const own = Object.entries(props);
  const stored = own.flatMap(([name, prop]) => (isText(prop) ? [] : [[name, prop] as const]));
  const fields = new Map<string, Prop<unknown>>([
    ['z', required<unknown>(orderKey)],
    ...Object.entries<Prop<unknown>>(common),
    ...stored,
  ]);
  const known = [...fields].filter(([, { defaultValue }]) => defaultValue !== undefined);
  const [width = 0, height = 0] = size ?? [];
  return {
    kind,
    letter,
    placing,
    size: { width, height },
    reshapable,
    erasable,
    holds,
    pointedInto,
    grid,
    text: own.flatMap(([, prop]) => (isText(prop) ? prop.text : []))[0],
    own,
    fields,
    optional: new Set([
      ...[...fields].flatMap(([name, { presence }]) => (presence === 'optional' ? name : [])),
      ...(placing === 'text' ? ['width'] : []),
      ...(own.some(([, prop]) => isText(prop)) ? ['marks'] : []),
    ]),
    required: [
      ...['x', 'y', ...(placing === 'points' ? ['points'] : [])],
      ...stored.flatMap(([name, { presence }]) => (presence === 'required' ? name : [])),
      ...(definition.required ?? []),
    ],
    defaults: {
      ...(size === undefined ? {} : { width, height }),
      ...(grid ? { rows: none, columns: none, cells: none } : {}),
      ...Object.fromEntries(known.map(([name, { defaultValue }]) => [name, defaultValue])),
    },
    styles: styleNames.filter((name) => fields.get(name)?.field === styles[name] && !withheld.includes(name)),
  };
};

const specs = new Map(Object.entries(allKinds).map(([kind, it]) => [kind, specOf(kind as ElementKind, it)]));
const unknownSpec = specOf('unknown', allKinds.unknown);

export const kindSpec = (kind: ElementKind): KindSpec => specs.get(kind) ?? unknownSpec;

const byLetter = new Map([...specs.values()].filter(({ letter }) => letter !== '').map((spec) => [spec.letter, spec]));

/** The kind that a letter in a base record stands for; undefined when it is no letter at all. */
export const specOfLetter = (letter: unknown): KindSpec | undefined =>
  typeof letter === 'string' ? (byLetter.get(letter) ?? unknownSpec) : undefined;

/** What the style panel offers for a kind, in the order of `styles`. */
export const stylesOf = (kind: ElementKind): readonly StyleName[] => kindSpec(kind).styles;

const kindDefaults = [...specs.values()].map(({ defaults }) => defaults);

/** The styles that some kind has. A style that none has is found by the compiler, where all are asked for. */
type StyleInUse = StyleName &
  (keyof typeof common | { [K in ElementKind]: keyof DefinitionOf<K>['props'] }[ElementKind]);

/** Of each style the default of the first kind that has it. */
export const defaultStyles: Readonly<Pick<StyleValues, StyleInUse>> = Object.fromEntries(
  styleNames.map((name) => [name, kindDefaults.find((defaults) => defaults[name] !== undefined)?.[name]]),
) as unknown as Pick<StyleValues, StyleInUse>;
