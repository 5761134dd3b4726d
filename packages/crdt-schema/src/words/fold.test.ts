import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test('case, accents and breaks of lines make no difference', () => {
  expect(fold('Crème\n BRÛLÉE ')).toBe('creme brulee');
  expect(fold('Straße')).toBe(fold('STRASSE'));
  expect(fold('ΟΔΟΣ')).toBe(fold('οδοσ'));
  expect(fold('İstanbul ılık')).toBe('istanbul ilik');
  expect(fold('ﬁnd ① Ｗｉｄｅ')).toBe('find 1 wide');
  expect(fold('مُحَمَّد')).toBe('محمد');
});

test('other scripts are compared letter by letter', () => {
  expect(fold('漢字 हिन्दी')).toBe('漢字 हिन्दी');
  expect(fold('한국').startsWith(fold('하'))).toBe(true);
});
