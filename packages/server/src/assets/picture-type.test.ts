import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, lineOf } from './encoding-answer.ts';
import { isExact, pictureTypeOf } from './picture-type.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test.each([
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff\xe0'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF\0\0\0\0WEBPVP8 '],
  ['avif', '\0\0\0\x1cftypavif\0\0\0\0mif1'],
  ['avif', '\0\0\0\x18ftypmif1\0\0\0\0avif'],
  [undefined, '\0\0\0\x14ftypmif1\0\0\0\0heic    avif'],
  ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['svg', '\xef\xbb\xbf \n<?xml version="1.0"?>\n<!-- made by > -->\n<!DOCTYPE svg PUBLIC "-//W3C" "x.dtd">\n<svg>'],
  ['svg', '<!DOCTYPE svg [<!ENTITY a "b>">]><svg:svg xmlns:svg="http://www.w3.org/2000/svg">'],
  [undefined, '<svgx>'],
  [undefined, '<html><svg>'],
  [undefined, '<!-- <svg> '],
  [undefined, ' svg'],
  [undefined, ''],
])('%s is what begins with %j', (type, text) => {
  expect(pictureTypeOf(bytes(text))).toBe(type);
});

test('what was stored without loss is told by its type, and of WebP by its first part', () => {
  expect(isExact('webp', bytes('RIFF\0\0\0\0WEBPVP8L'))).toBe(true);
  expect(isExact('webp', bytes('RIFF\0\0\0\0WEBPVP8 '))).toBe(false);
  expect([isExact('png', bytes('')), isExact('jpeg', bytes(''))]).toEqual([true, false]);
});

test('no bytes are too strange to be looked at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
      pictureTypeOf(any);
      answerOf(any);
    }),
  );
});

test('an answer reads as it was said', () => {
  const side = fc.integer({ min: 1, max: 99_999 });
  fc.assert(
    fc.property(side, side, fc.uint8Array({ minLength: 1 }), (width, height, data) => {
      const facts = { type: 'image/webp', width, height } as const;
      expect(answerOf(Buffer.concat([Buffer.from(lineOf(facts)), data]))).toEqual({
        ...facts,
        data: Buffer.from(data),
      });
    }),
  );
  expect(answerOf(Buffer.from(lineOf('NO_PICTURES')))).toBe('NO_PICTURES');
  expect(answerOf(Buffer.from('{"refusal":"INTERNAL"}\n'))).toBeUndefined();
});
