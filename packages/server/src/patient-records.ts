import type { Timers } from './rooms/timers.ts';
import type { Records } from './stores/records.ts';

/** Writes that may wait in memory. Beyond it the oldest are given up: what they would have remembered is nothing anybody made. */
const most = 10_000;
const retryEveryMs = 5_000;

export interface PatientDeps {
  readonly timers: Timers;
  /** Is told when a write was put off, once for each time the disk stops taking them. */
  readonly trouble: (error: unknown) => void;
}

/** A person who came by a link, not written down yet. */
interface Grant {
  readonly link: string;
  readonly person: string;
}

/**
 * Records of which nobody is kept out because the disk takes nothing at the moment: who opens a board is remembered in memory
 * (their session, how they came, that they were there) and written down when that works again. What people make is not put
 * off: they are told.
 */
export const patientRecords = (records: Records, { timers, trouble }: PatientDeps): Records & { stop(): void } => {
  const waiting = new Map<string, () => Promise<unknown>>();
  const granted = new Map<string, Grant>();
  let failing = false;

  const putOff = (name: string, work: () => Promise<unknown>, error: unknown): void => {
    if (!failing) trouble(error);
    failing = true;
    waiting.delete(name);
    waiting.set(name, work);
    const [oldest] = waiting.keys();
    if (waiting.size <= most || oldest === undefined) return;
    waiting.delete(oldest);
    granted.delete(oldest);
  };
  const now = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      putOff(name, work, error);
    }
  };

  /** In the order they came: a grant is worth something to a person who is known. */
  const retry = async (): Promise<void> => {
    for (const [name, work] of waiting) {
      try {
        await work();
      } catch (error) {
        // A link that is gone meanwhile takes its grants with it; anything else is tried again.
        if (!/constraint/i.test(String(error))) return;
      }
      waiting.delete(name);
      granted.delete(name);
    }
    failing = false;
  };

  return {
    ...records,
    stop: timers.every(retryEveryMs, retry),
    visit: (person, board, at) => now(`visit ${person} ${board}`, () => records.visit(person, board, at)),
    countUse: (link) => now(`use ${link}`, () => records.countUse(link)),
    createSession: (tokenHash, person, at) =>
      now(`session ${person.id}`, () => records.createSession(tokenHash, person, at)),
    async grant(link, person, at) {
      const name = `grant ${link} ${person}`;
      if (granted.has(name)) return false;
      try {
        return await records.grant(link, person, at);
      } catch (error) {
        granted.set(name, { link, person });
        putOff(name, () => records.grant(link, person, at), error);
        return true;
      }
    },
    async grantsOf(person, board) {
      const written = await records.grantsOf(person, board);
      const mine = [...granted.values()].filter((grant) => grant.person === person);
      if (mine.length === 0) return written;
      const links = await records.links(board);
      return [...written, ...links.filter(({ id }) => mine.some(({ link }) => link === id))];
    },
  };
};
