import type { Config, ConfigError } from '../config/config.ts';
import type { Operations } from './operations.ts';
import type { Repositories } from './repositories.ts';
import { changesElsewhere, fileIn, openBeside, openDatabase } from './sqlite/database.ts';
import { sqliteStore } from './sqlite/log.ts';
import { sqliteOperations } from './sqlite/operations.ts';
import { sqliteRepositories } from './sqlite/repositories.ts';
import type { Store } from './store.ts';

/** What of the settings says where everything is kept: in the database `DATABASE_URL` where it is set, with pictures in the bucket `ASSETS_S3_URL`, else in a file in `DATA_DIR`. */
type Where = Pick<Config, 'dataDir' | 'databaseUrl' | 'bucket'>;

/** Who keeps everything in a file does not load the driver, which takes some time and memory. */
const postgres = () => import('./postgres/storage.ts');

/** Everything that is kept, opened for a server that has it to itself. */
export interface Storage {
  readonly store: Store;
  readonly repositories: Repositories;
  /** Returns, each time it is called, whether another process changed something since the last time. Costs microseconds. */
  readonly changedElsewhere: () => boolean;
  /** The time (ms since 1970) of all servers on it: their own clocks may be minutes apart. */
  readonly now: () => number;
  /** Resolves to a sentence, should what is kept be brought to a form that this version does not go with while it is open. */
  readonly tooOld?: Promise<ConfigError>;
  /** Calls back when another database has taken the place of the one before, as a replica does: what was stored there last may not be here. */
  readonly onReplaced: (listener: () => void) => void;
  /** Names what is open now, and no copy of it, to servers that share it; empty where none can. */
  readonly place: string;
  close(): void | Promise<void>;
}

/**
 * Throws `ConfigError` with a sentence when it cannot be opened or another server has it. `warn` is told of what does not work just now and may by
 * itself. `own`: the clock of this server.
 */
export async function openStorage(
  { dataDir, databaseUrl, bucket }: Where,
  warn: (error: unknown, sentence: string) => void,
  own: () => number = Date.now,
): Promise<Storage> {
  if (databaseUrl !== undefined) return (await postgres()).openPostgresStorage(databaseUrl, bucket, warn, own);
  const { database, close } = openDatabase(dataDir);
  return {
    store: sqliteStore(database),
    repositories: sqliteRepositories(database),
    changedElsewhere: changesElsewhere(database),
    now: own,
    // A file takes no place while it is open.
    onReplaced: () => undefined,
    place: '',
    close,
  };
}

/** What commands work with, beside a server that may be running. */
export interface StorageBeside {
  readonly repositories: Repositories;
  /** Reads boards; what it would set aside, as it is damaged, makes it throw where nothing may be written. */
  readonly store: Pick<Store, 'load' | 'size'>;
  readonly operations: Operations;
  close(): void | Promise<void>;
}

/** Opens what is kept to be looked at, or with `write` to change a row or two. Throws `ConfigError` when there is nothing, or of another version. */
export async function openStorageBeside(
  { dataDir, databaseUrl, bucket }: Where,
  { write = false } = {},
): Promise<StorageBeside> {
  if (databaseUrl !== undefined) return (await postgres()).openPostgresStorageBeside(databaseUrl, bucket, { write });
  const { database, close } = openBeside(fileIn(dataDir), { write });
  let repositories: Repositories | undefined;
  let store: Store | undefined;
  return {
    // Not before they are asked for: a file of an older version, which may be looked at, lacks some of what they ask.
    get repositories() {
      repositories ??= sqliteRepositories(database);
      return repositories;
    },
    get store() {
      store ??= sqliteStore(database);
      return store;
    },
    operations: sqliteOperations(database),
    close,
  };
}
