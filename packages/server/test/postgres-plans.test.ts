import { expect, test } from 'vitest';
import type { Bucket } from '../src/stores/postgres/bucket.ts';
import { connectTo, type Database } from '../src/stores/postgres/database.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { postgresOperations } from '../src/stores/postgres/operations.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { integer } from '../src/stores/rows.ts';
import { packedPiece } from '../src/stores/segments.ts';
import { type Asked, askedDatabase } from './support/asked.ts';
import { asksOf } from './support/asks.ts';
import { type Busy, bytesOfAny, fill, madeAt } from './support/filled.ts';
import { another, newSchema } from './support/postgres.ts';

/**
 * What the database reads for a question: while its planner believes that all tables are small, as it does from when they are made until it has
 * looked at them (plans that were made then are kept), and when it knows how large they are.
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

const bucket: Bucket = {
  place: 'a bucket',
  put: async () => undefined,
  async *read() {},
  remove: async () => undefined,
};

/** Plans that are kept are made without the values that are asked for. */
const withKeptPlans = (url: string): string => {
  const own = new URL(url);
  own.searchParams.set('options', `${own.searchParams.get('options')} -c plan_cache_mode=force_generic_plan`);
  return own.href;
};

/** A database that is filled by another connection than the one it is asked by. */
const opened = async () => {
  const url = await newSchema();
  const filling = another(url);
  await migrate(filling);
  const { database, during } = askedDatabase(another(withKeptPlans(url)));
  const stored = {
    store: postgresStore(database, {
      now: () => madeAt,
      compact: async () => ({ state: bytesOfAny, vector: undefined }),
      makePast: async () => bytesOfAny,
    }),
    repositories: postgresRepositories(database, bucket),
    operations: postgresOperations(database),
  };
  const piece = await packedPiece([{ seq: 1, update: bytesOfAny, by: 'ann', at: madeAt }]);
  return {
    database: filling,
    fill: (busy: Omit<Busy, 'piece'>) => fill(filling, { ...busy, piece }),
    asks: ({ board, person }: Pick<Busy, 'board' | 'person'>) => Object.entries(asksOf(stored, board, person)),
    during,
  };
};

/** What was done for more rows than it may be, in words. */
const tooMuch = (name: string, asked: readonly Asked[], most: number): string[] =>
  asked.filter(({ rows }) => rows > most).map(({ statement, rows }) => `${name}: ${rows} rows of ${statement}`);

test('no statement compares rows each with each while the planner believes that there are few', async () => {
  const { fill, asks, during } = await opened();
  const [few, many] = [
    { board: 'quiet', person: 'ann', count: 3 },
    { board: 'busy', person: 'bea', count: 5_000 },
  ];
  await fill(few);
  for (const [, ask] of asks(few)) await ask();
  await fill(many);
  const found: string[] = [];
  // All rows of a board or of a table, some times over; of what is compared each with each there are hundreds of times as many.
  for (const [name, ask] of asks(many)) found.push(...tooMuch(name, await during(ask), 16 * many.count));
  expect(found).toEqual([]);
}, 60_000);

/** What goes through all there is, and why it may: in steps, each of which is bounded whatever there is, also by what one board has. */
const throughAll: Readonly<Record<string, string>> = {
  'sweep history': '500 boards in a step, once an hour',
  'sweep history that is due': 'the same',
  'look for boards to look at': '500 boards in a step, once an hour',
  heads: 'those of a thousand boards',
  'append to a thousand boards': 'a thousand rows are written',
  sweep: '200 rows in a step, or 20,000 client ids, once an hour',
  'sweep what is old': 'the same',
  'list all boards': '500 boards in a step, where an operator asks',
  'all that is quarantined': '1,000 records in a step, where an operator asks',
  'boards with webhooks': 'all that have one are the answer',
  'take news, leave it, put it off, be done': 'a thousand messages of one webhook and those of fifty others',
};

test('no statement reads what others have of large tables', async () => {
  const { database, fill, asks, during } = await opened();
  const [few, many] = [
    { board: 'quiet', person: 'ann', count: 3 },
    { board: 'busy', person: 'bea', count: 10_000 },
  ];
  await fill(many);
  await fill(few);
  await database.exec('ANALYZE');
  const found: string[] = [];
  for (const [name, ask] of asks(few))
    found.push(...tooMuch(name, await during(ask), throughAll[name] === undefined ? 500 : 12 * many.count));
  expect(found).toEqual([]);
}, 60_000);
