import { expect, test } from 'vitest';
import { embedCode } from './embed-code.ts';

test('a board is framed by its link, under its name', () => {
  expect(embedCode('https://board.example/b/abc#k=key', 'Plan')).toBe(
    '<iframe src="https://board.example/embed/abc#k=key" title="Plan" width="800" height="500" style="border:0" allow="clipboard-write; fullscreen" loading="lazy"></iframe>',
  );
});

test('nothing a board is called becomes markup', () => {
  const code = embedCode('https://board.example/b/abc?at=1,2&z=1#k=key', '"><script>alert(1)</script>&');
  expect(code).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"');
  expect(code).toContain('src="https://board.example/embed/abc?at=1,2&amp;z=1#k=key"');
});

test('a board without a name is framed as Gesso', () => {
  expect(embedCode('https://board.example/b/abc#k=key', '')).toContain('title="Gesso"');
});
