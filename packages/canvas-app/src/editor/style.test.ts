import { expect, test } from 'vitest';
import { openPreferences } from './preferences.ts';
import { defaultStyle, remembering, styleFor } from './style.ts';

const first = { style: defaultStyle, ownStyles: {} };

test('a first note is yellow, its letters are larger than those of a box', () => {
  expect(styleFor(first, 'sticky')).toMatchObject({ color: '#ffe08a', size: 22, align: 'center' });
  expect(styleFor(first, 'rect')).toMatchObject({ color: '#24272c', size: 20, align: 'center' });
  expect(styleFor(first, 'text')).toMatchObject({ color: '#24272c', size: 24, align: 'left' });
});

test('the color of the pen dyes shapes and no notes, and that of notes nothing else', () => {
  const drawn = remembering(first, ['stroke'], { color: '#c0273a' });
  const noted = remembering(drawn, ['sticky'], { color: '#bfd4ff' });
  expect(styleFor(noted, 'stroke').color).toBe('#c0273a');
  expect(styleFor(noted, 'rect').color).toBe('#c0273a');
  expect(styleFor(noted, 'sticky').color).toBe('#bfd4ff');
});

test('a highlighter starts in yellow and keeps its color to itself', () => {
  const red = remembering(first, ['stroke'], { color: '#c0273a' });
  const marking = remembering(red, ['stroke'], { brush: 'highlighter' });
  expect(styleFor(marking, 'stroke').color).toBe('#ffe14d');
  const mint = remembering(marking, ['stroke'], { color: '#69db7c' });
  expect(styleFor(mint, 'stroke').color).toBe('#69db7c');
  expect(styleFor(mint, 'rect').color).toBe('#c0273a');
  expect(styleFor(remembering(mint, ['stroke'], { brush: 'pen' }), 'stroke').color).toBe('#c0273a');
});

test('labels, texts and notes have sizes of their own', () => {
  const large = remembering(first, ['text'], { size: 56 });
  expect(styleFor(large, 'text').size).toBe(56);
  expect(styleFor(large, 'rect').size).toBe(20);
  expect(styleFor(remembering(large, ['rect'], { size: 36 }), 'diamond').size).toBe(36);
});

test('a change to several kinds is remembered for each, and one to none for all that share it', () => {
  const both = remembering(first, ['stroke', 'sticky'], { opacity: 50 });
  expect([styleFor(both, 'stroke').opacity, styleFor(both, 'sticky').opacity]).toEqual([50, 50]);
  expect(styleFor(remembering(first, [], { color: '#c0273a' }), 'line').color).toBe('#c0273a');
});

test('what is stored comes back, but for what makes no sense or belongs elsewhere', () => {
  const stored = { note: { color: '#bfd4ff', size: 'large', dash: 'dotted' }, label: 7, pen: { color: '#c0273a' } };
  const preferences = openPreferences({
    getItem: () => JSON.stringify({ ownStyles: stored }),
    setItem: () => undefined,
  });
  expect(preferences.ownStyles.value).toEqual({
    note: { color: '#bfd4ff' },
    label: {},
    text: {},
    highlighter: {},
    table: {},
  });
  preferences.stop();
});
