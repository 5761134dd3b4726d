import type { TextElement } from '@gesso/crdt-schema';
import { boxOf, center, textLayout } from '@gesso/drawing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caretAt, caretLine, revealing } from './caret.ts';

const textOf = (text: string, width?: number): TextElement =>
  ({
    ...{
      id: 'a-text------',
      kind: 'text',
      x: 100,
      y: 200,
      z: 'a0',
      rotation: 0,
      opacity: 100,
      locked: false,
      groups: [],
    },
    ...{ text, color: '#24272c', size: 10, font: 'mono', align: 'left' },
    ...(width === undefined ? {} : { width }),
  }) as unknown as TextElement;

const caretOf = (element: TextElement, index: number) => {
  const layout = textLayout(element);
  if (layout === undefined) throw new Error('no text');
  return caretAt(layout, element.text, index, element.rotation, center(boxOf(element)));
};

describe('the line a caret is in', () => {
  const lines = (...texts: string[]) => texts.map((text) => ({ text }));

  test('is that of its letter; at the end of a wrapped line it is the next one’s', () => {
    expect(caretLine(lines('one two', 'three'), 'one two three', 0)).toEqual({ line: 0, before: '' });
    expect(caretLine(lines('one two', 'three'), 'one two three', 7)).toEqual({ line: 0, before: 'one two' });
    expect(caretLine(lines('one two', 'three'), 'one two three', 8)).toEqual({ line: 1, before: '' });
    expect(caretLine(lines('one two', 'three'), 'one two three', 13)).toEqual({ line: 1, before: 'three' });
  });

  test('knows empty lines, tabs and the end', () => {
    expect(caretLine(lines('a', '', 'b'), 'a\n\nb', 1)).toEqual({ line: 0, before: 'a' });
    expect(caretLine(lines('a', '', 'b'), 'a\n\nb', 2)).toEqual({ line: 1, before: '' });
    expect(caretLine(lines('a', '', 'b'), 'a\n\nb', 3)).toEqual({ line: 2, before: '' });
    expect(caretLine(lines('    a'), '\ta', 2)).toEqual({ line: 0, before: '    a' });
    expect(caretLine(lines('a', ''), 'a\n', 2)).toEqual({ line: 1, before: '' });
  });

  test('never goes back, no matter what is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', '漢'), maxLength: 40 }), (text) => {
        const layout = textLayout(textOf(text, 40));
        let last = 0;
        for (let i = 0; i <= text.length; i += 1) {
          const { line } = caretLine(layout?.lines ?? [], text, i);
          expect(line).toBeGreaterThanOrEqual(last);
          last = line;
        }
        if (layout !== undefined && text.endsWith('a')) expect(last).toBe(layout.lines.length - 1);
      }),
    );
  });
});

describe('a caret', () => {
  test('stands behind what is before it, as high as its line', () => {
    const { top, bottom } = caretOf(textOf('abc\nde'), 6);
    expect(top.x).toBeCloseTo(112);
    expect(top.y).toBeCloseTo(212.5);
    expect(bottom.y).toBeCloseTo(225);
  });

  test('turns with its text', () => {
    const turned = { ...textOf('abc'), rotation: Math.PI / 2 };
    const { top, bottom } = caretOf(turned, 0);
    expect(top.y).toBeCloseTo(bottom.y);
    expect(Math.abs(top.x - bottom.x)).toBeCloseTo(12.5);
  });
});

describe('the camera', () => {
  const room = { left: 20, top: 70, right: 380, bottom: 340 };
  const camera = { x: 0, y: 0, zoom: 1 };
  const caret = (x: number, y: number) => ({ top: { x, y }, bottom: { x, y: y + 20 } });

  test('stays while the caret is to be seen', () => {
    expect(revealing(camera, caret(200, 200), room)).toBe(camera);
  });

  test('moves no further than it takes', () => {
    expect(revealing(camera, caret(400, 200), room)).toEqual({ x: 20, y: 0, zoom: 1 });
    expect(revealing(camera, caret(200, 330), room)).toEqual({ x: 0, y: 10, zoom: 1 });
    expect(revealing(camera, caret(0, 0), room)).toEqual({ x: -20, y: -70, zoom: 1 });
  });

  test('brings what is far away to the middle', () => {
    const { x, y } = revealing(camera, caret(3_000, 3_000), room);
    expect([3_000 - x, 3_010 - y]).toEqual([200, 205]);
  });
});
