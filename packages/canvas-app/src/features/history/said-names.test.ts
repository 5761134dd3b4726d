import { expect, test } from 'vitest';
import { saidNames as saidIn } from './said-names.ts';

const saidNames = (people: Parameters<typeof saidIn>[0], language = 'en') => saidIn(people, language);
const people = (...names: readonly string[]) => names.map((name) => ({ name }));

test('names are said as in a sentence, and of more than three it is said how many', () => {
  expect(saidNames([])).toBe('');
  expect(saidNames(people('Anna'))).toBe('Anna');
  expect(saidNames(people('Anna', 'Ben'))).toBe('Anna and Ben');
  expect(saidNames(people('Anna', '', 'Cleo'))).toBe('Anna, Someone, and Cleo');
  expect(saidNames(people('Anna', 'Ben', 'Cleo', 'Dora'))).toBe('Anna, Ben, and 2 others');
});

test('in a language', () => {
  expect(saidNames(people('Anna', 'Ben', 'Cleo'), 'de')).toBe('Anna, Ben und Cleo');
});
