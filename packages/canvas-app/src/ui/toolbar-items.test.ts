import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolIds } from '../editor/tool-id.ts';
import { inRow, itemsOf, roomFor } from './toolbar-items.ts';

const all = itemsOf(() => true);

describe('the tools of a row', () => {
  it('are all there and in their order, in the row or behind its button, and what is in hand is seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.constantFrom(...toolIds), fc.boolean(), (room, inHand, more) => {
        const { shown, rest } = inRow(all, room, inHand, more);
        const behind = rest ?? [];
        expect([...shown, ...behind].sort()).toEqual([...all].sort());
        expect(shown).toEqual(all.filter((item) => shown.includes(item)));
        expect(shown.length + (rest === undefined ? 0 : 1)).toBeLessThanOrEqual(room);
        expect(rest === undefined).toBe(!more && all.length <= room);
        expect(shown.some((item) => item === inHand) || shown.includes('rect')).toBe(true);
      }),
    );
  });

  it('are those used most where there is room for few', () => {
    expect(inRow(all, 6, 'pen').shown).toEqual(['select', 'fingers', 'pen', 'eraser', 'rect']);
    expect(inRow(all, 6, 'laser').shown).toEqual(['select', 'pen', 'eraser', 'rect', 'laser']);
  });

  it.each([
    ['a small phone', 360, 640, 7],
    ['a phone', 390, 844, 7],
    ['a large phone', 430, 932, 8],
    ['a phone on its side', 844, 390, 14],
    ['a window at 200 %', 640, 400, 9],
    ['a narrow window', 667, 800, 10],
    ['a tablet', 820, 1180, 13],
  ])('have as much room as %s has', (_name, width, height, room) => {
    expect(roomFor({ width, height })).toBe(room);
  });
});
