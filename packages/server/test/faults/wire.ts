/** A way of bytes from a server to its database or to Redis, which can be cut, be silent, be slow, and lead elsewhere. */
import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { After } from '../support/spawned.ts';

/** What becomes of what the other side answers over one connection: takes bytes as they come, and writes those that are to arrive. */
export type Filter = (write: (bytes: Buffer) => void) => (bytes: Buffer) => void;

/** How slow it is. */
export interface Pace {
  /** How long the next piece takes (ms). */
  readonly delay: () => number;
  /** Bytes that go through in a millisecond. */
  readonly bytesPerMs: number;
}

export interface Wire {
  /** The address of the target, by way of this. */
  readonly url: string;
  /** Ends all connections with a reset, and each that is made until it is healed. */
  cut(): void;
  /** Takes connections, and nothing comes through: as a partition. What was sent comes when it is healed. */
  silence(): void;
  /** The connections there are stay silent for good, as when the machine behind them is gone; what is made from now on is as before. */
  forget(): void;
  slow(pace: Pace): void;
  /** Everything comes through from now on, at once. */
  heal(): void;
  /** Connections that are made from now on go to another address. */
  lead(target: string): void;
}

interface Pair {
  readonly ends: readonly [Socket, Socket];
  isForgotten: boolean;
  isOver: boolean;
}

interface State {
  readonly pairs: Set<Pair>;
  /** Who looks again when something of this has changed. */
  readonly waiting: Set<() => void>;
  target: URL;
  isCut: boolean;
  isSilent: boolean;
  pace: Pace | undefined;
}

const unchanged: Filter = (write) => write;

function wake({ waiting }: State): void {
  const all = [...waiting];
  waiting.clear();
  for (const look of all) look();
}

/** Resolves when bytes may pass, or there is nowhere to. */
async function passes(state: State, pair: Pair): Promise<void> {
  while ((state.isSilent || pair.isForgotten) && !pair.isOver)
    await new Promise<void>((resolve) => void state.waiting.add(resolve));
}

/** Resolves when the bytes are taken, or never will be. */
const written = (to: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    if (to.destroyed) resolve();
    else to.write(bytes, () => resolve());
  });

async function pump(state: State, pair: Pair, [from, to]: Pair['ends'], filter: Filter): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const take = filter((bytes) => {
    last = written(to, bytes);
  });
  for await (const bytes of from) {
    await passes(state, pair);
    const { pace } = state;
    if (pace !== undefined) await pause(pace.delay() + bytes.length / pace.bytesPerMs);
    // It may have fallen silent meanwhile.
    await passes(state, pair);
    take(bytes);
    await last;
  }
  await passes(state, pair);
  to.end();
}

function join(state: State, near: Socket, filter: Filter): void {
  near.setNoDelay();
  near.on('error', () => undefined);
  if (state.isCut) {
    near.resetAndDestroy();
    return;
  }
  const { hostname, port } = state.target;
  const far = createConnection({ host: hostname, port: Number(port), noDelay: true });
  far.on('error', () => undefined);
  const pair: Pair = { ends: [near, far], isForgotten: false, isOver: false };
  state.pairs.add(pair);
  const end = (): void => {
    pair.isOver = true;
    state.pairs.delete(pair);
    for (const socket of pair.ends) if (!socket.destroyed) socket.resetAndDestroy();
    wake(state);
  };
  /** That the other side is gone comes through no sooner than its words. */
  const lose = (): void => void passes(state, pair).then(end);
  pump(state, pair, [near, far], unchanged).catch(lose);
  pump(state, pair, [far, near], filter).catch(lose);
  near.once('close', (failed) => (failed || far.destroyed ? end() : undefined));
  far.once('close', (failed) => (failed || near.destroyed ? lose() : undefined));
}

/** A wire to `target`, until all is over. `filter` is what happens to the bytes that come from there. */
export async function openWire(target: string, after: After, filter: Filter = unchanged): Promise<Wire> {
  const state: State = {
    pairs: new Set(),
    waiting: new Set(),
    target: new URL(target),
    isCut: false,
    isSilent: false,
    pace: undefined,
  };
  const server = createServer((near) => join(state, near, filter));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as { readonly port: number }).port);
  const reset = (): void => {
    for (const { ends } of state.pairs) for (const socket of ends) socket.resetAndDestroy();
  };
  after(() => {
    server.close();
    reset();
  });
  return {
    url: url.href,
    cut() {
      state.isCut = true;
      reset();
    },
    silence() {
      state.isSilent = true;
    },
    forget() {
      for (const pair of state.pairs) pair.isForgotten = true;
    },
    slow(pace) {
      state.pace = pace;
    },
    heal() {
      state.isCut = false;
      state.isSilent = false;
      state.pace = undefined;
      wake(state);
    },
    lead(next) {
      state.target = new URL(next);
    },
  };
}
