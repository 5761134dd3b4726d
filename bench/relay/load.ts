import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { relay, type Traffic } from '../config.ts';
import type { Usage } from '../process.ts';
import { type Observer, observe, type Times, type Writer } from './observe.ts';
import { readArrival } from './reader.ts';
import type { Script } from './traffic.ts';

/** What one load did to one server. */
export interface Outcome extends Times {
  /** Updates, cursor states and live messages that arrived at others while it was measured. */
  readonly deliveries: number;
  readonly cpuSeconds: number;
  /** Server CPU seconds per second. */
  readonly cores: number;
  readonly rssMB: number;
  /** Updates times receivers that never arrived. */
  readonly lost: number;
  /** Share of the time in which this process, the one that draws and listens, was busy. */
  readonly generatorBusy: number;
}

const connect = async (url: string): Promise<WebSocket> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
};

/** Calls `send` with 0, 1, 2, … at a steady rate until `end`, catching up after a stall. `phase` is 0–1. */
const steadily = async (rate: number, phase: number, end: number, send: (n: number) => void): Promise<void> => {
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

/** Everything one writer does until `end`. */
const write = (traffic: Traffic, { script, sent }: Writer, socket: WebSocket, phase: number, end: number) => {
  const send = (kind: keyof typeof sent, frame: Uint8Array | undefined): void => {
    if (frame === undefined) return;
    sent[kind].push(performance.now());
    socket.send(frame);
  };
  return Promise.all([
    steadily(traffic.updates, phase, end, (n) => send('document', script.updates[n]?.frame)),
    steadily(traffic.cursors, phase, end, (n) => send('cursor', script.cursor(n + 1))),
    steadily(traffic.live, phase, end, (n) => send('live', script.live(n))),
  ]);
};

/** Listens on every socket. Returns how the first of them was closed, when one was. */
const listenAll = (sockets: readonly WebSocket[], writers: readonly Writer[], observer: Observer): (() => string) => {
  let closed = '';
  for (const [i, socket] of sockets.entries()) {
    const listener = observer.listener(writers[i]);
    socket.on('message', (data) => {
      if (data instanceof Uint8Array) readArrival(data, listener);
    });
    socket.on('close', (code, reason) => {
      closed ||= `${code} ${reason}`;
    });
    socket.on('error', (error) => {
      closed ||= error.message;
    });
  }
  return () => closed;
};

/**
 * Puts a traffic on one board. `urlOf` gives the address of one more socket, `usage` what the server has used. Throws when
 * the server closed a socket.
 */
export const runLoad = async (
  traffic: Traffic,
  scripts: readonly Script[],
  urlOf: () => Promise<string>,
  usage: () => Promise<Usage>,
): Promise<Outcome> => {
  const sockets: WebSocket[] = [];
  for (let i = 0; i < traffic.clients; i++) sockets.push(await connect(await urlOf()));
  const writers = scripts.map((script): Writer => ({ script, sent: { document: [], cursor: [], live: [] } }));
  const observer = observe(writers);
  const closed = listenAll(sockets, writers, observer);

  const end = performance.now() + (relay.warmUpSeconds + relay.measuredSeconds) * 1_000;
  const writing = sockets.flatMap((socket, i) => {
    const writer = writers[i];
    return writer === undefined ? [] : [write(traffic, writer, socket, i / writers.length, end)];
  });
  await delay(relay.warmUpSeconds * 1_000);
  const before = await usage();
  const busyBefore = performance.eventLoopUtilization();
  const begun = performance.now();
  observer.begin();
  await Promise.all(writing);
  observer.end();
  const seconds = (performance.now() - begun) / 1_000;
  const generatorBusy = performance.eventLoopUtilization(busyBefore).utilization;
  const after = await usage();

  const expected = writers.reduce((sum, { sent }) => sum + sent.document.length, 0) * (traffic.clients - 1);
  const patience = performance.now() + relay.patienceSeconds * 1_000;
  while (observer.arrived < expected && performance.now() < patience) await delay(20);
  if (closed() !== '') throw new Error(`the server closed a socket: ${closed()}`);
  for (const socket of sockets) socket.terminate();
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    ...observer.times,
    deliveries: observer.deliveries,
    cpuSeconds,
    cores: cpuSeconds / seconds,
    rssMB: after.rssMB,
    lost: expected - observer.arrived,
    generatorBusy,
  };
};
