import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movePosition, type Splice, textDifference } from './text-splice.ts';

/** Where a caret in `before` belongs in `after`, when another person's change lies between them. */
const moveCaret = (before: string, after: string, caret: number): number => {
  const splice = textDifference(before, after);
  return Math.min(splice === undefined ? caret : movePosition(splice, caret), after.length);
};

const apply = (before: string, splice: Splice | undefined): string =>
  splice === undefined ? before : before.slice(0, splice.at) + splice.insert + before.slice(splice.at + splice.remove);

describe('the difference of two texts', () => {
  test('turns the one into the other and never breaks a character in two', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀', '😁', '👩‍👩‍👧', 'é'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.option(fc.nat(20), { nil: undefined }), (before, after, caret) => {
        const splice = textDifference(before, after, caret);
        expect(apply(before, splice)).toBe(after);
        if (splice === undefined) return;
        expect(splice.insert.isWellFormed()).toBe(true);
        expect(before.slice(splice.at, splice.at + splice.remove).isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is nothing when nothing changed', () => {
    expect(textDifference('same', 'same')).toBeUndefined();
  });

  test('is the whole emoji when emoji share half of their code', () => {
    expect(textDifference('😀', '😁')).toEqual({ at: 0, remove: 2, insert: '😁' });
  });

  test('the caret tells which of two equal letters was typed', () => {
    expect(textDifference('aa', 'aaa', 1)).toEqual({ at: 0, remove: 0, insert: 'a' });
    expect(textDifference('aa', 'aaa', 2)).toEqual({ at: 1, remove: 0, insert: 'a' });
    expect(textDifference('aa', 'aaa', 3)).toEqual({ at: 2, remove: 0, insert: 'a' });
  });

  test('the caret tells which of two equal letters was deleted', () => {
    expect(textDifference('aab', 'ab', 0)).toEqual({ at: 0, remove: 1, insert: '' });
    expect(textDifference('aab', 'ab', 1)).toEqual({ at: 1, remove: 1, insert: '' });
  });
});

describe('a caret beside another person’s typing', () => {
  test.each([
    ['stays before it', 'hello', 'hello world', 2, 2],
    ['moves on behind it', 'world', 'hello world', 3, 9],
    ['moves back when text before it goes', 'hello world', 'world', 8, 2],
    ['goes to the end of what replaced it', 'abcdef', 'aXf', 3, 2],
    ['never leaves the text', 'abc', '', 3, 0],
  ])('%s', (_, before, after, caret, expected) => {
    expect(moveCaret(before, after, caret)).toBe(expected);
  });
});
