import { describe, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { changedMarks } from './changed-marks.ts';
import { marksAt, parseAddress, parseTextMarks } from './marks.ts';

describe('marks from outside', () => {
  test('come into normal form: alike ones joined, what is no mark left out', () => {
    expect(
      parseTextMarks([
        { from: 0, to: 4, bold: true },
        { from: 4, to: 6, bold: true },
        { from: 8, to: 9, bold: 'yes', code: true },
      ]),
    ).toEqual([
      { from: 0, to: 6, bold: true },
      { from: 8, to: 9, code: true },
    ]);
  });

  test.each([
    ['no list', {}],
    ['no whole numbers', [{ from: 0.5, to: 2, bold: true }]],
    ['nothing between', [{ from: 2, to: 2, bold: true }]],
    [
      'over each other',
      [
        { from: 0, to: 4, bold: true },
        { from: 3, to: 5, bold: true },
      ],
    ],
    [
      'not in order',
      [
        { from: 4, to: 5, bold: true },
        { from: 0, to: 1, bold: true },
      ],
    ],
    ['no mark', [{ from: 0, to: 2, blink: true }]],
    ['beyond every text', [{ from: 0, to: limits.textLength + 1, bold: true }]],
    [
      'too many',
      Array.from({ length: limits.markedRanges + 1 }, (_, i) => ({ from: 2 * i, to: 2 * i + 1, bold: true })),
    ],
    ['an address that would run', [{ from: 0, to: 2, link: 'javascript:alert(1)' }]],
  ])('are refused: %s', (_, marks) => {
    expect(parseTextMarks(marks)).toBeUndefined();
  });
});

describe('an address', () => {
  test.each(['https://example.org/a?b#c', 'http://localhost:3000', 'mailto:a@example.org', 'HTTPS://EXAMPLE.ORG'])(
    '%s leads on',
    (address) => expect(parseAddress(address)).toBe(address),
  );

  test.each([
    'javascript:alert(1)',
    'data:text/html,a',
    '/b/other',
    'https:example',
    'https://a b',
    'https://a\u0000',
    'mailto:',
    `https://${'a'.repeat(2_048)}`,
    7,
  ])('%s leads nowhere', (address) => expect(parseAddress(address)).toBeUndefined());
});

describe('a change of marks', () => {
  const bold = [{ from: 2, to: 8, bold: true }] as const;

  test('takes away in the middle', () => {
    expect(changedMarks(bold, 4, 6, { bold: null })).toEqual([
      { from: 2, to: 4, bold: true },
      { from: 6, to: 8, bold: true },
    ]);
  });

  test('adds beside what is there', () => {
    expect(changedMarks(bold, 6, 10, { italic: true })).toEqual([
      { from: 2, to: 6, bold: true },
      { from: 6, to: 8, bold: true, italic: true },
      { from: 8, to: 10, italic: true },
    ]);
  });

  test('leaves nothing where nothing is marked any more', () => {
    expect(changedMarks(bold, 0, 20, { bold: null })).toBeUndefined();
    expect(marksAt(bold, 1)).toBeUndefined();
    expect(marksAt(bold, 2)).toEqual({ bold: true });
  });
});
