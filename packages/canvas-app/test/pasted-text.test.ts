import { describe, expect, test } from 'vitest';
import { otherFormOf, readPasted } from '../src/features/import/paste.ts';

const taken = (text: string) => {
  const files: File[] = [];
  const isDrawing = readPasted(text, (given) => files.push(...given));
  return isDrawing ? files.map(({ name, type }) => `${name} ${type}`.trim()) : undefined;
};

describe('text that is pasted', () => {
  test('is read as a drawing where it is one', () => {
    expect(taken('graph TD\n\tA --> B')).toEqual(['Mermaid']);
    expect(taken('```mermaid\nsequenceDiagram\nA->>B: x\n```')).toEqual(['Mermaid']);
    expect(taken('{"type":"excalidraw/clipboard","elements":[]}')).toEqual(['Excalidraw']);
    expect(taken('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg viewBox="0 0 1 1"><path d=""/></svg>\n')).toEqual([
      'SVG image/svg+xml',
    ]);
  });

  test('stays words where it only begins like one', () => {
    for (const words of ['graph theory', '<svg> is a tag', '--- \nwell', '{"type":"other"}', '%% 5'])
      expect(taken(words)).toBeUndefined();
  });

  test.each([
    ['- one\n- two', 'notes'],
    ['1. one\n\n2) two', 'notes'],
    ['- one\n  - within\n- two', 'mindMap'],
    ['# Plan\n- one\n## Later', 'mindMap'],
    ['name,age,town\nAnn,3,"Bath, Somerset"', 'table'],
    ['a;b\nc;d\ne;f', 'table'],
  ])('may be something else, by its lines: %j', (text, as) => {
    expect(otherFormOf(text)?.as).toBe(as);
  });

  test.each([
    'one line',
    'a, b\nc, d',
    'First, we draw.\nThen, we talk.\nLast, we, well, go.',
    '- a\nb',
    'x\n'.repeat(9),
  ])('is words: %j', (text) => {
    expect(otherFormOf(text)).toBeUndefined();
  });

  test('is not looked through without end', () => {
    expect(otherFormOf('- x\n'.repeat(100_000))).toBeUndefined();
  });
});
