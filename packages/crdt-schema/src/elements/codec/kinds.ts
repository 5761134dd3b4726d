import type { ElementKind, ElementOf, Head } from '../elements.ts';
import type { FieldName } from './fields.ts';

/** What places an element: a box of its own size, the extent of its points, or text that is as wide as it is told. */
export type Placing = 'box' | 'points' | 'text';

export interface KindSpec {
  /** The value of `t` in the base record. */
  readonly letter: string;
  readonly placing: Placing;
  /** Has a Y.Text in `tx`, made together with the element. */
  readonly text: boolean;
  /** The properties it has besides placement, points and text: plain name → field. */
  readonly fields: Readonly<Record<string, FieldName>>;
  /** Of these, the ones that may be taken away again. */
  readonly optional: readonly string[];
}

const named = <const N extends readonly FieldName[]>(names: N): Record<string, FieldName> =>
  Object.fromEntries(names.map((name) => [name, name]));

const common = named(['z', 'opacity', 'locked', 'groups', 'frame', 'link']);
const shapeFields = {
  ...common,
  ...named(['color', 'fill', 'strokeWidth', 'dash', 'radius', 'size', 'font', 'align']),
};
const lineFields = { ...common, ...named(['color', 'strokeWidth', 'dash', 'curve', 'heads', 'start', 'end']) };
const textFields = { ...common, ...named(['color', 'size', 'font', 'align']) };
const optional = ['frame', 'link'];

const shape = (letter: string): KindSpec => ({ letter, placing: 'box', text: true, fields: shapeFields, optional });
const line = (letter: string): KindSpec => ({
  letter,
  placing: 'points',
  text: false,
  fields: lineFields,
  optional: [...optional, 'start', 'end'],
});

/** The kinds of this version. Letters are never reused. */
export const kinds: { readonly [K in Exclude<ElementKind, 'unknown'>]: KindSpec } = {
  stroke: {
    letter: 'd',
    placing: 'points',
    text: false,
    fields: { ...common, color: 'color', width: 'inkWidth', brush: 'brush' },
    optional,
  },
  rect: shape('r'),
  ellipse: shape('e'),
  diamond: shape('q'),
  line: line('l'),
  arrow: line('a'),
  text: { letter: 't', placing: 'text', text: true, fields: textFields, optional },
  sticky: { letter: 's', placing: 'box', text: true, fields: textFields, optional },
  image: {
    letter: 'i',
    placing: 'box',
    text: false,
    fields: { ...common, ...named(['asset', 'crop']) },
    optional: [...optional, 'crop'],
  },
  frame: { letter: 'F', placing: 'box', text: false, fields: { ...common, ...named(['name']) }, optional },
};

/** A kind of a newer version can still be moved, ordered, grouped and deleted. */
export const unknownKind: KindSpec = { letter: '', placing: 'box', text: false, fields: common, optional };

export const kindSpec = (kind: ElementKind): KindSpec => (kind === 'unknown' ? unknownKind : kinds[kind]);

export const isKnownKind = (value: unknown): value is keyof typeof kinds =>
  typeof value === 'string' && Object.hasOwn(kinds, value);

const ink = '#1d1e20';
const common0 = { opacity: 100, locked: false, groups: Object.freeze<string[]>([]) } as const;
const shape0 = {
  ...common0,
  width: 100,
  height: 100,
  color: ink,
  fill: 'none',
  strokeWidth: 2,
  dash: 'solid',
  radius: 0,
  size: 20,
  font: 'hand',
  align: 'center',
} as const;
const line0 = { ...common0, color: ink, strokeWidth: 2, dash: 'solid', curve: false } as const;
const heads = (start: Head, end: Head): readonly [Head, Head] => Object.freeze([start, end] as const);

/** What an absent property means. Part of the schema: a default never changes, or old boards would change their look. */
export const defaults = {
  stroke: { ...common0, color: ink, width: 4, brush: 'pen' },
  rect: shape0,
  ellipse: shape0,
  diamond: shape0,
  line: { ...line0, heads: heads('none', 'none') },
  arrow: { ...line0, heads: heads('none', 'arrow') },
  text: { ...common0, color: ink, size: 20, font: 'hand', align: 'left' },
  sticky: { ...common0, width: 200, height: 200, color: '#ffe08a', size: 20, font: 'hand', align: 'center' },
  image: { ...common0, width: 100, height: 100 },
  frame: { ...common0, width: 640, height: 480, name: '' },
  unknown: { ...common0, width: 100, height: 100 },
} as const satisfies { readonly [K in ElementKind]: Partial<Record<keyof ElementOf<K>, unknown>> };
