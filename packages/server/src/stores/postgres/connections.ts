/** The connections to the database, which are given up all at once when it knows nothing of what one of them was asked. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { pause, systemTimers } from '../../timers.ts';
import { answered, PostgresError } from './postgres-error.ts';

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
  /**
   * Calls back before anything is asked of a database that has taken the place of the one before, as a replica or one that was restored: what was
   * written last may not be there. Nothing is told of one that restarts.
   */
  onReplaced(listener: () => void): void;
  /**
   * A number for the history of the database that was connected to last: a replica that takes its place begins one of its own, and so does a copy.
   * Undefined where it does not tell.
   */
  readonly timeline: number | undefined;
  /** Names the database that was connected to last: the same on its replicas, and another one for what was restored from a dump. Empty where it does not tell. */
  readonly place: string;
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
  readonly listeners: Set<() => void>;
  timeline: number | undefined;
  place: string;
  /** How often another has taken its place. */
  replaced: number;
  pool: pg.Pool | undefined;
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

/** Who may only be read has no timeline of its own yet. */
const whichOf = (system: string): string => `
  SELECT concat_ws(' ', (SELECT oid FROM pg_database WHERE datname = current_database()), current_schema(), ${system}) AS place,
    CASE WHEN NOT pg_is_in_recovery() THEN substring(pg_walfile_name(pg_current_wal_lsn()) FOR 8) END AS timeline`;

const which = whichOf('(SELECT system_identifier FROM pg_control_system())');
/** Where nobody but its operator may know. */
const whichWithoutSystem = whichOf("''");

const ignore = (): undefined => undefined;

/** Of a name that is as long as it likes a number that a message has room for. */
const numberOf = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE();

/** A function that this user may not use, or that is not there. */
const isMissing = (error: unknown): boolean => ['42501', '42883'].includes(String((error as { code?: unknown }).code));

/** What is not PostgreSQL itself may not tell. Rejects where nothing was answered: what is not known would be taken for another place. */
async function lookAtPlace(state: State, ask: (text: string) => Promise<pg.QueryResult>): Promise<void> {
  const found = await ask(which)
    .catch((error) => {
      if (isMissing(error)) return ask(whichWithoutSystem);
      throw error;
    })
    .catch((error) => {
      if (!(error instanceof pg.DatabaseError)) throw error;
    });
  const { place, timeline }: Readonly<Record<string, unknown>> = found?.rows[0] ?? {};
  if (typeof place !== 'string' || typeof timeline !== 'string') return;
  const now = numberOf(`${place} ${timeline}`);
  const before = state.timeline;
  state.place = place;
  state.timeline = now;
  if (before === undefined || before === now) return;
  state.replaced++;
  for (const listener of state.listeners) listener();
}

function newPool(state: State): pg.Pool {
  const { url, types, names } = state;
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
      const ask = (text: string) => client.query({ text, query_timeout: connectMs } as pg.QueryConfig);
      const { rows } = await ask(prepares);
      names.set(client, String(rows[0]?.name));
      await lookAtPlace(state, ask);
    },
  });
  // What is asked next tells that it was lost.
  pool.on('error', ignore);
  return pool;
}

const poolOf = (state: State): pg.Pool => {
  state.pool ??= newPool(state);
  return state.pool;
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
    state.pool = undefined;
    for (const { free } of gone) free(new Error('the database knows nothing of what it was asked'));
    before?.end().catch(ignore);
  } catch {
    // While nobody answers there is nowhere else to go.
  } finally {
    state.isLooking = false;
  }
}

async function use<T>(
  state: State,
  work: (client: pg.ClientBase, broken: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const { uses, replaced } = state;
  const client = await answered(poolOf(state).connect());
  if (state.replaced !== replaced) {
    // It was meant for the one before.
    client.release();
    throw new PostgresError(new Error('another database has taken the place of the one that was asked'));
  }
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
  const state: State = {
    url,
    types,
    uses: new Set(),
    names: new WeakMap(),
    listeners: new Set(),
    timeline: undefined,
    place: '',
    replaced: 0,
    pool: undefined,
    isLooking: false,
  };
  const stop = systemTimers.every(lookEveryMs, () => look(state));
  return {
    use: (work) => use(state, work),
    onReplaced: (listener) => void state.listeners.add(listener),
    get timeline() {
      return state.timeline;
    },
    get place() {
      return state.place;
    },
    async close() {
      stop();
      await Promise.race([poolOf(state).end(), pause(systemTimers, closeMs)]);
    },
  };
};
