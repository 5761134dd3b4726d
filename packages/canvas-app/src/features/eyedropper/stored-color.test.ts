import type { Element } from '@gesso/crdt-schema';
import { colorOn, palette, tintOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { storedColor } from './stored-color.ts';

describe('a color that is picked', () => {
  test('is what is seen, where it is seen as it is stored', () => {
    expect(storedColor('#a1b2c3', undefined, 'light')).toBe('#a1b2c3');
    expect(storedColor('#a1b2c3', undefined, 'dark')).toBe('#a1b2c3');
  });

  test('in the dark is the one that is painted so: of the element, else of the palette', () => {
    const element = { color: '#123456', fill: '#fedcba' } as unknown as Element;
    expect(storedColor(colorOn('#fedcba', 'dark'), element, 'dark')).toBe('#fedcba');
    expect(storedColor(colorOn('#123456', 'dark'), element, 'dark')).toBe('#123456');
    for (const { ink } of palette) {
      expect(colorOn(storedColor(colorOn(ink.light, 'dark'), undefined, 'dark'), 'dark')).toBe(
        colorOn(ink.light, 'dark'),
      );
      const tint = colorOn(tintOf(ink.light), 'dark');
      expect([tint, tintOf(ink.light)]).toContain(storedColor(tint, undefined, 'dark'));
    }
  });
});
