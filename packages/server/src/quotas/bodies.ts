import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import { createTally } from './unread-answers.ts';

/** What may be on its way at a time, in bytes: of one person, of one address, of all. */
export interface BodyLimits {
  readonly person: number;
  readonly address: number;
  readonly all: number;
}

/** Bounds what large bodies hold in memory from before they are read until they are answered. */
export interface Bodies {
  /** Makes room for a body of so many bytes; returns what gives it back. Throws `OVERLOADED` where there is none. */
  take(who: { readonly person: string; readonly ip: string }, bytes: number): () => void;
}

export const createBodies = ({ person: ofPerson, address: ofAddress, all: ofAll }: BodyLimits): Bodies => {
  const coming = createTally();
  return {
    take({ person, ip }, bytes) {
      const most = new Map([
        [`person ${person}`, ofPerson],
        [`address ${networkOf(ip)}`, ofAddress],
        ['all', ofAll],
      ]);
      for (const [name, limit] of most)
        if (coming.of(name) + bytes > limit) throw new Failure('OVERLOADED', 'bodies on their way');
      for (const name of most.keys()) coming.add(name, bytes);
      return () => {
        for (const name of most.keys()) coming.add(name, -bytes);
      };
    },
  };
};
