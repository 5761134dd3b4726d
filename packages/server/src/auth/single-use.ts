import type { KeyRepository } from '../stores/among-servers.ts';
import { digest } from './secrets.ts';

/** What keys stand for, each for a while and once. They are kept no longer than that. */
export interface SingleUse<T> {
  issue(value: T): Promise<string>;
  /** Uses a key up. */
  redeem(key: string): Promise<T | undefined>;
  /** Keys that a person was given and has not used are worth nothing any more. */
  drop(person: string): Promise<void>;
}

export interface SingleUseTerms<T> {
  /** What these keys are, among all that are kept in one place. */
  readonly kind: string;
  readonly newKey: () => string;
  /** The id of the person whom one is given to. */
  readonly personOf: (value: T) => string;
  /** How long a key holds. */
  readonly seconds: number;
  /** Keys that may be out at once in memory; beyond it the oldest go: they were about to expire anyway. */
  readonly most: number;
  readonly now: () => number;
  /** Where all servers find them; without it they are kept in memory. */
  readonly repository: KeyRepository | undefined;
}

const inMemory = <T>({ newKey, personOf, seconds, most, now }: SingleUseTerms<T>): SingleUse<T> => {
  const open = new Map<string, { readonly value: T; readonly until: number }>();

  const prune = (): void => {
    for (const [key, { until }] of open) {
      if (until > now() && open.size < most) return;
      open.delete(key);
    }
  };

  return {
    async issue(value) {
      prune();
      const key = newKey();
      open.set(key, { value, until: now() + seconds * 1000 });
      return key;
    },
    async redeem(key) {
      const found = open.get(key);
      open.delete(key);
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    async drop(person) {
      for (const [key, { value }] of open) if (personOf(value) === person) open.delete(key);
    },
  };
};

/** Only a hash of each is kept: who reads the database cannot use them. */
const inRepository = <T>(
  { kind, newKey, personOf, seconds }: SingleUseTerms<T>,
  repository: KeyRepository,
): SingleUse<T> => ({
  async issue(value) {
    const key = newKey();
    const held = { person: personOf(value), value: JSON.stringify(value) };
    await repository.put(kind, digest(key), held, seconds);
    return key;
  },
  async redeem(key) {
    const value = await repository.take(kind, digest(key));
    return value === undefined ? undefined : (JSON.parse(value) as T);
  },
  drop: (person) => repository.drop(kind, person),
});

export const createSingleUse = <T>(terms: SingleUseTerms<T>): SingleUse<T> =>
  terms.repository === undefined ? inMemory(terms) : inRepository(terms, terms.repository);
