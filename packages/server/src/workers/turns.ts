/** How much may be asked for at a time. */
export interface MostTurns {
  /** What is done at once. */
  readonly atOnce: number;
  /** What waits beside that, in all. */
  readonly waiting: number;
  /** What one person waits for, with what is under way for them; without it all of the above. */
  readonly person?: number;
}

/** Has costly things done a few at a time, in the order they were asked for. */
export interface Turns {
  /** Does it when its turn comes. Rejects with what `refusal` gives where too much waits. */
  take<T>(work: () => Promise<T>, person?: string): Promise<T>;
}

export function createTurns(most: MostTurns, refusal: () => Error): Turns {
  const { atOnce, waiting, person: mostOfPerson = Number.POSITIVE_INFINITY } = most;
  let running = 0;
  const queue: (() => void)[] = [];
  const ofPerson = new Map<string, number>();

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw refusal();
      // Who ends gives the turn to the next: it is never free in between.
      await new Promise<void>((resolve) => void queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  return {
    async take(work, person = '') {
      const own = ofPerson.get(person) ?? 0;
      if (own >= mostOfPerson) throw refusal();
      ofPerson.set(person, own + 1);
      try {
        return await inTurn(work);
      } finally {
        const left = (ofPerson.get(person) ?? 1) - 1;
        if (left > 0) ofPerson.set(person, left);
        else ofPerson.delete(person);
      }
    },
  };
}
