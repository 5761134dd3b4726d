import pg from 'pg';
import type { Row } from '../rows.ts';
import { type Connections, openConnections } from './connections.ts';
import { answered, PostgresError } from './postgres-error.ts';
import { storedText, textOf } from './stored-text.ts';

/** What gave way to another and was undone as a whole, a transaction or a statement by itself, is done again so often. */
const tries = 5;

export type Single = string | number | boolean | Uint8Array | null;
export type Value = Single | readonly Single[];

/** The time by the clock of the database (ms since 1970), in a statement. */
export const databaseNow = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/**
 * The same as it was when the statement came: for what is looked for by an index. With a time that is another for each row none can be used, and one
 * that is known while the plan is made tells how few rows it is about.
 */
export const databaseThen = '(extract(epoch FROM statement_timestamp()) * 1000)::bigint';

/** Statements with values for $1, $2 …, in their order. The same text is prepared once for each connection. */
export interface Queries {
  all(statement: string, values?: readonly Value[]): Promise<readonly Row[]>;
  one(statement: string, values?: readonly Value[]): Promise<Row | undefined>;
  /** Resolves to the number of rows that were changed. */
  run(statement: string, values?: readonly Value[]): Promise<number>;
  /** Several statements without values. */
  exec(statements: string): Promise<void>;
}

/** A database of a PostgreSQL server. Every promise is rejected while that cannot be reached; a connection that was lost is made anew. */
export interface Database extends Queries {
  /** Runs `work` in one transaction: committed when it resolves, undone when it rejects. Nothing but `queries` may be asked in it. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Reads everything as it was at one moment. */
  atOnce<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** A number for the history of the database that was asked last; undefined where it does not tell. */
  readonly timeline: number | undefined;
  /** Names that database, and no copy of it: see `Connections`. */
  readonly place: string;
  /** Calls back when another one has taken the place of the one before, before anything is read of it. */
  onReplaced(listener: () => void): void;
  close(): Promise<void>;
}

const readArray = pg.types.getTypeParser(1009 as number);

/** Bytes in a buffer of their own, which may be given to a thread; they come as `\\x` and two letters for each. */
function bytesOf(value: string): Uint8Array {
  const data = new Uint8Array((value.length - 2) / 2);
  Buffer.from(data.buffer).write(value.slice(2), 'hex');
  return data;
}

/** How the values of types are read, by their number in `pg_type`: all that the tables are made of. */
const readers: Readonly<Record<number, (value: string) => unknown>> = {
  16: (value) => value === 't',
  17: bytesOf,
  20: (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new Error(`a number in the database is too large: ${value}`);
    return number;
  },
  21: Number,
  23: Number,
  25: textOf,
  1009: (value) => (readArray(value) as readonly string[]).map(textOf),
};

const types = { getTypeParser: (type: number) => readers[type] ?? String } as pg.CustomTypesConfig;

/** The names of prepared statements, by their text. Texts are written in this folder, so there are few. */
const names = new Map<string, string>();
/** How often the tables were seen to have become others. */
let age = 0;
const nameOf = (text: string): string => {
  const name = names.get(text) ?? `gesso_${age}_${names.size}`;
  names.set(text, name);
  return name;
};

/**
 * Does it once more where a newer version has added a column since a statement was prepared: it would answer with other columns than were
 * promised. From then on every statement is prepared anew, on every connection.
 */
async function prepared<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PostgresError) || error.state !== '0A000') throw error;
    age++;
    names.clear();
    return work();
  }
}

const storedSingle = (value: Single): unknown => (typeof value === 'string' ? storedText(value) : value);
const isMany = (value: Value): value is readonly Single[] => Array.isArray(value);

/** Bytes in a list are known by their class alone to the driver. */
const storedInList = (value: Single): unknown =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : storedSingle(value);

const stored = (value: Value): unknown => (isMany(value) ? value.map(storedInList) : storedSingle(value));

/** What is asked for rows: a connection, or any there is. */
type Ask = (statement: string | pg.QueryConfig) => Promise<pg.QueryResult<Row>>;

const queriesBy = (ask: Ask): Queries => {
  const query = (text: string, values: readonly Value[] = []): Promise<pg.QueryResult<Row>> =>
    answered(ask({ name: nameOf(text), text, values: values.map(stored) }));
  return {
    all: async (text, values) => (await query(text, values)).rows,
    one: async (text, values) => (await query(text, values)).rows[0],
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
    async exec(text) {
      await answered(ask(text));
    },
  };
};

const askOn =
  (client: pg.ClientBase): Ask =>
  (statement) =>
    client.query<Row>(statement);

/** Others were there first: it is right to try again. */
const gaveWay = (error: unknown): boolean =>
  error instanceof PostgresError && ['40001', '40P01'].includes(error.state ?? '');

/** What the driver says when a statement was not answered in time. */
const unanswered = 'Query read timeout';
const isUnanswered = (error: unknown): error is PostgresError =>
  error instanceof PostgresError && error.message === unanswered;

/** Asks by a connection that is not used again when it has failed. */
const askAny =
  (connections: Connections): Ask =>
  (statement) =>
    connections.use(async (client, broken) => {
      try {
        return await client.query<Row>(statement);
      } catch (error) {
        broken(error as Error);
        throw error;
      }
    });

/** Takes a connection for some statements that belong together. */
const within = <T>(connections: Connections, begin: string, work: (queries: Queries) => Promise<T>): Promise<T> =>
  connections.use(async (client, broken) => {
    try {
      await answered(client.query(begin));
      const result = await work(queriesBy(askOn(client)));
      await answered(client.query('COMMIT'));
      return result;
    } catch (error) {
      // One that does not answer is not asked once more, nor used again.
      if (isUnanswered(error)) broken(error);
      else await client.query('ROLLBACK').catch(broken);
      throw error;
    }
  });

async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !gaveWay(error)) throw error;
    }
  }
}

/** Does one statement by itself. */
const alone = <T>(statement: () => Promise<T>): Promise<T> => prepared(() => persistently(statement));

/** Connects when it is first asked. `url` says where, by whom and, with `sslmode`, whether encrypted. */
export const connectTo = (url: string): Database => {
  const connections = openConnections(url, types);
  const queries = queriesBy(askAny(connections));
  return {
    all: (...asked) => alone(() => queries.all(...asked)),
    one: (...asked) => alone(() => queries.one(...asked)),
    run: (...asked) => alone(() => queries.run(...asked)),
    exec: queries.exec,
    transaction: (work) => prepared(() => persistently(() => within(connections, 'BEGIN', work))),
    atOnce: (work) => prepared(() => within(connections, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work)),
    get timeline() {
      return connections.timeline;
    },
    get place() {
      return connections.place;
    },
    onReplaced: (listener) => connections.onReplaced(listener),
    close: () => connections.close(),
  };
};
