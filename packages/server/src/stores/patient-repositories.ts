import type { Timers } from '../timers.ts';
import type { BoardRepository, LinkRepository, Repositories, SessionRepository, Visit } from './repositories.ts';

/** What may wait in memory of each kind. Beyond it the oldest is given up: it would have remembered nothing anybody made. */
const most = 10_000;
/** How long visits and uses of links wait for others to share their flush to disk, and everything that failed for another try. */
const everyMs = 1_000;

export interface PatientDeps {
  readonly timers: Timers;
  /** Is told when the disk does not take something, once until it does again. */
  readonly trouble: (error: unknown) => void;
}

export interface PatientRepositories extends Repositories {
  /** Writes down what waits, as far as that works, and does nothing more by itself. */
  stop(): Promise<void>;
}

/**
 * Repositories that keep nobody out, nor waiting, for the sake of remembering who was there. Who came, and by which link, is
 * written every second for all together: a flush to disk for each would hold up everybody when a crowd comes. A session and a
 * grant are written at once, or, while the disk takes nothing, held in memory until it does. What people make is not put off: they
 * are told.
 */
export const patientRepositories = (
  repositories: Repositories,
  { timers, trouble }: PatientDeps,
): PatientRepositories => {
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
      } catch {
        return;
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
      await repositories.writeSeen(seen);
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

  const boards: BoardRepository = {
    ...repositories.boards,
    async visit(person, board, at) {
      const visit = { person, board, at };
      visits.set(nameOf(visit), visit);
      bounded(visits);
    },
    async ofPerson(person, query) {
      await flush();
      return repositories.boards.ofPerson(person, query);
    },
  };

  const links: LinkRepository = {
    ...repositories.links,
    async ofBoard(board) {
      return (await repositories.links.ofBoard(board)).map((link) => {
        const more = uses.get(link.id);
        return more === undefined ? link : { ...link, uses: link.uses + more };
      });
    },
    async countUse(link) {
      uses.set(link, (uses.get(link) ?? 0) + 1);
      bounded(uses);
    },
    async grant(link, person, at) {
      const name = `grant ${link} ${person}`;
      if (granted.has(name)) return false;
      const write = () => repositories.links.grant(link, person, at);
      try {
        return await write();
      } catch (error) {
        granted.set(name, { link, person });
        bounded(granted);
        putOff(name, write, error);
        return true;
      }
    },
    async grantedTo(person, board) {
      const written = await repositories.links.grantedTo(person, board);
      const mine = [...granted.values()].filter((grant) => grant.person === person);
      if (mine.length === 0) return written;
      const all = await repositories.links.ofBoard(board);
      return [...written, ...all.filter(({ id }) => mine.some(({ link }) => link === id))];
    },
  };

  const sessions: SessionRepository = {
    ...repositories.sessions,
    async create(tokenHash, person, at) {
      const write = () => repositories.sessions.create(tokenHash, person, at);
      try {
        await write();
      } catch (error) {
        putOff(`session ${person.id}`, write, error);
      }
    },
    async endAll(person, at, unstored) {
      await repositories.sessions.endAll(person, at, unstored);
      // What could not be stored before must not be stored as one that goes on.
      failed.delete(`session ${person}`);
    },
    async rotate(from, to, at, unstored) {
      const person = await repositories.sessions.rotate(from, to, at, unstored);
      if (person !== undefined) failed.delete(`session ${person}`);
      return person;
    },
  };

  return {
    ...repositories,
    boards,
    links,
    sessions,
    async stop() {
      stop();
      await flush();
    },
  };
};

const nameOf = ({ person, board }: Visit): string => `${person} ${board}`;
