import { type Compacted, compact } from '../packages/server/src/stores/compaction.ts';
import type { Repositories, StayFacts } from '../packages/server/src/stores/repositories.ts';
import { openTemporaryDatabase } from '../packages/server/src/stores/sqlite/database.ts';
import { sqliteRepositories } from '../packages/server/src/stores/sqlite/repositories.ts';
import type { DatabaseLine, DatabaseServer } from './database-line.ts';
import type { Rng } from './random.ts';
import { storeOn, type Transactions } from './shared-tables.ts';
import type { Storage } from './storage.ts';
import type { VirtualTime } from './time.ts';

const reads = /^(find|stays|of[A-Z]|grantedTo|get|person|tagsOf)/;

/** Each method is one statement over a line. */
const overLine = <T extends object>(target: T, line: DatabaseLine): T =>
  new Proxy(target, {
    get(object, property) {
      const method: unknown = Reflect.get(object, property);
      if (typeof method !== 'function') return method;
      const doing = reads.test(String(property)) ? 'read' : 'write';
      return (...args: unknown[]) => line.ask(doing, (): unknown => method.apply(object, args));
    },
  });

const repositoriesOver = (repositories: Repositories, line: DatabaseLine): Repositories => {
  const { boards, links, memberships, sessions, audit, secrets } = repositories;
  return overLine(
    {
      ...repositories,
      boards: overLine(boards, line),
      links: overLine(links, line),
      memberships: overLine(memberships, line),
      sessions: overLine(sessions, line),
      audit: overLine(audit, line),
      secrets: overLine(secrets, line),
    },
    line,
  );
};

/** What PostgreSQL finds by one statement. */
const staysIn =
  ({ boards, memberships, links }: Repositories): NonNullable<Repositories['stays']> =>
  (stays) =>
    Promise.all(
      stays.map(async ({ board, person, link }): Promise<StayFacts> => {
        const granted = await links.grantedTo(person, board);
        const all = await links.ofBoard(board);
        return {
          board: await boards.find(board),
          membership: await memberships.find(board, person),
          links: [...granted, ...all.filter(({ id }) => id === link)],
          isSessionOver: false,
        };
      }),
    );

export interface SharedStorageDeps {
  readonly time: VirtualTime;
  readonly rng: Rng;
  readonly server: DatabaseServer;
  readonly tables: Transactions;
}

/** A database that several servers share: whatever was committed survives everything, and a process has a line to it. */
export const createSharedStorage = ({ time, rng, server, tables }: SharedStorageDeps): Storage => {
  const { database, close } = openTemporaryDatabase();
  const tablesOfPeople = sqliteRepositories(database);
  const repositories = { ...tablesOfPeople, stays: staysIn(tablesOfPeople) };
  return {
    repositories,
    open(alive, node, gate) {
      const line = server.line(node, { alive, gate });
      const slowCompact = async (parts: readonly Uint8Array[]): Promise<Compacted> => {
        await line.pause(rng.between(0, 60));
        return compact(parts);
      };
      return {
        store: storeOn(tables, { ask: line.ask, now: time.wall, node, compact: slowCompact }),
        repositories: repositoriesOver(repositories, line),
      };
    },
    afterPowerCut: () =>
      storeOn(tables, {
        ask: async (_doing, work) => work(),
        now: time.wall,
        node: 0,
        compact: async (parts) => compact(parts),
      }),
    cutPower: () => server.restart(0),
    rot: () => undefined,
    close,
  };
};
