import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { messageType, syncType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { cluster } from '../config.ts';
import { emptyStep1 } from '../relay/cold.ts';
import { connect, type Dialect, steadily } from '../relay/load.ts';
import { readArrival } from '../relay/reader.ts';
import { type Script, writeScripts } from '../relay/traffic.ts';

const { clients, writers, updates, seconds } = cluster.killed;

/** A cluster that may be killed and started again. */
export interface Mortal {
  urlOf(client: number): Promise<string>;
  readonly dialect?: Dialect | undefined;
  /** Kills all servers at once and starts them again, beside the same engines. Resolves with the address for a newcomer. */
  killAll(): Promise<string>;
}

export interface Loss {
  /** Strokes that another person saw. */
  readonly seen: number;
  /** Those of them that a newcomer does not get after all servers were killed and started again. */
  readonly lost: number;
}

const greet = async (url: string, dialect: Dialect | undefined): Promise<WebSocket> => {
  const socket = await connect(url);
  if (dialect !== undefined) {
    socket.send(dialect.hello);
    await once(socket, 'message');
  }
  return socket;
};

/** Up to which clock each client's work is on the board a newcomer gets. */
const boardOf = async (url: string, dialect: Dialect | undefined): Promise<ReadonlyMap<number, number>> => {
  const socket = await greet(url, dialect);
  const doc = new Y.Doc();
  const come = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (!(data instanceof Uint8Array)) return;
      const decoder = decoding.createDecoder(dialect?.read(data) ?? data);
      if (decoding.readVarUint(decoder) !== messageType.sync || decoding.readVarUint(decoder) !== syncType.step2)
        return;
      Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
      resolve();
    });
  });
  socket.send(dialect?.write(emptyStep1) ?? emptyStep1);
  await come;
  socket.terminate();
  return new Map(Y.decodeStateVector(Y.encodeStateVector(doc)));
};

/** How many of a writer's strokes end by this clock. */
const upTo = ({ updates: strokes }: Script, clock: number): number => strokes.filter(({ end }) => end <= clock).length;

/** What was seen and is not there after all servers were killed while people drew. */
export const lossOf = async (mortal: Mortal): Promise<Loss> => {
  const { dialect } = mortal;
  const sockets: WebSocket[] = [];
  for (let i = 0; i < clients; i++) sockets.push(await greet(await mortal.urlOf(i), dialect));
  const traffic = { ...{ name: 'killed', clients, writers, updates }, ...{ cursors: 0, live: 0 } };
  const scripts = writeScripts(traffic);
  const seen = new Map<number, number>();
  for (const [i, socket] of sockets.entries()) {
    const own = scripts[i]?.client;
    const listener = {
      ...{ cursor() {}, live() {}, saved() {} },
      document(client: number, end: number) {
        if (client !== own) seen.set(client, Math.max(seen.get(client) ?? 0, end));
      },
    };
    socket.on('message', (data) => data instanceof Uint8Array && readArrival(dialect?.read(data) ?? data, listener));
    socket.on('error', () => {});
  }
  const end = performance.now() + seconds * 1_000;
  for (const [i, script] of scripts.entries()) {
    void steadily(updates, i / writers, end, (n) => {
      const frame = script.updates[n]?.frame;
      if (frame !== undefined) sockets[i]?.send(dialect?.write(frame) ?? frame);
    });
  }
  await delay(seconds * 1_000);
  const newcomer = await mortal.killAll();
  for (const socket of sockets) socket.terminate();
  const kept = await boardOf(newcomer, dialect);
  const count = (clocks: ReadonlyMap<number, number>): number =>
    scripts.reduce((sum, script) => sum + upTo(script, clocks.get(script.client) ?? 0), 0);
  const both = new Map([...seen].map(([client, clock]) => [client, Math.min(clock, kept.get(client) ?? 0)]));
  return { seen: count(seen), lost: count(seen) - count(both) };
};
