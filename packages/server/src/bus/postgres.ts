/** NOTIFY of the database as a way between servers, on a connection of its own. It carries hints and orders, nothing that is only shown. */
import pg from 'pg';
import type { Timers } from '../timers.ts';
import { type Connection, keepConnected, type Lasting } from './lasting.ts';
import { createLetters, type Letters, lettersIn } from './letters.ts';
import { isFrom, type Message, type MessageKind, readMessage } from './messages.ts';
import { createTally, type Tally, type Way, type WayEvents } from './way.ts';

export interface PostgresDeps {
  readonly url: string;
  /** Names this server on the bus, anew with each start. */
  readonly from: string;
  /** What all servers on the same boards have in common, and no others: what the channel is called by. */
  readonly installation: string;
  readonly timers: Timers;
  readonly events: WayEvents;
  /** For tests: how it connects. */
  readonly connect?: typeof connectToPostgres;
}

/** What goes into the payload of a NOTIFY and is rare enough. */
const carried: ReadonlySet<MessageKind> = new Set(['stored', 'people', 'opened', 'order', 'away', 'spent']);

/** How long it may take to be made, and a statement to be answered (ms). */
const connectMs = 5_000;
const statementMs = 10_000;
/** From one statement to the next (ms): however much is stored, so many of them are enough for all boards. */
const gapMs = 20;

export interface PostgresConnection extends Connection {
  notify(payloads: readonly string[]): Promise<unknown>;
}

export interface PostgresConnectionDeps {
  readonly url: string;
  readonly channel: string;
  /** Never throws. */
  readonly onPayload: (payload: string) => void;
  readonly onEnd: (error: unknown) => void;
}

interface State extends PostgresDeps {
  readonly tally: Tally;
  readonly letters: Letters;
  readonly name: Buffer;
  /** A statement is on its way or about to be, or has just been. */
  isTelling: boolean;
}

const channelOf = ({ installation }: State): string => `gesso_${installation}`;

function hear(state: State, payload: string): void {
  for (const bytes of lettersIn(payload)) {
    if (isFrom(bytes, state.name)) continue;
    const heard = readMessage(bytes);
    if (typeof heard === 'string') {
      state.tally.unheard(heard);
      continue;
    }
    state.tally.heard(heard.message.kind);
    state.events.onHeard(heard.message, heard.from);
  }
}

/** Connects, and resolves when the channel is heard. */
async function connectToPostgres(deps: PostgresConnectionDeps): Promise<PostgresConnection> {
  const { url, channel, onPayload, onEnd } = deps;
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs,
    keepAlive: true,
    application_name: 'gesso (bus)',
  });
  client.on('error', onEnd);
  client.on('end', () => onEnd(new Error('the connection has ended')));
  client.on('notification', ({ payload = '' }) => onPayload(payload));
  // The end of one that hangs is not waited for.
  const end = async (): Promise<void> => void client.end().catch(() => undefined);
  try {
    await client.connect();
    // Who tells does not wait for the disk: what was lost in a crash was only told.
    await client.query(`SET synchronous_commit = off; LISTEN ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    ask: () => client.query('SELECT 1'),
    notify: (payloads) =>
      client.query({
        name: 'notify',
        text: 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload',
        values: [channel, payloads],
      }),
    end,
  };
}

async function tellSome({ letters }: State, lasting: Lasting<PostgresConnection>): Promise<void> {
  const { connection } = lasting;
  if (connection === undefined) return;
  const batch = letters.take();
  try {
    await connection.notify(batch.payloads);
  } catch (error) {
    batch.putBack();
    lasting.lose(connection, error);
  }
}

/** All that is left, at the end. */
async function tellAll(state: State, lasting: Lasting<PostgresConnection>): Promise<void> {
  while (lasting.connection !== undefined && state.letters.size > 0) await tellSome(state, lasting);
}

/** One statement at a time: what is told meanwhile goes with the next, and of each board only the newest. */
function begin(state: State, lasting: Lasting<PostgresConnection>): void {
  const { timers, letters } = state;
  if (state.isTelling || letters.size === 0 || lasting.connection === undefined) return;
  state.isTelling = true;
  timers.soon(async () => {
    await tellSome(state, lasting);
    timers.afterIdle(gapMs, () => {
      state.isTelling = false;
      begin(state, lasting);
    });
  });
}

function tell(
  state: State,
  lasting: Lasting<PostgresConnection>,
  message: Message,
  bytes: Buffer | undefined,
): boolean {
  if (!carried.has(message.kind)) return false;
  const refused = bytes === undefined ? 'large' : state.letters.put(message, bytes);
  if (refused !== undefined) {
    state.tally.untold(message.kind, refused);
    return false;
  }
  state.tally.told(message.kind);
  begin(state, lasting);
  return true;
}

/** Begins to connect. What is told meanwhile waits, within bounds. */
export function createPostgresWay(deps: PostgresDeps): Way {
  const tally = createTally();
  const state: State = { ...deps, tally, letters: createLetters(), name: Buffer.from(deps.from), isTelling: false };
  const lasting: Lasting<PostgresConnection> = keepConnected({
    timers: deps.timers,
    open: (onEnd) =>
      (deps.connect ?? connectToPostgres)({
        url: deps.url,
        channel: channelOf(state),
        onPayload: (payload) => hear(state, payload),
        onEnd,
      }),
    onUp: () => {
      begin(state, lasting);
      deps.events.onUp();
    },
    onDown: deps.events.onDown,
  });
  return {
    ...tally,
    name: 'postgres',
    first: lasting.first,
    get connected() {
      return lasting.connection !== undefined;
    },
    get reconnects() {
      return lasting.again;
    },
    tell: (message, bytes) => tell(state, lasting, message, bytes),
    // All servers hear one channel, of all boards.
    follow(board) {
      if (lasting.connection !== undefined) deps.events.onFollows(board);
    },
    leave: () => undefined,
    close: () =>
      lasting.close(async (connection) => {
        await tellAll(state, lasting);
        // Its answer comes behind that of what was on its way.
        await connection.ask();
      }),
  };
}
