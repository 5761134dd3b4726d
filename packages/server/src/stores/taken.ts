/** What one process has taken for a while, by its names: nobody else can take it from where it is kept. */
export interface Taken {
  /** Names of all that is taken now. */
  names(): readonly string[];
  take(name: string, ms: number): void;
  free(name: string): void;
}

/** `elapsed` gives ms that only grow. */
export const createTaken = (elapsed: () => number = () => performance.now()): Taken => {
  const until = new Map<string, number>();
  return {
    names() {
      const now = elapsed();
      for (const [name, end] of until) if (end <= now) until.delete(name);
      return [...until.keys()];
    },
    take: (name, ms) => void until.set(name, elapsed() + ms),
    free: (name) => void until.delete(name),
  };
};
