import { Failure, limits } from '@gesso/crdt-schema';
import { MiB } from '../../units.ts';

/**
 * Bytes that may wait in all and of one person, who has at most a quarter of each. Histories (more than one edit, and what came
 * behind one over the same connection) take their time, and while histories wait edits may wait as well. Of one person what may wait is
 * enough for the largest history and for what they draw meanwhile.
 */
const mostBytes = {
  histories: { together: 80 * MiB, person: 20 * MiB },
  edits: { together: 16 * MiB, person: 4 * MiB },
} as const;

/** Counts the bytes that wait on all boards. */
export interface Backlog {
  /**
   * Gives what is to be called when they wait no more. `behind`: a history of the same author is before it. Throws `OVERLOADED` when
   * too much waits already: it may come again later.
   */
  add(person: string, bytes: number, behind: boolean): () => void;
}

const createPool = (most: { readonly together: number; readonly person: number }): Backlog['add'] => {
  const people = new Map<string, number>();
  let together = 0;
  const count = (person: string, bytes: number): void => {
    const own = (people.get(person) ?? 0) + bytes;
    if (own > 0) people.set(person, own);
    else people.delete(person);
    together += bytes;
  };
  return (person, bytes) => {
    if ((people.get(person) ?? 0) + bytes > most.person || together + bytes > most.together)
      throw new Failure('OVERLOADED', 'large updates that wait');
    count(person, bytes);
    return () => count(person, -bytes);
  };
};

export const createBacklog = (): Backlog => {
  const histories = createPool(mostBytes.histories);
  const edits = createPool(mostBytes.edits);
  return {
    add: (person, bytes, behind) => (behind || bytes > limits.updateBytes ? histories : edits)(person, bytes, behind),
  };
};
