import type { Timers } from '../timers.ts';
import type { Records, Visit } from './records.ts';

/** What may wait in memory of each kind. Beyond it the oldest is given up: it would have remembered nothing anybody made. */
const most = 10_000;
/** How long visits and uses of links wait for others to share their flush to disk, and everything that failed for another try. */
const everyMs = 1_000;

export interface PatientDeps {
  readonly timers: Timers;
  /** Is told when the disk does not take something, once until it does again. */
  readonly trouble: (error: unknown) => void;
}

export interface PatientRecords extends Records {
  /** Writes down what waits, as far as that works, and does nothing more by itself. */
  stop(): Promise<void>;
}

/**
 * Records that keep nobody out, nor waiting, for the sake of remembering who was there. That somebody came, and by which link, is
 * written every second for all together: a flush to disk for each would hold up everybody when a crowd comes. A session and a
 * grant are written at once, or, while the disk takes nothing, held in memory until it does. What people make is not put off: they
 * are told.
 */
export const patientRecords = (records: Records, { timers, trouble }: PatientDeps): PatientRecords => {
  const visits = new Map<string, Visit>();
  let uses = new Map<string, number>();
  /** Sessions and grants the disk did not take, in the order they came. */
  const failed = new Map<string, () => Promise<unknown>>();
  const granted = new Map<string, { readonly link: string; readonly person: string }>();
  let failing = false;

  const bounded = <T>(map: Map<string, T>): void => {
    const [oldest] = map.keys();
    if (map.size > most && oldest !== undefined) map.delete(oldest);
  };
  const fails = (error: unknown): void => {
    if (!failing) trouble(error);
    failing = true;
  };
  const putOff = (name: string, work: () => Promise<unknown>, error: unknown): void => {
    fails(error);
    failed.set(name, work);
    bounded(failed);
  };

  /** A grant is worth something to a person who is known, so what came first goes first. */
  const retry = async (): Promise<void> => {
    for (const [name, work] of failed) {
      try {
        await work();
      } catch (error) {
        // A link that is gone meanwhile takes its grants with it; anything else is tried again.
        if (!/constraint/i.test(String(error))) return;
      }
      failed.delete(name);
      granted.delete(name);
    }
    failing = false;
  };

  const flush = async (): Promise<void> => {
    if (failed.size > 0) await retry();
    if (visits.size + uses.size === 0) return;
    const seen = { visits: [...visits.values()], uses };
    uses = new Map();
    try {
      await records.writeDown(seen);
      for (const visit of seen.visits) {
        const name = nameOf(visit);
        if (visits.get(name) === visit) visits.delete(name);
      }
    } catch (error) {
      fails(error);
      for (const [link, count] of seen.uses) uses.set(link, (uses.get(link) ?? 0) + count);
    }
  };
  const stop = timers.every(everyMs, flush);

  const withUses = async (board: string) =>
    (await records.links(board)).map((link) => {
      const more = uses.get(link.id);
      return more === undefined ? link : { ...link, uses: link.uses + more };
    });

  return {
    ...records,
    async stop() {
      stop();
      await flush();
    },
    async visit(person, board, at) {
      const visit = { person, board, at };
      visits.set(nameOf(visit), visit);
      bounded(visits);
    },
    async boardsOf(person, query) {
      await flush();
      return records.boardsOf(person, query);
    },
    links: withUses,
    async countUse(link) {
      uses.set(link, (uses.get(link) ?? 0) + 1);
      bounded(uses);
    },
    async createSession(tokenHash, person, at) {
      try {
        await records.createSession(tokenHash, person, at);
      } catch (error) {
        putOff(`session ${person.id}`, () => records.createSession(tokenHash, person, at), error);
      }
    },
    async endSessions(person, at, unstored) {
      await records.endSessions(person, at, unstored);
      // What could not be stored before must not be stored as one that goes on.
      failed.delete(`session ${person}`);
    },
    async rotateSession(from, to, at, unstored) {
      const person = await records.rotateSession(from, to, at, unstored);
      if (person !== undefined) failed.delete(`session ${person}`);
      return person;
    },
    async grant(link, person, at) {
      const name = `grant ${link} ${person}`;
      if (granted.has(name)) return false;
      try {
        return await records.grant(link, person, at);
      } catch (error) {
        granted.set(name, { link, person });
        bounded(granted);
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

const nameOf = ({ person, board }: Visit): string => `${person} ${board}`;
