import { expect, test } from 'vitest';
import { withoutLigatures } from './ligatures.ts';

test('a canvas is given letters of the hand that stay apart; other fonts and an SVG are given the words as they are', () => {
  const canvas = { fontKerning: 'none' };
  expect(withoutLigatures(canvas, 'hand', 'office, flow, of')).toBe('of\u200cf\u200cice, f\u200clow, of');
  expect(withoutLigatures(canvas, 'sans', 'office')).toBe('office');
  expect(withoutLigatures({}, 'hand', 'office')).toBe('office');
});
