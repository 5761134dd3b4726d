/** A steady rate per second, and what may come at once after a quiet while. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Tokens that may be overdrawn: who does waits until the debt is paid. */
export interface Meter {
  /** Takes so many, and gives the ms until the debt is paid; 0 when there is none. `now`: milliseconds that only grow. */
  charge(amount: number, now: number): number;
}

/** Tokens that cannot be overdrawn. */
export interface Bucket {
  /** Takes one. Returns whether there was one. `now`: milliseconds; where a clock is set back, nothing is refilled. */
  take(now: number): boolean;
}

const createTokens = ({ perSecond, burst }: Rate) => {
  let tokens = burst;
  let last: number | undefined;
  return {
    /** Adds what has come since the last time. Returns how many there are. */
    refill(now: number): number {
      tokens = Math.min(burst, tokens + (Math.max(0, now - (last ?? now)) / 1000) * perSecond);
      last = now;
      return tokens;
    },
    /** Takes so many. Returns what is left: less than nothing where they are overdrawn. */
    take(amount: number): number {
      tokens -= amount;
      return tokens;
    },
  };
};

export const createMeter = (rate: Rate): Meter => {
  const tokens = createTokens(rate);
  return {
    charge(amount, now) {
      tokens.refill(now);
      const left = tokens.take(amount);
      return left >= 0 ? 0 : (-left / rate.perSecond) * 1000;
    },
  };
};

export const createBucket = (rate: Rate): Bucket => {
  const tokens = createTokens(rate);
  return {
    take(now) {
      if (tokens.refill(now) < 1) return false;
      tokens.take(1);
      return true;
    },
  };
};
