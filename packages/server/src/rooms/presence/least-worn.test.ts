import { personColors } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastWorn } from './least-worn.ts';

const nobody = new Map<string, number>();
const [first = '', second = ''] = personColors;
const counts = fc
  .array(fc.nat(3), { minLength: personColors.length, maxLength: personColors.length })
  .map((all) => new Map(personColors.map((color, i) => [color, all[i] ?? 0])));

describe('the color of a newcomer', () => {
  test('is their own where nobody wears it, and where all wear as many', () => {
    expect(leastWorn(second, nobody, nobody)).toBe(second);
    expect(leastWorn(second, new Map([[first, 1]]), nobody)).toBe(second);
    expect(leastWorn(second, new Map(personColors.map((color) => [color, 4])), nobody)).toBe(second);
  });

  test('is another, far from theirs, where somebody wears it', () => {
    expect(leastWorn(first, new Map([[first, 1]]), nobody)).toBe(personColors[5]);
  });

  test('is one that nobody here wears, and of those none that is kept for somebody who left', () => {
    const worn = new Map(personColors.slice(0, 10).map((color) => [color, 1]));
    const kept = new Map([[personColors[10] ?? '', 1]]);
    expect(leastWorn(first, worn, kept)).toBe(personColors[11]);
    expect(leastWorn(first, worn, new Map([...kept, [personColors[11] ?? '', 2]]))).toBe(personColors[10]);
  });

  test('is one of the twelve also for a color that is none of them', () => {
    expect(personColors).toContain(leastWorn('#123456', new Map([['#123456', 1]]), nobody));
    expect(personColors).toContain(leastWorn('', nobody, nobody));
  });

  test('is always one that fewest wear, and the same one each time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...personColors), counts, counts, (own, here, away) => {
        const color = leastWorn(own, here, away);
        const least = Math.min(...here.values());
        expect(here.get(color)).toBe(least);
        const awayOf = personColors.filter((one) => here.get(one) === least).map((one) => away.get(one) ?? 0);
        expect(away.get(color)).toBe(Math.min(...awayOf));
        expect(leastWorn(own, new Map([...here].reverse()), new Map([...away].reverse()))).toBe(color);
      }),
    );
  });
});
