import { expect, test } from 'vitest';
import { isErasedKey } from '../erased-ranges.ts';
import { elementKinds, isKnownKind } from './registry.ts';
import { kindSpec, specOfLetter, stylesOf } from './spec.ts';

/** Keys of a record that say where an element is, and what it is made of. */
const taken = ['t', 'x', 'y', 's', 'rt', 'p', 'm', 'by', 'sty'];

test.each(elementKinds)('a %s has a letter of its own, and keys that nothing else has', (kind) => {
  const { letter, fields } = kindSpec(kind);
  expect(specOfLetter(isKnownKind(kind) ? letter : 'a kind of a newer version')?.kind).toBe(kind);
  const keys = [...fields.values()].map(({ field }) => field.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatch(/^[A-Za-z]{1,8}$/);
    expect(isErasedKey(key)).toBe(false);
    expect(taken).not.toContain(key);
  }
});

test.each(elementKinds)('the defaults of a %s are something it takes', (kind) => {
  for (const { field, defaultValue } of kindSpec(kind).fields.values()) {
    if (defaultValue === undefined) continue;
    expect(field.parse(defaultValue)).toEqual(defaultValue);
    expect(field.read(field.write(defaultValue))).toEqual(defaultValue);
  }
});

test('a kind offers the styles it names, without those it withholds', () => {
  expect(stylesOf('stroke')).toEqual(expect.arrayContaining(['color', 'brush', 'width', 'opacity']));
  expect(stylesOf('rect')).toEqual(expect.arrayContaining(['fill', 'strokeWidth', 'dash', 'radius', 'font', 'size']));
  expect(stylesOf('ellipse')).toEqual(stylesOf('rect'));
  expect(stylesOf('arrow')).toContain('heads');
  expect(stylesOf('line')).not.toContain('heads');
  expect(stylesOf('image')).toEqual(['opacity']);
  expect([...stylesOf('frame'), ...stylesOf('unknown')]).toEqual([]);
  // A box has a width and a text a size; the panel's are those of ink and of letters.
  expect(stylesOf('sticky')).not.toContain('width');
});

test('arrows point at places in pictures, and at all of everything else', () => {
  expect(elementKinds.filter((kind) => kindSpec(kind).pointedInto)).toEqual(['image']);
});
