import { describe, expect, test } from 'vitest';
import { contrast, luminance, mix } from './contrast.ts';
import { grounds, palette, papers } from './palette.ts';
import { colorOn, paperOn, readableOn, tintOf } from './theme-colors.ts';

const inks = palette.filter((p) => p.name !== 'paper');

describe('the palette', () => {
  test('has twelve colors, none twice', () => {
    expect(palette).toHaveLength(12);
    expect(new Set(palette.map((p) => p.name)).size).toBe(12);
    expect(new Set(palette.map((p) => p.ink.light)).size).toBe(12);
  });

  test.each(inks)('$name can be read on both grounds', ({ ink }) => {
    expect(contrast(ink.light, grounds.light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink.dark, grounds.dark)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(palette)('writing can be read on the tint of $name', ({ tint }) => {
    for (const ground of [tint.light, tint.dark]) {
      expect(contrast(readableOn('#24272c', ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('a stored color becomes its twin in the dark and comes with its tint', () => {
    for (const { ink, tint } of palette) {
      expect(colorOn(ink.light, 'light')).toBe(ink.light);
      expect(colorOn(ink.light, 'dark')).toBe(ink.dark);
      expect(colorOn(tintOf(ink.light), 'dark')).toBe(tint.dark);
    }
  });

  test('other colors are turned over and stay as they are in the light', () => {
    expect(colorOn('#e03131', 'light')).toBe('#e03131');
    expect(contrast(colorOn('#1e1e1e', 'dark'), grounds.dark)).toBeGreaterThan(10);
    expect(contrast(colorOn('#000080', 'dark'), grounds.dark)).toBeGreaterThanOrEqual(4.5);
    expect(colorOn('#ffff00', 'light')).toBe('#ffff00');
  });

  test('a light fill does not glare in the dark', () => {
    const fill = colorOn('#a5d8ff', 'dark');
    expect(contrast(colorOn('#1e1e1e', 'dark'), fill)).toBeGreaterThanOrEqual(4.5);
  });

  test('mixing ends at both colors', () => {
    expect(mix('#102030', '#ffffff', 0)).toBe('#102030');
    expect(mix('#102030', '#ffffff', 1)).toBe('#ffffff');
  });
});

describe('papers', () => {
  test.each(papers)('$name is dark writing on light paper in both themes, lit lower in the dark', ({ paper }) => {
    expect(paperOn(paper.light, 'light')).toBe(paper.light);
    expect(paperOn(paper.light, 'dark')).toBe(paper.dark);
    for (const theme of ['light', 'dark'] as const) {
      expect(readableOn('#2a2620', paper[theme])).toBe('#2a2620');
      expect(contrast('#2a2620', paper[theme])).toBeGreaterThanOrEqual(4.5);
    }
    expect(luminance(paper.dark)).toBeLessThan(luminance(paper.light));
  });

  test('a note of an ink is its tint, as ever', () => {
    for (const { ink, tint } of palette) {
      expect(paperOn(ink.light, 'light')).toBe(tint.light);
      expect(paperOn(ink.light, 'dark')).toBe(tint.dark);
    }
  });
});
