import { ConfigError } from '../../config/config.ts';
import { newerFormat } from '../newer-format.ts';
import { integer } from '../rows.ts';
import type { Database, Queries } from './database.ts';
import { lock } from './locks.ts';
import { steps } from './schema.ts';

const versionOf = async (queries: Queries): Promise<number> => {
  const known = await queries.one("SELECT to_regclass('gesso_schema') IS NOT NULL AS known");
  if (known?.['known'] !== true) {
    await queries.exec('CREATE TABLE gesso_schema (version integer NOT NULL)');
    await queries.exec('INSERT INTO gesso_schema (version) VALUES (0)');
  }
  return integer((await queries.one('SELECT version FROM gesso_schema')) ?? {}, 'version');
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
