import { isAssetHash, isElementId, isGroupId } from '../../ids.ts';
import { limits } from '../../limits.ts';
import { isOrderKey } from '../order-keys.ts';
import { type Color, color, flag, link, list, number, type Parse, truncate } from '../parse.ts';
import { type Field, same } from './prop.ts';

/** The forms a property may have. A property itself is one of these under a key of its own. */

const when =
  <T>(accept: (value: unknown) => value is T): Parse<T> =>
  (value) =>
    accept(value) ? value : undefined;

export const numberField = (key: string, least: number, most: number): Field<number> =>
  same(key, { type: 'number', least, most }, number(least, most));

/** Board units, more than nothing. */
export const lengthField = (key: string): Field<number> => numberField(key, 1, limits.coordinate);

/** A percentage without a fraction. */
export const percentField = (key: string): Field<number> =>
  same(key, { type: 'number', least: 0, most: 100, whole: true }, (value) => {
    const percent = number(0, 100)(value);
    return percent === undefined ? undefined : Math.round(percent);
  });

const toHex = (value: number): Color => `#${value.toString(16).padStart(6, '0')}`;
const isRgb = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffff;

/** `'#rrggbb'` outside, 0xRRGGBB inside: half the bytes. */
export const colorField = (key: string): Field<Color> => ({
  key,
  domain: { type: 'color' },
  parse: color,
  read: (stored) => (isRgb(stored) ? toHex(stored) : undefined),
  write: (value) => Number.parseInt(value.slice(1), 16),
});

/** A color, or none: -1 inside. */
export const fillField = (key: string): Field<Color | 'none'> => {
  const inner = colorField(key);
  return {
    key,
    domain: { type: 'color or none' },
    parse: (value) => (value === 'none' ? 'none' : inner.parse(value)),
    read: (stored) => (stored === -1 ? 'none' : inner.read(stored)),
    write: (value) => (value === 'none' ? -1 : inner.write(value)),
  };
};

/** A word outside, its place in the list inside. Lists only ever grow at their end. */
export const wordField = <const W extends readonly string[]>(key: string, words: W): Field<W[number]> => ({
  key,
  domain: { type: 'words', words },
  parse: (value) => words.find((word) => word === value),
  read: (stored) => (typeof stored === 'number' ? words[stored] : undefined),
  write: (value) => words.indexOf(value),
});

/** Exactly two of something, frozen. */
export const pair = <T>(item: Parse<T>): Parse<readonly [T, T]> => {
  const both = list(item, 2);
  return (value) => {
    const items = both(value);
    const [a, b] = items ?? [];
    return a === undefined || b === undefined ? undefined : Object.freeze([a, b] as const);
  };
};

/** Two words outside, their places in the list inside. */
export const wordPairField = <const W extends readonly string[]>(
  key: string,
  words: W,
): Field<readonly [W[number], W[number]]> => {
  const one = wordField('', words);
  return {
    key,
    domain: { type: 'pair of words', words },
    parse: pair<W[number]>(one.parse),
    read: pair<W[number]>(one.read),
    write: (value) => value.map((word) => one.write(word)),
  };
};

export const flagField = (key: string): Field<boolean> => ({
  key,
  domain: { type: 'flag' },
  parse: flag,
  read: (stored) => (stored === 1 || stored === true ? true : stored === 0 || stored === false ? false : undefined),
  write: (value) => (value ? 1 : 0),
});

/** A line of text that never takes part in typing together; cut to `limits.nameLength`. */
export const nameField = (key: string): Field<string> =>
  same(key, { type: 'line of text' }, (value) =>
    typeof value === 'string' ? truncate(value, limits.nameLength) : undefined,
  );

export const orderKeyField = (key: string): Field<string> => same(key, { type: 'order key' }, when(isOrderKey));
export const elementField = (key: string): Field<string> => same(key, { type: 'element' }, when(isElementId));
export const assetField = (key: string): Field<string> => same(key, { type: 'asset' }, when(isAssetHash));
export const linkField = (key: string): Field<string> => same(key, { type: 'link' }, link);
export const groupsField = (key: string): Field<readonly string[]> =>
  same(key, { type: 'groups' }, list(when(isGroupId), limits.groups));
