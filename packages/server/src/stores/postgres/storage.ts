/** Everything that is kept in PostgreSQL, as `../storage.ts` asks for it. */
import { postgresStore } from './log.ts';
import { changesElsewhere } from './migrations.ts';
import { openPostgres, openPostgresBeside } from './open.ts';
import { postgresOperations } from './operations.ts';
import { postgresRepositories } from './repositories.ts';

/** Throws `ConfigError` with a sentence when it cannot be opened or another server has it. */
export async function openPostgresStorage(url: string) {
  const { database, close } = await openPostgres(url);
  return {
    store: postgresStore(database),
    repositories: postgresRepositories(database),
    changedElsewhere: changesElsewhere(database),
    onReplaced: (listener: () => void) => database.onReplaced(listener),
    close,
  };
}

/** Opens it beside a server that may be running: to be looked at, or with `write` to change a row or two. */
export async function openPostgresStorageBeside(url: string, options: { readonly write?: boolean }) {
  const { database, close } = await openPostgresBeside(url, options);
  return {
    store: postgresStore(database),
    repositories: postgresRepositories(database),
    operations: postgresOperations(database),
    close,
  };
}
