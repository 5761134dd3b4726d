import { createMeter, type Meter } from '../../quotas/meter.ts';
import { KiB, MiB } from '../../units.ts';

/**
 * Bytes of states that are shown of one person and in one room. A state has some 300 bytes, so that is enough for a class
 * with several windows each; every newcomer is sent all of it at once.
 */
const mostShown = { person: 64 * KiB, room: MiB } as const;
/** Bytes of states of one person that are read and shown: a cursor that is moved all the time takes about 10 KiB a second. */
const rate = { perSecond: 128 * KiB, burst: 256 * KiB } as const;

interface Share {
  bytes: number;
  /** Bytes of each state that is shown, by client id; the one shown last is the last. */
  readonly states: Map<number, number>;
  readonly meter: Meter;
}

/** What people have shown of a room's presence: each may have so much, and all together. */
export interface PresenceShares {
  /** Takes the cost of reading a state, or tells that its person has to wait (`now` in ms that only grow). */
  charge(person: string, bytes: number, now: number): boolean;
  /**
   * Notes a state that is shown now with so many bytes, and gives those that have to go for that: of their own first, and then of
   * the person who shows most, so that no crowd keeps anybody else from being seen.
   */
  show(person: string, client: number, bytes: number): readonly number[];
  hide(person: string, client: number): void;
  /** Forgets people of whom nothing is shown. */
  forget(): void;
}

export const createPresenceShares = (): PresenceShares => {
  const shares = new Map<string, Share>();
  let together = 0;

  const shareOf = (person: string): Share => {
    const share = shares.get(person) ?? { bytes: 0, states: new Map(), meter: createMeter(rate) };
    shares.set(person, share);
    return share;
  };

  const drop = (share: Share, client: number): void => {
    const bytes = share.states.get(client) ?? 0;
    share.states.delete(client);
    share.bytes -= bytes;
    together -= bytes;
  };

  const dropOldest = (share: Share): number => {
    const [oldest = 0] = share.states.keys();
    drop(share, oldest);
    return oldest;
  };

  return {
    charge(person, bytes, now) {
      const { meter } = shareOf(person);
      if (meter.charge(0, now) > 0) return false;
      meter.charge(bytes, now);
      return true;
    },
    show(person, client, bytes) {
      const own = shareOf(person);
      drop(own, client);
      const gone: number[] = [];
      while (own.bytes > 0 && own.bytes + bytes > mostShown.person) gone.push(dropOldest(own));
      own.states.set(client, bytes);
      own.bytes += bytes;
      together += bytes;
      while (together > mostShown.room) {
        let largest = own;
        for (const share of shares.values()) if (share.bytes > largest.bytes) largest = share;
        gone.push(dropOldest(largest));
      }
      return gone;
    },
    hide(person, client) {
      drop(shareOf(person), client);
    },
    forget() {
      for (const [person, { states }] of shares) if (states.size === 0) shares.delete(person);
    },
  };
};
