import { expect, test } from 'vitest';
import { idsPerBoard } from '../src/stores/bounds.ts';
import type { Database } from '../src/stores/postgres/database.ts';
import { postgresStore } from '../src/stores/postgres/log.ts';
import { migrate } from '../src/stores/postgres/migrations.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { integer } from '../src/stores/rows.ts';
import { another, newSchema } from './support/postgres.ts';
import { until } from './support/servers.ts';

/** Two servers on one database. */
const two = async () => {
  const url = await newSchema();
  const [one, other] = [another(url), another(url)];
  await migrate(one);
  return [one, other] as const;
};

/** From now on, whatever is written to a table gives way so often. What is counted by a sequence stays counted. */
const givesWay = (database: Database, table: string, state: string, times: number): Promise<void> =>
  database.exec(`
    CREATE SEQUENCE tries;
    CREATE FUNCTION give_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('tries') <= ${times} THEN RAISE EXCEPTION 'others were there first' USING ERRCODE = '${state}'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER give_way AFTER INSERT ON ${table} EXECUTE FUNCTION give_way()`);

test.each(['40P01', '40001'])('an update is stored, once, whose statement gave way to another (%s)', async (state) => {
  const [database] = await two();
  await givesWay(database, 'updates', state, 2);
  const store = postgresStore(database);
  expect(await store.append([{ board: 'b', update: Uint8Array.of(1), by: 'ann', clients: [7] }])).toEqual([1]);
  expect((await store.load('b')).tail).toMatchObject({ rows: 1 });
});

test('what gives way again and again is given up', async () => {
  const [database] = await two();
  await givesWay(database, 'updates', '40P01', 1_000);
  const append = postgresStore(database).append([{ board: 'b', update: Uint8Array.of(1), by: 'ann' }]);
  await expect(append).rejects.toThrow('others were there first');
});

/** Resolves when a statement of that database waits for a row that another holds. */
const waits = (database: Database, statement: string): Promise<void> =>
  until(async () => {
    const row = await database.one(
      `SELECT count(*) AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`,
      [statement],
    );
    return integer(row ?? {}, 'count') > 0;
  });

test.each([
  ['too old', 10_000, 2],
  ['too many', 0, idsPerBoard + 2],
])('client ids that are %s are forgotten in the order in which they are written', async (_why, old, count) => {
  const [one, other] = await two();
  // Those that go lie on the disk, and are as old, the other way round.
  await one.run(
    `INSERT INTO client_ids (board, client, person, at)
      SELECT 'b', n, 'ann', CASE WHEN n <= 2 THEN 10 - n ELSE 1000 END FROM generate_series(1, $1::bigint) AS n
      ORDER BY n DESC`,
    [count],
  );
  const ages = { old, ended: 0, passing: 0, loose: 0 };
  const sweep = async (): Promise<void> => {
    for await (const _taken of postgresRepositories(one).sweep(ages));
  };
  let swept: Promise<void> | undefined;
  await other.transaction(async (queries) => {
    const hold = (client: number) =>
      queries.all(`SELECT 1 AS one FROM client_ids WHERE board = 'b' AND client = $1 FOR UPDATE NOWAIT`, [client]);
    await hold(1);
    swept = sweep();
    await waits(other, '%client_ids%');
    // An append that has the first comes to the second.
    expect(await hold(2)).toHaveLength(1);
  });
  await swept;
  const left = await one.one('SELECT count(*) AS count FROM client_ids');
  expect(integer(left ?? {}, 'count')).toBe(count - 2);
});
