import pg from 'pg';
import { systemTimers } from '../../timers.ts';
import { lockOfSession } from './locks.ts';
import { answered } from './postgres-error.ts';

/** How often it is tried, and how often at the start: the database may not have noticed yet that the last server ended. */
const everyMs = 500;
const triesAtStart = 6;
/** How long a connection for it may take to be made, and to answer (ms), and how often it is asked whether it is there. */
const connectMs = 5_000;
const answerMs = 5_000;
const askEveryMs = 5_000;

const later = (): Promise<void> =>
  new Promise((resolve) => {
    systemTimers.after(everyMs, resolve);
  });

/** A connection of its own that has the lock, or undefined where another has it. */
async function taken(url: string, isShared: boolean): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    application_name: 'gesso (in use)',
  });
  // That it is lost is told by its end.
  client.on('error', () => undefined);
  let isTaken = false;
  try {
    await answered(client.connect());
    const { rows } = await answered(client.query(lockOfSession('use', isShared), ['']));
    isTaken = rows[0]?.taken === true;
    return isTaken ? client : undefined;
  } finally {
    if (!isTaken) await client.end().catch(() => undefined);
  }
}

/** The first try that gets it, of so many. */
async function takenSoon(url: string, isShared: boolean): Promise<pg.Client | undefined> {
  for (let left = triesAtStart; left > 0; left--) {
    const client = await taken(url, isShared);
    if (client !== undefined) return client;
    if (left > 1) await later();
  }
  return undefined;
}

/** How a database is used: served, by as many servers as there are, or filled or read by a command that has it to itself. */
export type Use = 'serve' | 'fill';

/**
 * Tells all others that a database is used. It is a lock of a connection, which the database lets go of however the process ends; after the database
 * was away it is taken again. Resolves to what lets go, or to undefined while another uses it in a way that does not go with this one.
 */
export async function holdUse(url: string, use: Use): Promise<(() => Promise<void>) | undefined> {
  const isShared = use === 'serve';
  const first = await takenSoon(url, isShared);
  if (first === undefined) return undefined;
  let held: pg.Client | undefined;
  let isStopped = false;
  let again = Promise.resolve();
  const hold = (client: pg.Client): void => {
    held = client;
    // The machine behind it may be gone without a word, and with it the lock.
    const stopAsking = systemTimers.every(askEveryMs, () =>
      client.query('SELECT 1').catch(() => client.end().catch(() => undefined)),
    );
    client.once('end', () => {
      stopAsking();
      held = undefined;
      if (!isStopped) again = takeAgain();
    });
  };
  const takeAgain = async (): Promise<void> => {
    while (!isStopped) {
      const client = await taken(url, isShared).catch(() => undefined);
      if (client !== undefined) return hold(client);
      await later();
    }
  };
  hold(first);
  return async () => {
    isStopped = true;
    await again;
    await held?.end().catch(() => undefined);
  };
}
