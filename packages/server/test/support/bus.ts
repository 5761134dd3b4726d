import { randomBytes } from 'node:crypto';
import { createConnection, createServer, type Socket } from 'node:net';
import type { Bus, Order, Present, Spent } from '../../src/bus/bus.ts';
import { joinCluster, type OpenWay } from '../../src/bus/cluster.ts';
import { createPostgresWay } from '../../src/bus/postgres.ts';
import { createRedisWay } from '../../src/bus/redis.ts';
import { systemTimers } from '../../src/timers.ts';
import { afterThis } from './server.ts';

/** What happened, one after the other, and who waits for what. */
export interface Account<T> {
  readonly all: readonly T[];
  add(entry: T): void;
  /** Resolves to the first such entry, of those that have been or are to come; `from` leaves the first ones out. */
  until<S extends T>(is: (entry: T) => entry is S, from?: number): Promise<S>;
  until(is: (entry: T) => boolean, from?: number): Promise<T>;
}

export const createAccount = <T>(): Account<T> => {
  const all: T[] = [];
  const waiting = new Set<(entry: T) => void>();
  return {
    all,
    add(entry) {
      all.push(entry);
      for (const look of waiting) look(entry);
    },
    until: (is: (entry: T) => boolean, from = 0) =>
      new Promise<never>((resolve) => {
        const known = all.slice(from).find(is);
        if (known !== undefined) return resolve(known as never);
        const look = (entry: T): void => {
          if (!is(entry)) return;
          waiting.delete(look);
          resolve(entry as never);
        };
        waiting.add(look);
        return undefined;
      }),
  };
};

/** What a server heard. */
export type Said =
  | { readonly what: 'stored'; readonly board: string; readonly upTo: number }
  | { readonly what: 'live'; readonly board: string; readonly frame: Uint8Array }
  | { readonly what: 'presence'; readonly board: string; readonly frame: Uint8Array; readonly from: string }
  | { readonly what: 'people'; readonly board: string; readonly people: readonly Present[]; readonly from: string }
  | { readonly what: 'opened'; readonly board: string }
  | { readonly what: 'order'; readonly order: Order }
  | { readonly what: 'spent'; readonly spent: readonly Spent[]; readonly number: number; readonly from: string };

export const listening = (bus: Bus): Account<Said> => {
  const account = createAccount<Said>();
  bus.listen({
    stored: (board, upTo) => account.add({ what: 'stored', board, upTo }),
    live: (board, frame) => account.add({ what: 'live', board, frame: frame.slice() }),
    presence: (board, frame, from) => account.add({ what: 'presence', board, frame: frame.slice(), from }),
    people: (board, people, from) => account.add({ what: 'people', board, people, from }),
    opened: (board) => account.add({ what: 'opened', board }),
    order: (order) => account.add({ what: 'order', order }),
    spent: (spent, number, from) => account.add({ what: 'spent', spent, number, from }),
  });
  return account;
};

/** A server on a bus, with what it heard. */
export interface Server {
  readonly bus: Bus;
  readonly heard: Account<Said>;
}

export const serverOn = (bus: Bus): Server => ({ bus, heard: listening(bus) });

let meetings = 0;

/** Resolves when two servers hear of a board what the other one tells, and have heard all that was told before. */
export const meet = async (board: string, one: Server, other: Server): Promise<void> => {
  const isMet = (said: Said): boolean => said.what === 'opened' && said.board === board;
  const met = Promise.race([one, other].map(({ heard }) => heard.until(isMet, heard.all.length)));
  one.bus.opened(board);
  other.bus.opened(board);
  await met;
  const mark = `meeting ${meetings++}`;
  for (const { bus } of [one, other]) bus.order({ order: 'close way', board: mark, whom: { of: 'everybody' } });
  await Promise.all([one, other].map(({ heard }) => heard.until((said) => isMeeting(said, mark))));
};

const isMeeting = (said: Said, mark = 'meeting '): boolean =>
  said.what === 'order' && said.order.order === 'close way' && said.order.board.startsWith(mark);

/** What a server heard but for what `meet` made the other say. */
export const heardBy = ({ heard }: Server): readonly Said[] =>
  heard.all.filter((said) => said.what !== 'opened' && !isMeeting(said));

/** A way that is never there. */
const absent: OpenWay = () => ({
  name: 'postgres',
  connected: false,
  reconnects: 0,
  first: Promise.resolve(undefined),
  sent: new Map(),
  received: new Map(),
  dropped: new Map(),
  tell: () => false,
  follow: () => undefined,
  leave: () => undefined,
  close: async () => undefined,
});

export interface ClusterServer extends Server {
  /** `redis up`, `postgres down`, and what else there is to tell. */
  readonly events: Account<string>;
}

export interface Ways {
  readonly secret?: Uint8Array;
  readonly redis?: string;
  readonly postgres?: string;
}

/** Joins a server whose ways are connected, and which is gone when the test ends. */
export const joinServer = async ({ secret = randomBytes(32), redis, postgres }: Ways): Promise<ClusterServer> => {
  const events = createAccount<string>();
  const bus = joinCluster({
    secret,
    timers: systemTimers,
    redis: redis === undefined ? undefined : (made) => createRedisWay({ ...made, url: redis }),
    postgres: postgres === undefined ? absent : (made) => createPostgresWay({ ...made, url: postgres }),
    onUp: (name) => events.add(`${name} up`),
    onDown: (name) => events.add(`${name} down`),
    onTrouble: (error) => events.add(String(error)),
  });
  afterThis(() => bus.close());
  const server = { ...serverOn(bus), events };
  if (redis !== undefined) await events.until((event) => event === 'redis up');
  if (postgres !== undefined) await events.until((event) => event === 'postgres up');
  return server;
};

/** A way of bytes to `target` that can be cut and mended. */
export const cuttable = async (target: string) => {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((socket) => {
    const other = createConnection(Number(port), hostname);
    for (const each of [socket, other]) {
      open.add(each);
      each.on('error', () => undefined);
      each.on('close', () => {
        open.delete(each);
        socket.destroy();
        other.destroy();
      });
    }
    if (isCut) socket.destroy();
    else socket.pipe(other).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as { readonly port: number }).port);
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  afterThis(() => {
    server.close();
    cut();
  });
  return {
    url: url.href,
    cut,
    mend(): void {
      isCut = false;
    },
  };
};
