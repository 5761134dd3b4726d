/** The time that all servers on one database have in common: that of the database, by a clock of their own that may be minutes off. */
export interface SharedClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** What a server's own clock says. */
  own(): number;
  /** The database was asked for its time, and when that was by the own clock. */
  heard(theirs: number, asked: number, answered: number): void;
}

/**
 * The time of the database lies between the question and the answer. What is known of how far the clocks are apart is changed by no more than that asks
 * for: where they agree, the time is that of the own clock, and however long an answer takes does not matter.
 */
export function sharedClock(own: () => number): SharedClock {
  let apart = 0;
  return {
    now: () => own() + apart,
    own,
    heard(theirs, asked, answered) {
      // The own clock was set back meanwhile.
      if (answered < asked) return;
      apart = Math.min(Math.max(apart, theirs - answered), theirs - asked);
    },
  };
}
