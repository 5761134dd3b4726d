import { ConfigError } from '../../config/config.ts';
import { newerFormat } from '../newer-format.ts';
import { integer } from '../rows.ts';
import { type SharedClock, sharedClock } from './clock.ts';
import { type Database, databaseNow, type Queries } from './database.ts';
import { lock } from './locks.ts';
import { type Step, steps } from './schema.ts';

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
    CREATE TABLE gesso_schema (
      version integer NOT NULL, changes bigint NOT NULL DEFAULT 0, least integer NOT NULL DEFAULT 0);
    INSERT INTO gesso_schema (version) VALUES (0)`);
  return 0;
};

/** Lets the server know that something was changed beside it. */
export const countChanges = (queries: Queries): Promise<void> =>
  queries.exec('UPDATE gesso_schema SET changes = changes + 1');

/** What others do to a database that this server uses. */
export interface Watch {
  /** Tells, each time it is asked, whether something was changed beside this server before the last time. Costs one small query each time. */
  readonly changedElsewhere: () => boolean;
  /** Resolves to why this server may not go on, should a newer version take a step that older ones do not go with. */
  readonly tooOld: Promise<ConfigError>;
  /** Resolves when it was looked for the first time, or could not be. */
  readonly looked: Promise<void>;
}

/** Looks at it whenever `changedElsewhere` is asked, and what time it is there, which `clock` hears. */
export const watchDatabase = (
  queries: Queries,
  clock: Pick<SharedClock, 'own' | 'heard'> = sharedClock(Date.now),
  known: readonly Step[] = steps,
): Watch => {
  const tooOld = Promise.withResolvers<ConfigError>();
  let seen: number | undefined;
  let latest: number | undefined;
  let isAsking = false;
  const ask = async (): Promise<void> => {
    const asked = clock.own();
    const row = (await queries.one(`SELECT changes, version, least, ${databaseNow} AS now FROM gesso_schema`)) ?? {};
    clock.heard(integer(row, 'now'), asked, clock.own());
    latest = integer(row, 'changes');
    seen ??= latest;
    if (integer(row, 'least') > known.length)
      tooOld.resolve(new ConfigError(newerFormat(integer(row, 'version'), known.length)));
  };
  const look = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    // While the database is away nothing is changed there either.
    await ask().catch(() => undefined);
    isAsking = false;
  };
  const looked = look();
  return {
    changedElsewhere: () => {
      const isNew = latest !== seen;
      seen = latest;
      void look();
      return isNew;
    },
    tooOld: tooOld.promise,
    looked,
  };
};

/** Whether it takes a step to which no server of an older version may be there. */
export const needsToBeAlone = async (queries: Queries, known: readonly Step[] = steps): Promise<boolean> => {
  const version = (await versionKnown(queries)) ?? 0;
  return version > 0 && known.slice(version).some((step) => typeof step !== 'string');
};

/**
 * Brings the tables up to date, one step in each transaction; whoever else is about to waits for it. Throws `ConfigError` where a newer version
 * has been here.
 */
export async function migrate(database: Database, known: readonly Step[] = steps): Promise<void> {
  const takeOne = (): Promise<boolean> =>
    database.transaction(async (queries) => {
      await lock(queries, 'schema');
      const version = await versionOf(queries);
      if (version > known.length) throw new ConfigError(newerFormat(version, known.length));
      const step = known[version];
      if (step === undefined) return false;
      const isAlone = typeof step !== 'string';
      await queries.exec(isAlone ? step.alone : step);
      await queries.exec(
        `UPDATE gesso_schema SET version = ${version + 1}${isAlone ? `, least = ${version + 1}` : ''}`,
      );
      return true;
    });
  while (await takeOne());
}
