import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseline, lineHeight, measureText } from './measure.ts';
import { layInside, layToFit } from './text-layout.ts';
import { directionOf } from './unicode-ranges.ts';
import { wrapText } from './wrap.ts';

const linesOf = (text: string, width: number, font: 'hand' | 'sans' | 'mono' = 'mono') =>
  wrapText(text, font, 10, width).map((l) => l.text);

describe('wrapping text', () => {
  // JetBrains Mono is 0.6 wide: at size 10, ten characters are 60 units.
  test('breaks at spaces, which hang', () => {
    expect(linesOf('one two three', 60)).toEqual(['one two', 'three']);
    expect(linesOf('one two   three', 42)).toEqual(['one two', 'three']);
  });

  test('breaks behind leading spaces where what follows has no room beside them', () => {
    expect(wrapText(' !', 'hand', 8, 2)).toEqual([
      { text: '', width: 0 },
      { text: '!', width: expect.any(Number) },
    ]);
  });

  test('keeps line ends, empty lines and leading spaces', () => {
    expect(linesOf('a\n\n  b\r\nc', 60)).toEqual(['a', '', '  b', 'c']);
    expect(linesOf('', 60)).toEqual(['']);
  });

  test('breaks a word only when no line can hold it', () => {
    expect(linesOf('a abcdefghijkl', 60)).toEqual(['a', 'abcdefghij', 'kl']);
    expect(linesOf('well-known', 36)).toEqual(['well-', 'known']);
  });

  test('breaks between ideographs, but not before a full stop', () => {
    expect(linesOf('日本語日本。', 50)).toEqual(['日本語日', '本。']);
  });

  test('never splits a family or a flag', () => {
    expect(linesOf('👩‍👩‍👧👩‍👩‍👧', 13)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧']);
    expect(linesOf('🇩🇪🇫🇷', 13)).toEqual(['🇩🇪', '🇫🇷']);
  });

  test('loses no character, and no line is wider than asked while a character fits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.double({ min: 15, max: 300, noNaN: true }),
        (text, w) => {
          const lines = wrapText(text, 'sans', 10, w);
          const bare = (s: string) => s.replaceAll(/[\s]/g, '');
          expect(bare(lines.map((l) => l.text).join(''))).toBe(bare(text));
          for (const line of lines) {
            if (line.width > w + 1e-6) expect([...line.text].length).toBeLessThanOrEqual(12);
          }
        },
      ),
    );
  });
});

describe('measuring', () => {
  test('uses the fonts’ own widths', () => {
    expect(measureText('abc', 'mono', 10)).toBeCloseTo(18);
    expect(measureText('il', 'sans', 100)).toBeLessThan(measureText('mw', 'sans', 100) / 2);
    expect(measureText('漢字', 'hand', 10)).toBe(20);
    expect(measureText('е́', 'sans', 10)).toBe(measureText('е', 'sans', 10));
  });

  test('the baseline lies in the line', () => {
    for (const font of ['hand', 'sans', 'serif', 'mono'] as const) {
      expect(baseline(font)).toBeGreaterThan(0.7);
      expect(baseline(font)).toBeLessThan(lineHeight);
    }
  });

  test('direction is that of the first letter', () => {
    expect(directionOf('123 שלום abc')).toBe('rtl');
    expect(directionOf('… abc שלום')).toBe('ltr');
    expect(directionOf('مرحبا')).toBe('rtl');
    expect(directionOf('42')).toBe('ltr');
  });
});

describe('laying out', () => {
  const style = { text: 'one two three four', font: 'mono', size: 10, align: 'center', color: '#24272c' } as const;

  test('puts lines in the middle of the room', () => {
    const { box, lines } = layInside(style, { x: 0, y: 0, w: 60, h: 100 });
    expect(lines.map((l) => l.text)).toEqual(['one two', 'three four']);
    expect(box).toEqual({ x: 0, y: 37.5, w: 60, h: 25 });
    expect(lines[0]?.x).toBe(30);
  });

  test('shrinks until it fits, but not below the least size', () => {
    const room = { x: 0, y: 0, w: 60, h: 20 };
    expect(layToFit(style, room, 4).box.h).toBeLessThanOrEqual(20);
    expect(layToFit(style, room, 4).size).toBeLessThan(10);
    const word = { ...style, text: 'meetings', size: 20 };
    expect(layToFit(word, { x: 0, y: 0, w: 70, h: 100 }, 4).lines).toHaveLength(1);
    expect(layToFit({ ...word, text: 'm'.repeat(60) }, { x: 0, y: 0, w: 70, h: 400 }, 4).size).toBe(20);
    expect(layToFit({ ...style, text: 'long '.repeat(500) }, room, 4).size).toBe(4);
  });
});

describe('lines break where a browser breaks them', () => {
  test('in an address after a question mark and before no other', () => {
    expect(linesOf('https://example.org/a?b=1&c=2/d', 6 * 24)).toEqual(['https://example.org/a?', 'b=1&c=2/d']);
    expect(linesOf('a&b a/b a=b', 6 * 3)).toEqual(['a&b', 'a/b', 'a=b']);
  });

  test('not inside a number, and before a bracket only behind a sign', () => {
    expect(linesOf('x -5', 6 * 3)).toEqual(['x', '-5']);
    expect(linesOf('1-2', 6 * 2)).toEqual(['1-', '2']);
    expect(linesOf('end.(a)', 6 * 4)).toEqual(['end.', '(a)']);
    expect(linesOf('f(a) b', 6 * 4)).toEqual(['f(a)', 'b']);
  });

  test('behind dashes and dots', () => {
    expect(linesOf('a–b', 6 * 2)).toEqual(['a–', 'b']);
    expect(linesOf('aa…bb', 6 * 4)).toEqual(['aa…', 'bb']);
    expect(linesOf('für-öl', 6 * 5)).toEqual(['für-', 'öl']);
  });

  test('between Thai words', () => {
    const text = 'สวัสดีครับผมชื่อสมชาย';
    const lines = wrapText(text, 'sans', 10, 70).map((l) => l.text);
    expect(lines.join('')).toBe(text);
    expect(lines.length).toBeGreaterThan(1);
    const words = new Set(
      [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)].map(({ index }) => index),
    );
    let at = 0;
    for (const line of lines) {
      expect(words.has(at)).toBe(true);
      at += line.length;
    }
  });

  test('around emoji, and at a space without width', () => {
    expect(linesOf('a😀b', 13)).toEqual(['a', '😀', 'b']);
    expect(linesOf('abc\u200bdef', 6 * 4)).toEqual(['abc\u200b', 'def']);
  });
});
