import { expect, test } from 'vitest';
import { isCutKey } from '../erased-ranges.ts';
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
    expect(isCutKey(key)).toBe(false);
    expect(taken).not.toContain(key);
  }
});

test.each(elementKinds)('what is usual of a %s is something it takes', (kind) => {
  for (const { field, usual } of kindSpec(kind).fields.values()) {
    if (usual === undefined) continue;
    expect(field.parse(usual)).toEqual(usual);
    expect(field.read(field.write(usual))).toEqual(usual);
  }
});

test('the styles a kind offers are those it names, without those it withholds', () => {
  const text = ['font', 'size', 'align'];
  const shape = ['color', 'fill', 'strokeWidth', 'dash'];
  expect(Object.fromEntries(elementKinds.map((kind) => [kind, stylesOf(kind)]))).toMatchObject({
    stroke: ['color', 'brush', 'width', 'opacity'],
    rect: [...shape, 'radius', ...text, 'opacity'],
    ellipse: [...shape, ...text, 'opacity'],
    diamond: [...shape, 'radius', ...text, 'opacity'],
    line: ['color', 'strokeWidth', 'dash', 'opacity'],
    arrow: ['color', 'strokeWidth', 'dash', 'heads', 'opacity'],
    text: ['color', ...text, 'opacity'],
    sticky: ['color', ...text, 'opacity'],
    image: ['opacity'],
    frame: [],
    unknown: [],
  });
});
