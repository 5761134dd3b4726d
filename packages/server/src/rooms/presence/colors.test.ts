import { personColors } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createColors } from './colors.ts';

const minute = 60_000;
const [first = '', second = '', third = ''] = personColors;
const who = (id: string, color = first, colorChosen = false) => ({ person: { id, name: id, color }, colorChosen });

describe('the colors of a room', () => {
  test('of two people with one color are two; of twelve, twelve; the thirteenth shares one', () => {
    const colors = createColors();
    const worn = Array.from({ length: 12 }, (_, i) => colors.join(who(`p${i}`)));
    expect(worn[0]).toBe(first);
    expect(new Set(worn)).toEqual(new Set(personColors));
    expect(colors.join(who('p12', second))).toBe(second);
    expect(colors.join(who('p13', second))).not.toBe(second);
  });

  test('are one for all pages of a person, until the last of them is closed', () => {
    const colors = createColors();
    colors.join(who('ann'));
    const ben = colors.join(who('ben'));
    expect(ben).not.toBe(first);
    expect(colors.join(who('ben'))).toBe(ben);
    colors.leave('ben', 0);
    colors.leave('ann', 0);
    expect(colors.join(who('ben'))).toBe(ben);
    expect(colors.join(who('cas', ben))).not.toBe(ben);
  });

  test('are kept for who comes back soon, though theirs would be free now', () => {
    const colors = createColors();
    colors.join(who('ann'));
    const ben = colors.join(who('ben'));
    colors.leave('ben', 0);
    colors.leave('ann', 0);
    colors.forget(4 * minute);
    expect(colors.join(who('ben'))).toBe(ben);
    expect(colors.join(who('cas'))).not.toBe(ben);
    expect(colors.join(who('ann'))).toBe(first);
  });

  test('are given anew to who comes back late', () => {
    const colors = createColors();
    colors.join(who('ann'));
    expect(colors.join(who('ben'))).not.toBe(first);
    colors.leave('ben', 0);
    colors.leave('ann', 0);
    colors.forget(6 * minute);
    expect(colors.join(who('ben'))).toBe(first);
  });

  test('are given to others once none is left that nobody wears, and then stay with those', () => {
    const colors = createColors();
    for (let i = 0; i < 12; i++) colors.join(who(`p${i}`, personColors[i]));
    colors.leave('p0', 0);
    expect(colors.join(who('new', second))).toBe(first);
    const back = colors.join(who('p0', first));
    expect(back).toBe(first);
    colors.leave('p0', 0);
    colors.leave('p1', 0);
    // Whoever shared a color when they left comes back to it.
    expect(colors.join(who('p0', third))).toBe(first);
  });

  test('that somebody has taken meanwhile are another for who comes back', () => {
    const colors = createColors();
    for (let i = 0; i < 12; i++) colors.join(who(`p${i}`, personColors[i]));
    colors.leave('p0', 0);
    expect(colors.join(who('new', third))).toBe(first);
    colors.leave('p1', 0);
    expect(colors.join(who('p0', first))).toBe(second);
  });

  test('that were chosen are worn whoever else wears them, and newcomers go round them', () => {
    const colors = createColors();
    colors.join(who('ann'));
    expect(colors.join(who('ben', first, true))).toBe(first);
    expect(colors.join(who('cas', '#123456', true))).toBe('#123456');
    expect(colors.join(who('dan', second, true))).toBe(second);
    expect(colors.join(who('eve', second))).not.toBe(second);
  });

  test('that are chosen while one is here, or was lately, are worn from then on by all their pages', () => {
    const colors = createColors();
    colors.join(who('ann'));
    colors.join(who('ben'));
    expect(colors.change(who('ben', second, true))).toBe(second);
    expect(colors.join(who('ben', first))).toBe(second);
    colors.leave('ann', 0);
    expect(colors.change(who('ann', third, true))).toBe(third);
    expect(colors.join(who('ann', third, true))).toBe(third);
    expect(colors.join(who('cas', first))).toBe(first);
  });

  test('do not change with a name, nor for who is not here', () => {
    const colors = createColors();
    colors.join(who('ann'));
    const ben = colors.join(who('ben'));
    expect(colors.change(who('ben'))).toBe(ben);
    expect(colors.change(who('nobody', third))).toBe(third);
    expect(colors.join(who('cas', third))).toBe(third);
  });

  test('are remembered of those who came last, also when they may be worn by others again', () => {
    const colors = createColors();
    colors.join(who('ann'));
    const ben = colors.join(who('ben'));
    colors.leave('ben', 0);
    colors.forget(minute * 6);
    expect(colors.of('ben')).toBe(ben);
    colors.change(who('ben', third, true));
    expect(colors.of('ben')).toBe(third);
    for (let i = 0; i < 1_000; i++) colors.join(who(`p${i}`));
    expect(colors.of('ben')).toBeUndefined();
    expect(colors.of('nobody')).toBeUndefined();
  });

  test('of a crowd that comes and goes are kept for the last of them alone', () => {
    const colors = createColors();
    colors.join(who('here', second));
    const early = colors.join(who('early', second));
    colors.leave('early', 0);
    for (let i = 0; i < 1_000; i++) {
      colors.join(who(`p${i}`));
      colors.leave(`p${i}`, 1);
    }
    expect(early).not.toBe(second);
    colors.leave('here', 1);
    expect(colors.join(who('early', second))).toBe(second);
  });

  test('differ by one wearer at most while people only come, whoever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...personColors), { maxLength: 60 }), (own) => {
        const colors = createColors();
        const wearers = new Map(personColors.map((color) => [color, 0]));
        for (const [i, color] of own.entries()) {
          const worn = colors.join(who(`p${i}`, color));
          wearers.set(worn, (wearers.get(worn) ?? 0) + 1);
        }
        expect(Math.max(...wearers.values()) - Math.min(...wearers.values())).toBeLessThanOrEqual(1);
      }),
    );
  });
});
