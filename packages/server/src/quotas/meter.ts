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

export const createMeter = ({ perSecond, burst }: Rate): Meter => {
  let tokens = burst;
  let last: number | undefined;
  return {
    charge(amount, now) {
      tokens = Math.min(burst, tokens + (Math.max(0, now - (last ?? now)) / 1000) * perSecond) - amount;
      last = now;
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
    },
  };
};
