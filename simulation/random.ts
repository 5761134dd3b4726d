import './globals.ts';
import { seededRandom } from '@gesso/crdt-schema/testing';

/** Chance that can be repeated. */
export interface Rng {
  /** [0, 1) */
  next(): number;
  /** [0, most) */
  int(most: number): number;
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
  /** A stream of its own: what others draw does not shift it. */
  stream(name: string): Rng;
}

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

export const createRng = (seed: string | number): Rng => {
  const next = seededRandom(hash(String(seed)));
  const rng: Rng = {
    next,
    int: (most) => Math.floor(next() * most),
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick(list) {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) throw new Error('picked from an empty list');
      return picked;
    },
    weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return rng.pick(entries)[0];
    },
    stream: (name) => createRng(`${seed}/${name}`),
  };
  return rng;
};
