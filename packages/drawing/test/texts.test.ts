import type { Element, ElementOf } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { boxOf, resizeElement, textLayout } from '../src/index.ts';
import { samples } from './samples.ts';

const growing = (own: Partial<ElementOf<'text'>>): Element => ({ ...samples.text, x: 500, y: 100, most: 300, ...own });
const words = 'a text that is longer than three hundred units by far, so that it has to wrap';

describe('a text that grows up to a width', () => {
  test('is as wide as its words, and wraps where it may grow no more', () => {
    const short = textLayout(growing({ text: 'short' }));
    const long = textLayout(growing({ text: words }));
    expect(short?.box.w).toBeLessThan(100);
    expect(short?.lines).toHaveLength(1);
    expect(long?.lines.length).toBeGreaterThan(1);
    expect(long?.box.w).toBeLessThanOrEqual(300);
    expect(long?.lines.map(({ text }) => text).join(' ')).toBe(words);
  });

  test('grows from its place as it is aligned', () => {
    for (const [align, share] of [
      ['left', 0],
      ['center', 0.5],
      ['right', 1],
    ] as const)
      for (const text of ['one', words]) {
        const { x, w } = boxOf(growing({ align, text }));
        expect(x + w * share).toBeCloseTo(500);
      }
  });

  test('grows to the left where its script does, and its lines begin at the right', () => {
    const arabic = growing({ text: 'مرحبا بكم في اللوحة\nنعم' });
    const { x, w } = boxOf(arabic);
    expect(x + w).toBeCloseTo(500);
    expect(textLayout(arabic)?.align).toBe('right');
  });

  test('has the width that is set, which is its left edge and wins', () => {
    const { x, w } = boxOf(growing({ text: words, align: 'right', width: 200 }));
    expect([x, w]).toEqual([500, 200]);
  });

  test('keeps its lines when a corner is pulled, and gets a width by a side, be it snapped', () => {
    for (const align of ['left', 'center', 'right'] as const) {
      const text = growing({ text: words, align });
      const { x, y, w, h } = boxOf(text);
      const larger = { ...text, ...resizeElement(text, { x, y, w: 2 * w, h: 2 * h }) } as Element;
      expect(textLayout(larger)?.lines.map((line) => line.text)).toEqual(
        textLayout(text)?.lines.map((line) => line.text),
      );
      expect(boxOf(larger).x).toBeCloseTo(x);
      expect(resizeElement(text, { x, y, w: 150, h: h + 1 / 32 })).toEqual({ x, y, width: 150 });
    }
  });
});

test('a text without such a width never wraps, and is aligned as ever', () => {
  const old = { ...samples.text, x: 500, text: `مرحبا\n${words}`, align: 'left' } as Element;
  expect(textLayout(old)?.lines).toHaveLength(2);
  expect(textLayout(old)?.align).toBe('left');
  expect(boxOf(old).x).toBe(500);
});
