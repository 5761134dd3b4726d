import { expect, test } from 'vitest';
import { placeOf } from './place-of.ts';

test('an address is shown without its scheme, and short', () => {
  expect(placeOf('https://www.example.org/')).toBe('example.org');
  expect(placeOf('mailto:ann@example.org')).toBe('ann@example.org');
  expect(placeOf(`https://example.org/${'a'.repeat(90)}`)).toHaveLength(48);
});
