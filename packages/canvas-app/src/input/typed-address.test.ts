import { expect, test } from 'vitest';
import { addressOf } from './typed-address.ts';

test('an address without a scheme is a web page or a mailbox', () => {
  expect(addressOf(' example.org/a ')).toBe('https://example.org/a');
  expect(addressOf('ann@example.org')).toBe('mailto:ann@example.org');
  expect(addressOf('http://example.org')).toBe('http://example.org');
  expect(addressOf('localhost:3000/b')).toBe('https://localhost:3000/b');
  expect(addressOf('javascript:alert(1)')).toBe('javascript:alert(1)');
  expect(addressOf('/b/board')).toBe('/b/board');
});
