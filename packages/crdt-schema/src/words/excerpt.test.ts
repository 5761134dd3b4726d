import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, placeOf } from './excerpt.ts';
import { fold } from './fold.ts';

const placed = (text: string, words: string): string | undefined => {
  const place = placeOf(text, fold(words));
  return place && text.slice(place.from, place.to);
};
const excerpt = (lines: readonly string[], words: string): string | undefined =>
  excerptOf(lines.join('\n'), lines.map(fold).join('\n'), fold(words), 120);

test('words are found in the letters they were written with', () => {
  expect(placed('Ein Café in Paris', 'cafe')).toBe('Café');
  expect(placed('Cafe\u0301s', 'cafe')).toBe('Cafe\u0301');
  expect(placed('Die Straße', 'STRASSE')).toBe('Straße');
  expect(placed('two\n  lines', 'o l')).toBe('o\n  l');
  expect(placed('買い物リスト', '物リ')).toBe('物リ');
  expect(placed('nothing', 'else')).toBeUndefined();
  expect(placed('nothing', '')).toBeUndefined();
});

test('an excerpt is the line they stand in', () => {
  expect(excerpt(['Milk', 'Ein Café', 'Bread'], 'CAFE')).toBe('Ein Café');
  expect(excerpt(['Milk', 'Bread'], 'kB')).toBeUndefined();
});

test('of a long line it is whole words around them', () => {
  const found = excerpt(['short', `${'before '.repeat(400)}needle${' after'.repeat(400)}`], 'needle') ?? '';
  expect(found).toMatch(/^…(?:before )+needle(?: after)+…$/);
  expect(found.length).toBeGreaterThan(80);
  expect(excerpt([`${'前'.repeat(300)}針${'後'.repeat(300)}`], '針')).toMatch(/^…前+針後+…$/);
});

test('it is never too long, and has the words where they fit', () => {
  const word = fc.constantFrom('a', 'Äpfel', 'straße', '漢字', '🙂', 'ﬁnd', 'word', '  ');
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 200 }), { minLength: 1, maxLength: 4 }), fc.nat(), (texts, n) => {
      const lines = texts.map((words) => words.join(' ').replace(/\s+/g, ' ').trim());
      const whole = fold(lines[n % lines.length] ?? '');
      const from = whole === '' ? 0 : n % whole.length;
      const wanted = whole.slice(from, from + 9).trim();
      if (wanted === '' || /[\ud800-\udfff]/.test(wanted)) return;
      const found = excerptOf(lines.join('\n'), lines.map(fold).join('\n'), wanted, 120);
      expect(found?.length).toBeLessThanOrEqual(120);
      expect(fold(found ?? '')).toContain(wanted);
    }),
  );
});
