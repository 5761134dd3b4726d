import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { cleanName, parsePerson } from './person.ts';
import { parsePresence } from './presence.ts';

describe('a name', () => {
  test.each([
    ['is kept when there is nothing wrong with it', 'Blue Heron', 'Blue Heron'],
    ['may be in any script', 'Żółć 李小龍 محمد', 'Żółć 李小龍 محمد'],
    ['keeps emoji that are joined', '👩‍👩‍👧 home', '👩‍👩‍👧 home'],
    ['loses what reverses text', 'abc\u202edef', 'abcdef'],
    ['loses what is not seen', 'a\u200bd\u2066m\ufeffi\u00adn', 'admin'],
    ['is one line', 'a\nb\tc  d', 'a b c d'],
    ['loses control characters', '\u0000a\u001b[31m', 'a[31m'],
    ['does not tower', `x${'\u0301'.repeat(50)}`, `x${'\u0301'.repeat(4)}`],
    ['is nothing when nothing can be seen', '\u200d\u200d \u3164', ''],
    ['has to be a string', 5, ''],
  ])('%s', (_, given, expected) => {
    expect(cleanName(given)).toBe(expected);
  });

  test('is cut at a character', () => {
    const name = cleanName('😀'.repeat(100));
    expect(name.length).toBeLessThanOrEqual(limits.personNameLength);
    expect(name.isWellFormed()).toBe(true);
  });
});

describe('presence from outside', () => {
  const user = { id: 'u1', name: 'Ada', color: '#AABBCC' };

  test('is read as it was told', () => {
    const told = {
      user: { ...user, color: '#aabbcc' },
      cursor: [1.5, -2],
      selection: ['abcdefghij-_'],
      idle: true,
      tool: 'pen',
      typing: ['abcdefghij-_', 12],
      view: [-10, 20.5, 1_280, 800],
      follows: 'u2',
      chat: 'Look at this',
    };
    expect(parsePresence(told)).toEqual(told);
  });

  test.each([undefined, null, 5, 'x', [], {}, { user: 'me' }])('%j tells of nobody', (value) => {
    expect(parsePresence(value)).toBeUndefined();
  });

  test.each([
    [[0, 0, 0, 5]],
    [[0, 0, 5]],
    [[0, 0, 5, 5, 5]],
    [[0, 0, '5', 5]],
    [[Number.NaN, 0, 5, 5]],
    [[0, 1e99, 5, 5]],
    [5],
  ])('has no view where it says %j', (view) => {
    expect(parsePresence({ user, view })).not.toHaveProperty('view');
  });

  test('leaves out what makes no sense and keeps the rest', () => {
    expect(
      parsePresence({
        user,
        cursor: [Number.NaN, 0],
        selection: ['short', 7, 'abcdefghij-_'],
        idle: 'yes',
        tool: '<b>',
        typing: ['abcdefghij-_', 1e9],
        view: [0, 0, -1, 5],
        follows: '<b>',
        chat: ['x'],
        extra: 1,
      }),
    ).toEqual({ user: { ...user, color: '#aabbcc' }, selection: ['abcdefghij-_'] });
    expect(parsePerson({ name: 5, color: 'red', id: '<script>' })).toEqual({ id: '', name: '', color: '#6b6f76' });
  });

  test.each([
    ['as it is typed, in any script', 'שלום  עולם 👋', 'שלום עולם 👋'],
    ['without what reverses text or is not seen', 'a\u202edef\u2066g\u200b\u0007', 'adefg'],
    ['as letters, whatever they look like', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['as far as there is room', '😀'.repeat(99), '😀'.repeat(limits.chatLength / 2)],
  ])('says a line %s', (_, chat, shown) => {
    expect(parsePresence({ user, chat })?.chat).toBe(shown);
  });

  test.each(['', '  ', '\u202e\u200d', 5, null, ['x']])('says nothing with %j', (chat) => {
    expect(parsePresence({ user, chat })).not.toHaveProperty('chat');
  });

  test('fits into its limit however much is told', () => {
    const huge = {
      user: { id: 'x'.repeat(64), name: '漢'.repeat(9_999), color: '#ffffff' },
      cursor: [1 / 3, 1e7],
      selection: Array.from({ length: 9_999 }, () => 'abcdefghij-_'),
      idle: true,
      tool: 'x'.repeat(32),
      typing: ['abcdefghij-_', 40_000],
      view: [-1e7 + 1 / 16, -1e7 + 1 / 16, 1e7 - 1 / 16, 1e7 - 1 / 16],
      follows: 'x'.repeat(64),
      chat: '漢'.repeat(9_999),
    };
    const bytes = new TextEncoder().encode(JSON.stringify(parsePresence(huge))).length;
    expect(bytes).toBeLessThanOrEqual(limits.awarenessBytes);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
        (value) => void parsePresence({ user: value, cursor: value, selection: value, tool: value, chat: value }),
      ),
    );
  });
});
