/** What keys stand for, each for a while and once. They are kept in memory, and no longer than that. */
export interface SingleUse<T> {
  issue(value: T): string;
  /** Uses a key up. */
  redeem(key: string): T | undefined;
  /** Keys that stand for what the rule picks are worth nothing any more. */
  drop(rule: (value: T) => boolean): void;
}

export interface SingleUseTerms {
  readonly newKey: () => string;
  /** How long a key holds. */
  readonly seconds: number;
  /** Keys that may be out at once; beyond it the oldest go: they were about to expire anyway. */
  readonly most: number;
  readonly now: () => number;
}

export const createSingleUse = <T>({ newKey, seconds, most, now }: SingleUseTerms): SingleUse<T> => {
  const open = new Map<string, { readonly value: T; readonly until: number }>();

  const prune = (): void => {
    for (const [key, { until }] of open) {
      if (until > now() && open.size < most) return;
      open.delete(key);
    }
  };

  return {
    issue(value) {
      prune();
      const key = newKey();
      open.set(key, { value, until: now() + seconds * 1000 });
      return key;
    },
    redeem(key) {
      const found = open.get(key);
      open.delete(key);
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    drop(rule) {
      for (const [key, { value }] of open) if (rule(value)) open.delete(key);
    },
  };
};
