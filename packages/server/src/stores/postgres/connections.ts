/** The connections to the database, which are given up all at once when it knows nothing of what one of them was asked. */
import pg from 'pg';
import { pause, systemTimers } from '../../timers.ts';
import { answered } from './postgres-error.ts';

/** Connections this process has at most: each is a process of the database. One that nobody uses is given up after so long (ms). */
const mostConnections = 10;
const idleMs = 60_000;
/** How long one may take to be made, a statement to be done there, and its answer to be here (ms). */
const connectMs = 5_000;
const statementMs = 30_000;
const answerMs = 35_000;
/** How long a lock is waited for (ms): sooner than the statement is given up. */
const lockMs = 15_000;
/** How often it is looked whether the database is at work for connections that have been in use for so long (ms). */
const lookEveryMs = 2_000;
const inUseMs = 3_000;
/** Who closes does not wait longer for connections to end (ms): they may be those of a machine that is gone. */
const closeMs = 5_000;

export interface Connections {
  /** Runs `work` with a connection that is nobody else's meanwhile. `broken` says that it is not to be used again. */
  use<T>(work: (client: pg.ClientBase, broken: (error: Error) => void) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A connection in use. */
interface Use {
  readonly client: pg.PoolClient;
  readonly since: number;
  /** Gives it back, once; with an error it is ended. */
  readonly free: (error?: Error) => void;
}

interface State {
  readonly url: string;
  readonly types: pg.CustomTypesConfig;
  readonly uses: Set<Use>;
  /** What the database calls them. */
  readonly names: WeakMap<pg.ClientBase, string>;
  pool: pg.Pool;
  isLooking: boolean;
}

/** The name of the process of the database behind a connection. Its number alone may be that of another one, elsewhere. */
const nameOfProcess = "pid || ' ' || extract(epoch FROM backend_start)";

/** What is acknowledged is on the disk, also where the database is set to tell so before it is. */
const prepares = `
  SELECT (SELECT ${nameOfProcess} FROM pg_stat_activity WHERE pid = pg_backend_pid()) AS name,
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END AS flushes`;

/** Those that are about something: one that waits for us has not got what it was asked, or has answered it. */
const atWork = `SELECT ${nameOfProcess} AS name FROM pg_stat_activity WHERE state <> 'idle'`;

const ignore = (): undefined => undefined;

const newPool = ({ url, types, names }: Pick<State, 'url' | 'types' | 'names'>): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: idleMs,
    statement_timeout: statementMs,
    query_timeout: answerMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: statementMs,
    keepAlive: true,
    application_name: 'gesso',
    types,
    async onConnect(client) {
      client.on('error', ignore);
      const { rows } = await client.query({ text: prepares, query_timeout: connectMs } as pg.QueryConfig);
      names.set(client, String(rows[0]?.name));
    },
  });
  // What is asked next tells that it was lost.
  pool.on('error', ignore);
  return pool;
};

async function namesAtWork(url: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    application_name: 'gesso (looks)',
  });
  client.on('error', ignore);
  try {
    await client.connect();
    return new Set((await client.query(atWork)).rows.map(({ name }) => String(name)));
  } finally {
    client.end().catch(ignore);
  }
}

/**
 * Looks after statements that are not answered. The machine behind a connection may be gone without a word, and another one in its place: then nothing
 * would ever come back, and nothing over the connections that are free either. Of a statement that waits for a lock or a disk the database knows.
 */
async function look(state: State): Promise<void> {
  const now = systemTimers.elapsed();
  const long = [...state.uses].filter(({ since }) => now - since >= inUseMs);
  if (long.length === 0 || state.isLooking) return;
  state.isLooking = true;
  try {
    const names = await namesAtWork(state.url);
    const gone = long.filter((use) => state.uses.has(use) && !names.has(state.names.get(use.client) ?? ''));
    if (gone.length === 0) return;
    const before = state.pool;
    state.pool = newPool(state);
    for (const { free } of gone) free(new Error('the database knows nothing of what it was asked'));
    before.end().catch(ignore);
  } catch {
    // While nobody answers there is nowhere else to go.
  } finally {
    state.isLooking = false;
  }
}

async function use<T>(
  { pool, uses }: State,
  work: (client: pg.ClientBase, broken: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await answered(pool.connect());
  let isFree = false;
  let failed: Error | undefined;
  const one: Use = {
    client,
    since: systemTimers.elapsed(),
    free(error) {
      if (isFree) return;
      isFree = true;
      uses.delete(one);
      client.release(error);
    },
  };
  uses.add(one);
  try {
    return await work(client, (error) => {
      failed = error;
    });
  } finally {
    one.free(failed);
  }
}

/** Connects when it is first asked. `url` says where, by whom and, with `sslmode`, whether encrypted; `types` how values are read. */
export const openConnections = (url: string, types: pg.CustomTypesConfig): Connections => {
  const names = new WeakMap<pg.ClientBase, string>();
  const state: State = { url, types, names, uses: new Set(), pool: newPool({ url, types, names }), isLooking: false };
  const stop = systemTimers.every(lookEveryMs, () => look(state));
  return {
    use: (work) => use(state, work),
    async close() {
      stop();
      await Promise.race([state.pool.end(), pause(systemTimers, closeMs)]);
    },
  };
};
