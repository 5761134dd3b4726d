import { type Compacted, compact } from '../packages/server/src/stores/compaction.ts';
import type { Repositories } from '../packages/server/src/stores/repositories.ts';
import { type Database, openTemporaryDatabase } from '../packages/server/src/stores/sqlite/database.ts';
import { sqliteStore } from '../packages/server/src/stores/sqlite/log.ts';
import { sqliteRepositories } from '../packages/server/src/stores/sqlite/repositories.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Disk, Files } from './disk.ts';
import type { Gate } from './gate.ts';
import { logStore } from './log-store.ts';
import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

export type StoreKind = 'sqlite' | 'log';

/** What survives a process: where its boards and its links are kept. */
export interface Storage {
  /** As a process opens it, and loses it when it dies. `node`: its place among all. */
  open(
    alive: () => boolean,
    node: number,
    gate: Pick<Gate, 'enter'>,
  ): { readonly store: Store; readonly repositories: Repositories };
  /** The repositories without any delay or fault, to set the scene. */
  readonly repositories: Repositories;
  /** What a start right after a power cut would load. Answers without taking virtual time. */
  afterPowerCut(): Store;
  cutPower(): void;
  /** Damages the newest snapshot, where another one and the updates since still say the same. */
  rot(): void;
  close(): void;
}

export interface StorageDeps {
  readonly kind: StoreKind;
  readonly time: VirtualTime;
  readonly disk: Disk;
  readonly rng: Rng;
  /** What the log makes of its disk. */
  readonly files?: ((files: Files) => Files) | undefined;
}

export const createStorage = (deps: StorageDeps): Storage => {
  const { kind, time, disk, rng, files = (same) => same } = deps;
  const { database, close } = openTemporaryDatabase();
  const stored = sqliteStore(database, time.wall);
  const pause = (alive: () => boolean, ms: number): Promise<void> =>
    new Promise((resolve) => {
      time.after(ms, () => {
        if (alive()) resolve();
      });
    });

  return {
    repositories: sqliteRepositories(database),
    open(alive) {
      const slowCompact = async (parts: readonly Uint8Array[]): Promise<Compacted> => {
        await pause(alive, rng.between(0, 60));
        return compact(parts);
      };
      const faulty = faultyDatabase(database, disk, rng);
      const wait = (): Promise<void> => pause(alive, disk.delay());
      // The log takes its time by itself, file by file.
      const store =
        kind === 'log'
          ? logStore(files(disk.files(alive)), slowCompact)
          : unhurried(sqliteStore(faulty, time.wall, slowCompact), wait);
      return { store, repositories: unhurriedRepositories(sqliteRepositories(faulty), wait) };
    },
    // SQLite flushes before a commit returns, so what this process can read is what is on the disk.
    afterPowerCut: () => (kind === 'log' ? logStore(disk.afterPowerCut()) : stored),
    cutPower: () => disk.cutPower(),
    rot() {
      const newest = database.prepare('SELECT board, upto FROM snapshots ORDER BY upto DESC LIMIT 1').get();
      const updates = database.prepare('SELECT count(*) AS n FROM updates').get();
      if (newest === undefined || Number(updates?.['n'] ?? 0) === 0) return;
      database
        .prepare("UPDATE snapshots SET data = CAST('rotten' AS BLOB) WHERE board = ? AND upto = ?")
        .run(newest['board'] ?? null, newest['upto'] ?? null);
    },
    close,
  };
};

/** Whatever is asked for begins and is answered a while later, as from a disk. */
const unhurried = <T extends object>(target: T, wait: () => Promise<void>): T =>
  new Proxy(target, {
    get(object, property) {
      const method: unknown = Reflect.get(object, property);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await wait();
        const result: unknown = await method.apply(object, args);
        await wait();
        return result;
      };
    },
  });

const unhurriedRepositories = (repositories: Repositories, wait: () => Promise<void>): Repositories => {
  const { boards, links, sessions, audit, secrets } = repositories;
  return unhurried(
    {
      ...repositories,
      boards: unhurried(boards, wait),
      links: unhurried(links, wait),
      sessions: unhurried(sessions, wait),
      audit: unhurried(audit, wait),
      secrets: unhurried(secrets, wait),
    },
    wait,
  );
};

type Statement = ReturnType<Database['prepare']>;

/** The database on a disk with faults: statements fail, and so does the commit of a transaction that went well. */
const faultyDatabase = (database: Database, disk: Disk, rng: Rng): Database => {
  const check = (doing: 'read' | 'write'): void => {
    const problem = disk.refusal(doing);
    if (problem === undefined) return;
    // SQLite undoes the transaction by itself after some errors, and leaves it to its user after others.
    if (doing === 'write' && database.isTransaction && rng.chance(0.5)) database.exec('ROLLBACK');
    throw problem;
  };
  const faultyStatement = (statement: Statement): Statement =>
    new Proxy(statement, {
      get(object, property) {
        const member: unknown = Reflect.get(object, property);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (property === 'run') {
            // A full disk is often only noticed at the commit.
            if (rng.chance(0.5)) check('write');
          } else check('read');
          return member.apply(object, args);
        };
      },
    });
  return new Proxy(database, {
    get(object, property) {
      const member: unknown = Reflect.get(object, property);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (property === 'exec' && args[0] === 'COMMIT') check('write');
        const result: unknown = member.apply(object, args);
        return property === 'prepare' ? faultyStatement(result as Statement) : result;
      };
    },
  });
};
