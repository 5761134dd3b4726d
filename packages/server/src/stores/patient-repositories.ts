import type { Timers } from '../timers.ts';
import { bounded, type DeferredWrites, deferWrites } from './deferred-writes.ts';
import type {
  BoardRepository,
  LinkRecord,
  LinkRepository,
  Repositories,
  SessionRepository,
  Stay,
  StayFacts,
} from './repositories.ts';

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
  const deferred = deferWrites(repositories, timers, trouble);
  const granted: Grants = new Map();
  return {
    ...repositories,
    boards: patientBoards(repositories.boards, deferred),
    texts: {
      ...repositories.texts,
      async ofPerson(...asked) {
        await deferred.flush();
        return repositories.texts.ofPerson(...asked);
      },
    },
    links: patientLinks(repositories.links, deferred, granted),
    ...patientStays(repositories, granted),
    memberships: {
      ...repositories.memberships,
      async ofBoard(board, limit) {
        await deferred.flush();
        return repositories.memberships.ofBoard(board, limit);
      },
    },
    sessions: patientSessions(repositories.sessions, deferred),
    async stop() {
      deferred.stop();
      await deferred.flush();
    },
  };
};

const patientBoards = (boards: BoardRepository, deferred: DeferredWrites): BoardRepository => ({
  ...boards,
  async visit(person, board, at) {
    deferred.visit({ person, board, at });
  },
  async ofPerson(person, query) {
    await deferred.flush();
    return boards.ofPerson(person, query);
  },
  async leave(person, board) {
    // A visit that is written later would bring it back.
    await deferred.flush();
    await boards.leave(person, board);
  },
});

/** What people came by and is not written down yet. */
type Grants = Map<string, { readonly link: string; readonly person: string }>;

const grantedTo = (granted: Grants, person: string) => [...granted.values()].filter((grant) => grant.person === person);

/** Who came while nothing could be written is looked at with the link they came by. */
const patientStays = ({ stays, links }: Repositories, granted: Grants): Pick<Repositories, 'stays'> => {
  if (stays === undefined) return {};
  const withGranted = async ({ board, person }: Stay, facts: StayFacts): Promise<StayFacts> => {
    const mine = grantedTo(granted, person);
    if (mine.length === 0) return facts;
    const all = await links.ofBoard(board);
    return { ...facts, links: [...facts.links, ...all.filter(({ id }) => mine.some(({ link }) => link === id))] };
  };
  return {
    async stays(asked) {
      const found = await stays(asked);
      if (granted.size === 0) return found;
      return Promise.all(
        asked.map((stay, i) => {
          const facts = found[i];
          if (facts === undefined) throw new Error('a stay was not looked at');
          return withGranted(stay, facts);
        }),
      );
    },
  };
};

const patientLinks = (links: LinkRepository, deferred: DeferredWrites, granted: Grants): LinkRepository => {
  const counted = (link: LinkRecord): LinkRecord => ({ ...link, uses: link.uses + deferred.usesOf(link.id) });
  return {
    ...links,
    async ofBoard(board) {
      return (await links.ofBoard(board)).map(counted);
    },
    async change(board, id, change) {
      // From now on it may be for so many people, who are counted on the disk.
      await deferred.flush();
      const link = await links.change(board, id, change);
      return link && counted(link);
    },
    async countUse(link) {
      // Whether one more may come cannot wait for the others.
      if (link.maxUses !== undefined) return links.countUse(link);
      deferred.use(link.id);
      return true;
    },
    async takeIn(link, person, at) {
      // Whoever is in by what is not written down yet takes no place again.
      return granted.has(`grant ${link} ${person}`) ? 'known' : links.takeIn(link, person, at);
    },
    async grant(link, person, at) {
      const name = `grant ${link} ${person}`;
      if (granted.has(name)) return false;
      const write = () => links.grant(link, person, at);
      try {
        return await write();
      } catch (error) {
        granted.set(name, { link, person });
        bounded(granted);
        deferred.putOff(name, write, error, () => granted.delete(name));
        return true;
      }
    },
    async grantedTo(person, board) {
      const written = await links.grantedTo(person, board);
      const mine = grantedTo(granted, person);
      if (mine.length === 0) return written;
      const all = await links.ofBoard(board);
      return [...written, ...all.filter(({ id }) => mine.some(({ link }) => link === id))];
    },
  };
};

const patientSessions = (sessions: SessionRepository, deferred: DeferredWrites): SessionRepository => ({
  ...sessions,
  async create(tokenHash, person, at) {
    const write = () => sessions.create(tokenHash, person, at);
    try {
      await write();
    } catch (error) {
      deferred.putOff(`session ${person.id}`, write, error);
    }
  },
  async endAll(person, at, unstored) {
    await sessions.endAll(person, at, unstored);
    // What could not be stored before must not be stored as one that goes on.
    deferred.drop(`session ${person}`);
  },
  async join(from, to, at, unstored) {
    // A visit that is written later would stay with the first.
    await deferred.flush();
    await sessions.join(from, to, at, unstored);
    deferred.drop(`session ${from.id}`);
  },
  async rotate(from, to, at, unstored) {
    const person = await sessions.rotate(from, to, at, unstored);
    if (person !== undefined) deferred.drop(`session ${person}`);
    return person;
  },
});
