import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { piecesOf } from './pieces.ts';

const linksIn = (text: string) => piecesOf(text, []).flatMap((piece) => (piece.type === 'link' ? piece.href : []));

describe('what is written in a comment', () => {
  test('leads where an address stands, without the sign that ends the sentence', () => {
    expect(linksIn('See https://example.org/a?b=1, or (www.example.org).')).toEqual([
      'https://example.org/a?b=1',
      'https://www.example.org',
    ]);
    expect(linksIn('https://en.wikipedia.org/wiki/Fox_(animal)!')).toEqual([
      'https://en.wikipedia.org/wiki/Fox_(animal)',
    ]);
  });

  test('leads nowhere by what a browser could run', () => {
    expect(linksIn('javascript:alert(1) data:text/html,x file:///etc http:// ')).toEqual([]);
  });

  test('sets the names apart of those who are mentioned, the longest first', () => {
    expect(piecesOf('@Ana Maria and @Ana, not @Ben', ['Ana', 'Ana Maria'])).toEqual([
      { type: 'mention', text: '@Ana Maria' },
      { type: 'text', text: ' and ' },
      { type: 'mention', text: '@Ana' },
      { type: 'text', text: ', not @Ben' },
    ]);
  });

  test('is all there, in its order, no matter what it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('https://a.b/', 'www.x.y', '@A', ' ', ').', '(a+', '$'))),
        fc.array(fc.string({ maxLength: 5 })),
        (parts, names) => {
          const text = parts.join('');
          expect(
            piecesOf(text, names)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });
});
