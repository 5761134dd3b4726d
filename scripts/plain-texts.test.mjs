import { describe, expect, test } from 'vitest';
import { allPlainTexts, plainTexts } from './plain-texts.mjs';
import { root } from './prepare.mjs';

describe('what people read', () => {
  test('stands in the catalogue of words and not in the code', () => {
    expect(allPlainTexts(root)).toEqual([]);
  });

  test.each([
    ['<p>Hello there</p>', 'Hello there'],
    ['<p>\n  Hello there\n</p>', 'Hello there'],
    ['<button type="button" aria-label="Close">', 'Close'],
    ['<Dialog title="Hello" name="hello" modal>', 'Hello'],
    ["'board.hello': { label: 'Say hello', keys: [] }", 'Say hello'],
    ["shell.tell('It did not work.', 'error');", 'It did not work.'],
  ])('is found in %s', (code, shown) => {
    expect(plainTexts(code)).toEqual([shown]);
  });

  test.each([
    "<p>{say('app.hint')}</p>",
    '<b>Gesso</b>',
    'const f = (a: Map<string, number>): Set<string> => new Set(a.keys());',
    "shell.tell(say('app.notLoaded'), 'error');",
    'if (a > 0 && b </* less */ c) return;',
  ])('is not found in %s', (code) => {
    expect(plainTexts(code)).toEqual([]);
  });
});
