import { Failure } from '@gesso/crdt-schema';
import type { Parts } from './document.ts';
import type { Member } from './member.ts';

/** What somebody sent that cannot be placed yet. */
export interface Early {
  readonly update: Uint8Array;
  readonly author: Member;
  /** The author's count of document-changing frames, this one included. */
  readonly count: number;
  readonly history: boolean;
  /** Whether a part of it was accepted, and the slices it counts with. */
  readonly continued?: boolean;
  readonly parts?: Parts | undefined;
  /** Client ids whose content in it is left to their owners. */
  readonly leftTo: readonly number[];
}

/** Most that may wait of one member: what a pen does in the moment between a socket and its first sync. */
const most = { bytes: 1024 * 1024, updates: 256 } as const;

/**
 * Updates that are not complete without something which has not come: a returning client's fresh edits, which overtake
 * the history they build on, and history with words of somebody who is here to bring them. They wait, with whoever sent
 * them, and are neither stored nor shown nor acknowledged until that has come.
 */
export interface SetAside {
  /**
   * Throws when too much waits: `MALFORMED` when it is more than anybody draws in that moment, `OVERLOADED` when it is
   * many updates or a long history: whoever comes back brings it all again, in order.
   */
  add(early: Early): void;
  /** Everything that waits, in the order it came, for another try. */
  take(): readonly Early[];
  drop(author: Member): void;
  /** Those who have left content to the owner of one of these client ids. */
  leftTo(clients: readonly number[]): ReadonlySet<Member>;
}

export const createSetAside = (): SetAside => {
  let waiting: Early[] = [];
  return {
    add(early) {
      const own = waiting.filter(({ author }) => author === early.author);
      const bytes = own.reduce((sum, { update }) => sum + update.length, early.update.length);
      if (bytes > most.bytes && !early.history) throw new Failure('MALFORMED', 'too much builds on what has not come');
      if (bytes > most.bytes || own.length >= most.updates)
        throw new Failure('OVERLOADED', 'updates that build on what has not come');
      waiting.push(early);
    },
    take() {
      const all = waiting;
      waiting = [];
      return all;
    },
    drop(author) {
      waiting = waiting.filter((early) => early.author !== author);
    },
    leftTo(clients) {
      const gone = new Set(clients);
      if (gone.size === 0) return new Set();
      return new Set(waiting.flatMap(({ author, leftTo }) => (leftTo.some((id) => gone.has(id)) ? [author] : [])));
    },
  };
};
