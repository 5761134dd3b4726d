import type { Counter, CounterRepository } from '../among-servers.ts';
import { integer, text } from '../rows.ts';
import { type Database, databaseNow, type Queries } from './database.ts';

/** Nothing of the transaction is kept. */
class NothingChanged extends Error {}

type Change = Parameters<CounterRepository['change']>[1];

/** Names in one order, so that nobody waits in a circle. */
async function changeAll(queries: Queries, names: readonly string[], change: Change): Promise<void> {
  await queries.run(
    'INSERT INTO counters (name, count, until) SELECT name, 0, 0 FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING',
    [names],
  );
  const rows = await queries.all(
    `SELECT name, count, until, ${databaseNow} AS now FROM counters WHERE name = ANY($1::text[]) ORDER BY name FOR UPDATE`,
    [names],
  );
  const known = new Map<string, Counter>(
    rows.map((row) => [text(row, 'name'), { count: integer(row, 'count'), until: integer(row, 'until') }]),
  );
  const changed = change(known, Math.max(...rows.map((row) => integer(row, 'now'))));
  if (changed === undefined) throw new NothingChanged();
  const all = [...changed];
  await queries.run(
    `UPDATE counters SET count = more.count, until = more.until
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS more (name, count, until) WHERE counters.name = more.name`,
    [all.map(([name]) => name), all.map(([, { count }]) => count), all.map(([, { until }]) => until)],
  );
}

export const postgresCounters = (database: Database): CounterRepository => ({
  async change(names, change) {
    const inOrder = [...new Set(names)].sort();
    try {
      await database.transaction((queries) => changeAll(queries, inOrder, change));
      return true;
    } catch (error) {
      if (error instanceof NothingChanged) return false;
      throw error;
    }
  },
});
