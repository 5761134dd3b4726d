import { expect, test } from 'vitest';
import { connectTo, type Database } from '../src/stores/postgres/database.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { integer } from '../src/stores/rows.ts';
import { another, newSchema } from './support/postgres.ts';

/**
 * What the database reads for a question while its planner believes that all tables are small, as it does from when they are made until it has
 * looked at them: plans that were made then are kept.
 */

/** So often is a statement planned for its values before the plan is kept (`plan_cache_mode`). */
const plannedAnew = 6;

/** Rows of a table that were read since the last time, by connections that are closed. */
const createMeter = (database: Database, table: string) => {
  let before = 0;
  return async (): Promise<number> => {
    const row = await database.one(
      `SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_user_tables
      WHERE relname = '${table}' AND schemaname = current_schema()`,
    );
    const all = integer(row ?? {}, 'rows');
    const read = all - before;
    before = all;
    return read;
  };
};

test('a piece of the log is found by looking at no more rows than can be in it', async () => {
  const url = await newSchema();
  const [first, asking] = [another(url), connectTo(url)];
  await migrate(first);
  const store = postgresStore(asking);
  for (let i = 0; i < plannedAnew; i++) await store.since('b', 0, 1_000);
  await first.run(
    `INSERT INTO updates (board, seq, at, author, sum, data)
      SELECT 'b', n, 1, 'ann', sha256(decode(repeat('00', 44), 'hex')), decode(repeat('00', 44), 'hex') FROM generate_series(1, 2000) AS n`,
  );
  const read = createMeter(first, 'updates');
  await read();
  expect(await store.since('b', 0, 30_000)).toHaveLength(100);
  await asking.close();
  // Once for their sizes, of which each may be little, and once for what is in them.
  expect(await read()).toBeLessThanOrEqual(100 + Math.ceil(30_000 / 256));
});
