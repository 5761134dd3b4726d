import { Failure } from '@gesso/crdt-schema';

/** How many may wait. */
export interface MostWaiting {
  readonly all: number;
  readonly person: number;
}

/** Has things done one after the other, so that those who draw keep the other processors. */
export interface Turns {
  /** Does it after all that waits. Rejects with `OVERLOADED` where too many wait, all together or for one person. */
  take<T>(person: string, work: () => Promise<T>): Promise<T>;
}

/** `what` is done, for who reads that it could not be. */
export function createTurns(what: string, most: MostWaiting): Turns {
  let waiting = 0;
  const waitingOf = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take(person, work) {
      const own = waitingOf.get(person) ?? 0;
      if (waiting >= most.all || own >= most.person) throw new Failure('OVERLOADED', what);
      waitingOf.set(person, own + 1);
      waiting += 1;
      const done = last.then(work, work);
      last = done.catch(() => undefined);
      try {
        return await done;
      } finally {
        waiting -= 1;
        const left = (waitingOf.get(person) ?? 1) - 1;
        if (left > 0) waitingOf.set(person, left);
        else waitingOf.delete(person);
      }
    },
  };
}
