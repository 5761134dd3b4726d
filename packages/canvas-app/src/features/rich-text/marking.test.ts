import { expect, test } from 'vitest';
import { isMarked, marksForTyping, settled } from './marking.ts';

const link = 'https://example.org/';
const bold = [{ from: 0, to: 3, bold: true }] as const;

test('a mark is on where all letters have it, line ends or not', () => {
  expect(isMarked('abc', bold, 0, 3, 'bold')).toBe(true);
  expect(
    isMarked(
      'ab\nc',
      [
        { from: 0, to: 2, bold: true },
        { from: 3, to: 4, bold: true },
      ],
      0,
      4,
      'bold',
    ),
  ).toBe(true);
  expect(isMarked('abcd', bold, 0, 4, 'bold')).toBe(false);
  expect(isMarked('abcd', bold, 2, 2, 'bold')).toBe(false);
});

test('what is typed is as the letter before it, but no link goes on behind its end, and no tick at all', () => {
  expect(marksForTyping(bold, 3)).toEqual({ bold: true });
  expect(marksForTyping(bold, 0)).toEqual({});
  const linked = [{ from: 0, to: 4, link }] as const;
  expect(marksForTyping(linked, 4)).toEqual({});
  expect(marksForTyping(linked, 2)).toEqual({ link });
  expect(marksForTyping([{ from: 0, to: 1, done: true }], 1)).toEqual({});
});

test('what the document has given to typed letters is put right', () => {
  expect(settled([{ from: 0, to: 5, link }], { at: 4, remove: 0, insert: 'x' }, undefined)).toEqual([
    { from: 0, to: 4, link },
  ]);
  expect(settled([{ from: 0, to: 5, link }], { at: 2, remove: 0, insert: 'x' }, undefined)).toBeUndefined();
  expect(settled([{ from: 0, to: 2, done: true }], { at: 1, remove: 0, insert: 'x' }, undefined)).toEqual([
    { from: 0, to: 1, done: true },
  ]);
  expect(settled(undefined, { at: 1, remove: 0, insert: 'x' }, { bold: true })).toEqual([
    { from: 1, to: 2, bold: true },
  ]);
  expect(settled([{ from: 0, to: 4, bold: true }], { at: 3, remove: 0, insert: 'x' }, { bold: null })).toEqual(bold);
  expect(settled([{ from: 0, to: 4, bold: true }], { at: 3, remove: 0, insert: 'x' }, undefined)).toBeUndefined();
});
