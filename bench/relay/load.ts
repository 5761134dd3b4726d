import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { relay, type Traffic } from '../config.ts';
import type { Usage } from '../process.ts';
import { type Listener, readArrival } from './reader.ts';
import { liveIds, type Script } from './traffic.ts';

/** What one load did to one server. Times are ms from the send to the arrival, of what was sent while it was measured. */
export interface Outcome {
  readonly document: readonly number[];
  /** Those of `document` whose writer and receiver are on different servers. */
  readonly across: readonly number[];
  readonly cursor: readonly number[];
  readonly live: readonly number[];
  readonly laser: readonly number[];
  readonly reaction: readonly number[];
  readonly ack: readonly number[];
  /** Updates, cursor states and live messages that arrived at others while it was measured. */
  readonly deliveries: number;
  /** Receivers whose arrivals are counted, and for how many seconds. */
  readonly readers: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Server CPU seconds per second. */
  readonly cores: number;
  readonly rssMB: number;
  /** Updates times receivers that never arrived. */
  readonly lost: number;
  /** Share of the time in which this process, the one that draws and listens, was busy. */
  readonly generatorBusy: number;
}

type Sent = 'document' | 'cursor' | keyof typeof liveIds;

const nothing = <K extends string>(...kinds: readonly K[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Record<K, number[]>;

interface Writer {
  readonly script: Script;
  readonly socket: WebSocket;
  /** Its server. */
  readonly at: number;
  /** When each was sent, by its number. */
  readonly sent: Readonly<Record<Sent, number[]>>;
  acked: number;
}

/** How another server wants the same frames. */
export interface Dialect {
  /** Sent first; the server's first answer is waited for. */
  readonly hello: Uint8Array;
  write(frame: Uint8Array): Uint8Array;
  read(frame: Uint8Array): Uint8Array;
}

const kindOf = new Map<number, keyof typeof liveIds>(
  Object.entries(liveIds).map(([kind, id]) => [id, kind as keyof typeof liveIds]),
);

/** A socket that is open. */
export const connect = async (url: string): Promise<WebSocket> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
};

/** Calls `send` with 0, 1, 2, … at a steady rate until `end`, catching up after a stall. `phase` is 0–1. */
export const steadily = async (rate: number, phase: number, end: number, send: (n: number) => void): Promise<void> => {
  if (rate === 0) return;
  const period = 1_000 / rate;
  const start = performance.now() + phase * period;
  for (let n = 0; ; n++) {
    const due = start + n * period;
    if (due >= end) return;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    send(n);
  }
};

/** Where a load goes. */
export interface Subject {
  /** The address of the socket of a client, by its number. */
  urlOf(client: number): Promise<string>;
  /** What its servers have used together. */
  usage(): Promise<Usage>;
  readonly dialect?: Dialect | undefined;
  /** Which server a client is on, where there are several. */
  readonly serverOf?: (client: number) => number;
}

/** Puts a traffic on one board. */
export const runLoad = async (
  traffic: Traffic,
  scripts: readonly Script[],
  { urlOf, usage, dialect, serverOf = () => 0 }: Subject,
): Promise<Outcome> => {
  const sockets: WebSocket[] = [];
  for (let i = 0; i < traffic.clients; i++) {
    const socket = await connect(await urlOf(i));
    sockets.push(socket);
    if (dialect === undefined) continue;
    socket.send(dialect.hello);
    await once(socket, 'message');
  }
  const writers = scripts.flatMap((script, i): Writer[] => {
    const socket = sockets[i];
    return socket
      ? [
          {
            script,
            socket,
            at: serverOf(i),
            sent: nothing('document', 'cursor', 'live', 'laser', 'reaction'),
            acked: 0,
          },
        ]
      : [];
  });
  const byClient = new Map(writers.map((writer) => [writer.script.client, writer]));
  const times = nothing('document', 'across', 'cursor', 'live', 'laser', 'reaction', 'ack');
  let from = Number.POSITIVE_INFINITY;
  let measuring = false;
  let deliveries = 0;
  let arrived = 0;
  let closed = '';

  const note = (kind: keyof typeof times, sentAt: number | undefined, now: number): void => {
    if (sentAt === undefined) return;
    if (sentAt >= from) times[kind].push(now - sentAt);
    if (measuring && kind !== 'ack' && kind !== 'across') deliveries++;
  };

  const listen = (socket: WebSocket, at: number): Listener => {
    const own = writers.find((writer) => writer.socket === socket);
    const seen = new Map(writers.map((writer) => [writer.script.client, 0]));
    return {
      document(client, end) {
        const writer = byClient.get(client);
        if (writer === undefined || writer === own) return;
        const now = performance.now();
        let next = seen.get(client) ?? 0;
        for (; (writer.script.updates[next]?.end ?? Number.POSITIVE_INFINITY) <= end; next++) {
          arrived++;
          note('document', writer.sent.document[next], now);
          if (writer.at !== at) note('across', writer.sent.document[next], now);
        }
        seen.set(client, next);
      },
      cursor(client, clock) {
        const writer = byClient.get(client);
        if (writer !== own) note('cursor', writer?.sent.cursor[clock - 1], performance.now());
      },
      live(client, id, seq) {
        const writer = byClient.get(client);
        const kind = kindOf.get(id);
        if (writer !== own && kind !== undefined) note(kind, writer?.sent[kind][seq], performance.now());
      },
      saved(count) {
        if (own === undefined) return;
        const now = performance.now();
        for (; own.acked < count; own.acked++) note('ack', own.sent.document[own.acked], now);
      },
    };
  };
  const readers = sockets.slice(0, traffic.readers ?? sockets.length);
  for (const [i, socket] of sockets.entries()) {
    const listener = i < readers.length ? listen(socket, serverOf(i)) : undefined;
    socket.on('message', (data) => {
      if (listener !== undefined && data instanceof Uint8Array) readArrival(dialect?.read(data) ?? data, listener);
    });
    socket.on('close', (code, reason) => {
      closed ||= `${code} ${reason}`;
    });
    socket.on('error', () => {});
  }

  const { warmUpSeconds = relay.warmUpSeconds } = traffic;
  const start = performance.now();
  const end = start + (warmUpSeconds + relay.measuredSeconds) * 1_000;
  const sending = writers.flatMap(({ script, socket, sent }, i) => {
    const send = (kind: keyof typeof sent, frame: Uint8Array | undefined): void => {
      if (frame === undefined) return;
      sent[kind].push(performance.now());
      socket.send(dialect?.write(frame) ?? frame);
    };
    const phase = i / writers.length;
    return [
      steadily(traffic.updates, phase, end, (n) => send('document', script.updates[n]?.frame)),
      steadily(traffic.cursors, phase, end, (n) => send('cursor', script.cursor(n + 1))),
      steadily(traffic.live, phase, end, (n) => send('live', script.live(n))),
      steadily(i < (traffic.lasers ?? 0) ? traffic.cursors : 0, phase, end, (n) => send('laser', script.laser(n))),
      steadily(traffic.reactions ?? 0, phase, end, (n) => send('reaction', script.reaction(n))),
    ];
  });

  await delay(warmUpSeconds * 1_000);
  const before = await usage();
  const busyBefore = performance.eventLoopUtilization();
  from = performance.now();
  measuring = true;
  await Promise.all(sending);
  measuring = false;
  const seconds = (performance.now() - from) / 1_000;
  const generatorBusy = performance.eventLoopUtilization(busyBefore).utilization;
  const after = await usage();

  const expected = writers.reduce((sum, { sent, socket }) => {
    const others = readers.length - (readers.includes(socket) ? 1 : 0);
    return sum + sent.document.length * others;
  }, 0);
  const patience = performance.now() + relay.patienceSeconds * 1_000;
  while (arrived < expected && performance.now() < patience) await delay(20);
  if (closed !== '') throw new Error(`the server closed a socket with ${closed}`);
  for (const socket of sockets) socket.terminate();
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    ...times,
    deliveries,
    readers: readers.length,
    seconds,
    cpuSeconds,
    cores: cpuSeconds / seconds,
    rssMB: after.rssMB,
    lost: expected - arrived,
    generatorBusy,
  };
};
