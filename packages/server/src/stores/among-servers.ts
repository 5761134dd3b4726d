/** What servers on one store have in common besides what is kept for people. A rejected promise: the disk failed. */

/** What is done every so often by one server of all that have the same store. */
export interface TurnRepository {
  /**
   * Resolves to whether it is for the one who asks to do this now: nobody else is told so for `everyMs`, by the clock of the store. What
   * is done must be right however often it is done and wherever it ends: a server that was told so may be paused, or end.
   */
  mine(name: string, everyMs: number): Promise<boolean>;
}

/** Of a store that one server has to itself, whose turn it always is. */
export const aloneInTurns: TurnRepository = { mine: async () => true };

/** Keys that are good once and for a while, kept where all servers find them, by their SHA-256. */
export interface KeyRepository {
  /** Keeps one that is good for so many seconds from now on, by the clock of the database. */
  put(kind: string, key: Uint8Array, held: HeldByKey, seconds: number): Promise<void>;
  /** Uses one up. Resolves to what it stands for where it was still good: to one alone of those who bring it at once. */
  take(kind: string, key: Uint8Array): Promise<string | undefined>;
  /** Those of a person are worth nothing any more. */
  drop(kind: string, person: string): Promise<void>;
}

/** What a key stands for, and the person whom it was given to. */
export interface HeldByKey {
  readonly person: string;
  readonly value: string;
}

/** Something that is counted for all servers together, and when it is over or paid off: ms since 1970, by the clock of the store. */
export interface Counter {
  readonly count: number;
  readonly until: number;
}

/** Counters by name. They are forgotten a day after they are over. */
export interface CounterRepository {
  /**
   * Changes some as one; nobody else changes them meanwhile. `change` is given what they are, those that are not there with nothing counted, and the
   * time by the clock of the store. What it returns is kept, as whole numbers; where that is undefined nothing is changed, to which this resolves.
   */
  change(
    names: readonly string[],
    change: (known: ReadonlyMap<string, Counter>, now: number) => ReadonlyMap<string, Counter> | undefined,
  ): Promise<boolean>;
}
