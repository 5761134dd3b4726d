import type { Database, Queries, Value } from '../../src/stores/postgres/database.ts';
import { storedText } from '../../src/stores/postgres/stored-text.ts';
import type { Row } from '../../src/stores/rows.ts';

/** What the database did for a statement. */
export interface Asked {
  readonly statement: string;
  /** Rows that were read, compared or passed on, by all parts of the plan, and by what goes along with rows that go. */
  readonly rows: number;
}

/** A database that tells what it does for each statement that it is asked. Who asks does so one after the other: it is one connection. */
export interface AskedDatabase {
  readonly database: Database;
  /** What was done for the statements of `work`: for one that is asked again and again the most of the first few times. */
  during(work: () => Promise<unknown>): Promise<readonly Asked[]>;
}

interface Node {
  readonly [name: string]: unknown;
  readonly Plans?: readonly Node[];
}

const removed = ['Rows Removed by Filter', 'Rows Removed by Join Filter', 'Rows Removed by Index Recheck'];

/** A row that is looked for in a list is compared with what is in it one by one, unless an index is asked for the list. `listed`: the longest that was given. */
const rowsOf = (node: Node, listed: number): number => {
  const of = (name: string): number => Number(node[name] ?? 0);
  const plans = node.Plans ?? [];
  const lists = plans
    .filter((plan) => plan['Parent Relationship'] === 'InitPlan')
    .map((plan) => Number(plan['Actual Rows']));
  const each = String(node['Filter'] ?? '').includes(' = ANY (') ? Math.max(1, listed, ...lists) : 1;
  const own = ['Actual Rows', ...removed].reduce((sum, name) => sum + of(name), 0) * of('Actual Loops') * each;
  return plans.reduce((sum, plan) => sum + rowsOf(plan, listed), own);
};

const textOf = (value: Value): string => {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (!Array.isArray(value)) return storedText(String(value));
  const items = (value as readonly Value[]).map((one) => (one === null ? 'NULL' : JSON.stringify(textOf(one))));
  return `{${items.join(',')}}`;
};

const literalOf = (value: Value): string => (value === null ? 'NULL' : `'${textOf(value).replaceAll("'", "''")}'`);

const touched = `
  SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint AS rows FROM pg_stat_xact_user_tables
  WHERE schemaname = current_schema()`;

/** So often is a statement looked at that is asked again and again. */
const looksAtMost = 4;

export const askedDatabase = (database: Database): AskedDatabase => {
  let found: Map<string, number[]> | undefined;
  let prepared = 0;

  /** Does it twice: once to see how, which is undone. */
  const look = async (queries: Queries, statement: string, values: readonly Value[]): Promise<void> => {
    const known = found?.get(statement) ?? [];
    if (found === undefined || known.length >= looksAtMost) return;
    found.set(statement, known);
    const name = (await queries.one('SELECT name FROM pg_prepared_statements WHERE statement = $1', [statement]))?.[
      'name'
    ];
    // One that was not asked before has its plan made now.
    const asked = typeof name === 'string' ? `"${name}"` : `asked_${++prepared}`;
    if (typeof name !== 'string') await queries.exec(`PREPARE ${asked} AS ${statement}`);
    const longest = Math.max(0, ...values.map((value) => (Array.isArray(value) ? value.length : 0)));
    const given = values.length === 0 ? '' : `(${values.map(literalOf).join(', ')})`;
    await queries.exec('SAVEPOINT looked');
    const before = Number((await queries.one(touched))?.['rows']);
    const [row] = await queries.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE ${asked} ${given}`);
    const after = Number((await queries.one(touched))?.['rows']);
    await queries.exec('ROLLBACK TO looked');
    if (typeof name !== 'string') await queries.exec(`DEALLOCATE ${asked}`);
    const [{ Plan: plan }] = JSON.parse(String(row?.['QUERY PLAN'])) as [{ readonly Plan: Node }];
    known.push(Math.max(rowsOf(plan, longest), after - before));
  };

  const lookedAt = (queries: Queries): Queries => ({
    async all(statement, values = []): Promise<readonly Row[]> {
      await look(queries, statement, values);
      return queries.all(statement, values);
    },
    async one(statement, values = []) {
      await look(queries, statement, values);
      return queries.one(statement, values);
    },
    async run(statement, values = []) {
      await look(queries, statement, values);
      return queries.run(statement, values);
    },
    exec: queries.exec,
  });

  const transaction: Database['transaction'] = (work) => database.transaction((queries) => work(lookedAt(queries)));
  return {
    database: {
      ...database,
      timeline: undefined,
      all: (...asked) => transaction((queries) => queries.all(...asked)),
      one: (...asked) => transaction((queries) => queries.one(...asked)),
      run: (...asked) => transaction((queries) => queries.run(...asked)),
      transaction,
      atOnce: (work) => database.atOnce((queries) => work(lookedAt(queries))),
    },
    async during(work) {
      found = new Map();
      try {
        await work();
        return [...found].map(([statement, rows]) => ({ statement, rows: Math.max(...rows) }));
      } finally {
        found = undefined;
      }
    },
  };
};
