import { expect, test } from 'vitest';
import { linkTo, threadIn } from './link-to.ts';

test('a link to a thread keeps the key of the board, and is read again', () => {
  const link = linkTo('https://example.org/b/abc#k=key', 'thread------');
  expect(link).toBe('https://example.org/b/abc#k=key&comment=thread------');
  expect(threadIn(new URL(link).hash)).toBe('thread------');
  expect(linkTo(link, 'other-------')).toBe('https://example.org/b/abc#k=key&comment=other-------');
  expect(threadIn('')).toBeUndefined();
});
