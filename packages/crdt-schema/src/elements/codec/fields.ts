import { isAssetHash, isElementId, isGroupId } from '../../ids.ts';
import { limits } from '../../limits.ts';
import type { Binding, Color, Head } from '../elements.ts';
import { isOrderKey } from '../order-keys.ts';
import { color, cut, flag, link, list, number, own, type Parse } from '../parse.ts';

/**
 * One property of an element: its key in the document and its two forms. A base record and an override use the same
 * key and the same stored form. Methods, not arrows, so that a `Field<Color>` is also a `Field<unknown>`.
 */
export interface Field<T> {
  readonly key: string;
  /** Plain value from outside → clean plain value, or undefined when it is not acceptable. */
  parse(value: unknown): T | undefined;
  /** Stored value → plain value, or undefined when it is not acceptable. */
  read(stored: unknown): T | undefined;
  /** Plain value → stored value. */
  write(value: T): unknown;
}

/** A property stored as it is. */
const same = <T>(key: string, parse: Parse<T>): Field<T> => ({ key, parse, read: parse, write: (value) => value });

const toHex = (value: number): Color => `#${value.toString(16).padStart(6, '0')}`;
const isRgb = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffff;

/** `'#rrggbb'` outside, 0xRRGGBB inside: half the bytes. */
const colorField = (key: string): Field<Color> => ({
  key,
  parse: color,
  read: (stored) => (isRgb(stored) ? toHex(stored) : undefined),
  write: (value) => Number.parseInt(value.slice(1), 16),
});

const fillField = (key: string): Field<Color | 'none'> => {
  const inner = colorField(key);
  return {
    key,
    parse: (value) => (value === 'none' ? 'none' : inner.parse(value)),
    read: (stored) => (stored === -1 ? 'none' : inner.read(stored)),
    write: (value) => (value === 'none' ? -1 : inner.write(value)),
  };
};

/** A word outside, its place in the list inside. Lists only ever grow at their end. */
const wordField = <const W extends readonly string[]>(key: string, words: W): Field<W[number]> => ({
  key,
  parse: (value) => words.find((word) => word === value),
  read: (stored) => (typeof stored === 'number' ? words[stored] : undefined),
  write: (value) => words.indexOf(value),
});

const flagField = (key: string): Field<boolean> => ({
  key,
  parse: flag,
  read: (stored) => (stored === 1 || stored === true ? true : stored === 0 || stored === false ? false : undefined),
  write: (value) => (value ? 1 : 0),
});

const headWords = ['none', 'arrow', 'triangle', 'dot', 'bar'] as const;
const head = wordField('', headWords);

const pair = <T>(item: Parse<T>): Parse<readonly [T, T]> => {
  const both = list(item, 2);
  return (value) => {
    const items = both(value);
    const [a, b] = items ?? [];
    return a === undefined || b === undefined ? undefined : Object.freeze([a, b] as const);
  };
};

const parseHeads = pair<Head>(head.parse);
const readHeads = pair<Head>(head.read);

/** Where on an element an arrow ends, as fractions of its box; a little outside is allowed. */
const fraction = number(-100, 100);
const fractions = pair(fraction);

const binding = (element: unknown, at: unknown): Binding | undefined => {
  const place = fractions(at);
  return isElementId(element) && place !== undefined ? Object.freeze({ element, at: place }) : undefined;
};

const bindingField = (key: string): Field<Binding> => ({
  key,
  parse: (value) => binding(own(value, 'element'), own(value, 'at')),
  read: (stored) => (Array.isArray(stored) && stored.length === 3 ? binding(stored[0], stored.slice(1)) : undefined),
  write: ({ element, at }) => [element, at[0], at[1]],
});

export type Crop = readonly [number, number, number, number];

const parseCrop: Parse<Crop> = (value) => {
  const [x, y, w, h] = list(number(0, 1), 4)(value) ?? [];
  if (x === undefined || y === undefined || w === undefined || h === undefined) return undefined;
  return w > 0 && h > 0 && x + w <= 1.001 && y + h <= 1.001 ? Object.freeze([x, y, w, h] as const) : undefined;
};

const when =
  <T>(accept: (value: unknown) => value is T): Parse<T> =>
  (value) =>
    accept(value) ? value : undefined;

const inkWidth = number(1 / 16, 4_096);

/** Every property but placement (`x y width height rotation scale`), points and text, under its plain name. */
export const fields = {
  z: same('z', when(isOrderKey)),
  opacity: same('o', (value) => {
    const opacity = number(0, 100)(value);
    return opacity === undefined ? undefined : Math.round(opacity);
  }),
  locked: flagField('lk'),
  groups: same('g', list(when(isGroupId), limits.groups)),
  frame: same('f', when(isElementId)),
  link: same('ln', link),
  color: colorField('c'),
  fill: fillField('fc'),
  inkWidth: same('w', inkWidth),
  strokeWidth: same('w', number(0, 4_096)),
  brush: wordField('b', ['pen', 'marker', 'highlighter']),
  dash: wordField('ds', ['solid', 'dashed', 'dotted']),
  radius: same('ro', number(0, limits.coordinate)),
  curve: flagField('cv'),
  heads: {
    key: 'ah',
    parse: parseHeads,
    read: readHeads,
    write: (value: readonly [Head, Head]) => value.map((word) => head.write(word)),
  },
  start: bindingField('ca'),
  end: bindingField('cb'),
  size: same('fs', number(1, 4_096)),
  font: wordField('ff', ['hand', 'sans', 'serif', 'mono']),
  align: wordField('al', ['left', 'center', 'right']),
  asset: same('h', when(isAssetHash)),
  crop: same('cr', parseCrop),
  name: same('n', (value) => (typeof value === 'string' ? cut(value, limits.nameLength) : undefined)),
} as const satisfies Record<string, Field<unknown>>;

export type FieldName = keyof typeof fields;
