import { ConfigError } from '../../config/config.ts';
import { newerFormat } from '../newer-format.ts';
import { integer } from '../rows.ts';
import type { Database, Queries } from './database.ts';
import { lock } from './locks.ts';
import { steps } from './schema.ts';

/** The number of steps that were taken; undefined in a database that is none of ours. */
export const versionKnown = async (queries: Queries): Promise<number | undefined> => {
  const known = await queries.one("SELECT to_regclass('gesso_schema') IS NOT NULL AS known");
  if (known?.['known'] !== true) return undefined;
  return integer((await queries.one('SELECT version FROM gesso_schema')) ?? {}, 'version');
};

/** The number of steps that were taken. `changes` counts what was changed beside the server. */
const versionOf = async (queries: Queries): Promise<number> => {
  const known = await versionKnown(queries);
  if (known !== undefined) return known;
  await queries.exec(`
    CREATE TABLE gesso_schema (version integer NOT NULL, changes bigint NOT NULL DEFAULT 0);
    INSERT INTO gesso_schema (version) VALUES (0)`);
  return 0;
};

/** Lets the server know that something was changed beside it. */
export const countChanges = (queries: Queries): Promise<void> =>
  queries.exec('UPDATE gesso_schema SET changes = changes + 1');

/** Tells, each time it is asked, whether something was changed beside this server before the last time. Costs one small query each time. */
export const changesElsewhere = (queries: Queries): (() => boolean) => {
  let seen: number | undefined;
  let latest: number | undefined;
  let isAsking = false;
  const ask = async (): Promise<void> => {
    latest = integer((await queries.one('SELECT changes FROM gesso_schema')) ?? {}, 'changes');
    seen ??= latest;
  };
  const look = (): void => {
    if (isAsking) return;
    isAsking = true;
    // While the database is away nothing is changed there either.
    ask()
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
      });
  };
  look();
  return () => {
    const isNew = latest !== seen;
    seen = latest;
    look();
    return isNew;
  };
};

/**
 * Brings the tables up to date, one step in each transaction; whoever else is about to waits for it. Throws `ConfigError` where a newer version
 * has been here.
 */
export async function migrate(database: Database, known: readonly string[] = steps): Promise<void> {
  const takeOne = (): Promise<boolean> =>
    database.transaction(async (queries) => {
      await lock(queries, 'schema');
      const version = await versionOf(queries);
      if (version > known.length) throw new ConfigError(newerFormat(version, known.length));
      const step = known[version];
      if (step === undefined) return false;
      await queries.exec(step);
      await queries.exec(`UPDATE gesso_schema SET version = ${version + 1}`);
      return true;
    });
  while (await takeOne());
}
