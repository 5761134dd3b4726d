import { describe, expect, test } from 'vitest';
import { boxAt, brokenAt, type Edit, formatted, listAt, toggledList, withoutMarker } from './lists.ts';

const done = (text: string, edits: readonly Edit[] | undefined): string | undefined =>
  edits?.reduce((all, { from, to, insert }) => all.slice(0, from) + insert + all.slice(to), text);
/** A text in which `|` is the caret, or one each where a selection begins and ends. */
const at = (marked: string): readonly [text: string, from: number, to: number] => {
  const text = marked.replaceAll('|', '');
  const from = marked.indexOf('|');
  const to = marked.lastIndexOf('|');
  return [text, from, to > from ? to - 1 : from];
};

describe('a space after what begins a list', () => {
  test.each([
    ['- |', '• '],
    ['a\n* |b', 'a\n• b'],
    ['[] |', '☐ '],
    ['[ ] |', '☐ '],
  ])('%j becomes %j', (marked, text) => {
    const [before, caret] = at(marked);
    const edit = formatted(before, caret);
    expect(done(before, edit && [edit])).toBe(text);
  });

  test.each(['a - |', '-|', '1. |', ' - |'])('%j stays', (marked) => {
    const [before, caret] = at(marked);
    expect(formatted(before, caret)).toBeUndefined();
  });
});

describe('Enter', () => {
  test.each([
    ['goes on with the list', '• a|', '• a\n• '],
    ['takes what is behind the caret along', '☐ a|b', '☐ a\n☐ b'],
    ['counts on, and all that follows', '1. a|\n2. b\n3. c\nd\n4. e', '1. a\n2. \n3. b\n4. c\nd\n4. e'],
    ['counts from where the list began', '9. a|\n10. b', '9. a\n10. \n11. b'],
    ['ends the list in an empty item', '• a\n• |', '• a\n'],
    ['replaces what is selected', '• a|b|c', '• a\n• c'],
  ])('%s', (_, marked, text) => {
    const [before, from, to] = at(marked);
    expect(done(before, brokenAt(before, from, to))).toBe(text);
  });

  test.each(['a|', '|• a', '•| a', '2024 |'])('is a plain line end in %j', (marked) => {
    expect(brokenAt(...at(marked))).toBeUndefined();
  });
});

test('Backspace behind a marker takes it away as a whole', () => {
  const edit = withoutMarker('a\n☐ b', 4);
  expect(done('a\n☐ b', edit && [edit])).toBe('a\nb');
  expect(withoutMarker('☐ b', 3)).toBeUndefined();
});

describe('a list of the selected lines', () => {
  test.each([
    ['begins', 'bullets', 'a|\nb', '• a\nb'],
    ['has all lines', 'numbers', 'a|\nb\nc|', '1. a\n2. b\n3. c'],
    ['becomes another', 'boxes', '|• a\n1. b|', '☐ a\n☐ b'],
    ['ends', 'bullets', '|• a\n• b|', 'a\nb'],
  ] as const)('%s', (_, kind, marked, text) => {
    const [before, from, to] = at(marked);
    expect(done(before, toggledList(before, from, to, kind))).toBe(text);
  });

  test('is told where all of them are of one', () => {
    expect(listAt('• a\n• b', 0, 7)).toBe('bullets');
    expect(listAt('• a\nb', 0, 5)).toBeUndefined();
    expect(listAt('1. a', 2, 2)).toBe('numbers');
  });

  test('has a box where the line has one', () => {
    expect(boxAt('a\n☐ b', 5)).toBe(2);
    expect(boxAt('a ☐ b', 3)).toBeUndefined();
  });
});
