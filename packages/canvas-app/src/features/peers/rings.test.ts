import { describe, expect, test } from 'vitest';
import { isLedBy, letsGo } from './rings.ts';

const all = (...follows: readonly (readonly [id: string, follows?: string])[]) =>
  follows.map(([id, leader]) => ({ id, follows: leader }));

describe('following each other', () => {
  test('who follows me, or follows one who does, is led by me', () => {
    const peers = all(['b', 'a'], ['c', 'b'], ['d']);
    expect(isLedBy('a', 'b', peers)).toBe(true);
    expect(isLedBy('a', 'c', peers)).toBe(true);
    expect(isLedBy('a', 'd', peers)).toBe(false);
    expect(isLedBy('a', 'a', peers)).toBe(true);
  });

  test('a ring of others ends the search, and is none of mine', () => {
    const peers = all(['b', 'c'], ['c', 'd'], ['d', 'b']);
    expect(isLedBy('a', 'b', peers)).toBe(false);
    expect(letsGo('a', 'b', peers)).toBe(false);
  });

  test('of those who began at once to follow each other exactly one lets go', () => {
    expect(letsGo('a', 'b', all(['b', 'a']))).toBe(true);
    expect(letsGo('b', 'a', all(['a', 'b']))).toBe(false);
    const ring = { a: 'b', b: 'c', c: 'a' } as const;
    const lets = (['a', 'b', 'c'] as const).filter((me) =>
      letsGo(me, ring[me], all(...Object.entries(ring).filter(([id]) => id !== me))),
    );
    expect(lets).toEqual(['a']);
  });

  test('any page of a person tells whom they follow', () => {
    expect(isLedBy('a', 'b', all(['b'], ['b', 'a']))).toBe(true);
  });
});
