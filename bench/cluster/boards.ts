import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { cluster } from '../config.ts';
import { connect, steadily } from '../relay/load.ts';
import { readArrival } from '../relay/reader.ts';
import { type Script, writeScripts } from '../relay/traffic.ts';
import type { Row } from '../row.ts';
import { quantile } from '../statistics.ts';
import { type Nodes, type Parts, startNodes } from './nodes.ts';

const { servers, count, updates, cursors, warmUpSeconds, measuredSeconds, atOnce } = cluster.boards;

/** A board with one who draws and one who watches, both on the server of the board, as a proxy sends them. */
interface Pair {
  readonly writer: WebSocket;
  readonly watcher: WebSocket;
  /** When each stroke was sent. */
  readonly sent: number[];
}

const openAll = async (nodes: Nodes): Promise<readonly Pair[]> => {
  const pairs: Pair[] = [];
  let next = 0;
  const open = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const board = await nodes.newBoard();
      const writer = await connect(await nodes.socketOn(n % servers, board));
      const watcher = await connect(await nodes.socketOn(n % servers, board));
      pairs.push({ writer, watcher, sent: [] });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, open));
  return pairs;
};

const closed = (sockets: readonly WebSocket[]): (() => number) => {
  let ended = 0;
  for (const socket of sockets) {
    socket.on('close', () => ended++);
    socket.on('error', () => {});
  }
  return () => ended;
};

/** Times (ms) of what was sent once it was measured. */
const listen = (pairs: readonly Pair[], script: Script, from: () => number) => {
  const times = { delivery: [] as number[], acknowledged: [] as number[] };
  let arrived = 0;
  const note = (kind: keyof typeof times, sentAt: number | undefined): void => {
    if (sentAt !== undefined && sentAt >= from()) times[kind].push(performance.now() - sentAt);
  };
  const nothing = { document() {}, cursor() {}, live() {}, saved() {} };
  for (const { writer, watcher, sent } of pairs) {
    let acked = 0;
    let seen = 0;
    const ofWriter = {
      ...nothing,
      saved(total: number) {
        for (; acked < total; acked++) note('acknowledged', sent[acked]);
      },
    };
    const ofWatcher = {
      ...nothing,
      document(_client: number, end: number) {
        for (; (script.updates[seen]?.end ?? Number.POSITIVE_INFINITY) <= end; seen++) {
          arrived++;
          note('delivery', sent[seen]);
        }
      },
    };
    writer.on('message', (data) => data instanceof Uint8Array && readArrival(data, ofWriter));
    watcher.on('message', (data) => data instanceof Uint8Array && readArrival(data, ofWatcher));
  }
  return { times, arrived: () => arrived };
};

const most = (parts: Parts, generator: number): string => {
  const [[name = '', cores = 0] = []] = Object.entries({ ...parts, 'this generator': generator }).sort(
    ([, a], [, b]) => b - a,
  );
  return `most is used by ${name} (${cores.toFixed(2)} cores)`;
};

/** Many boards over three servers: who is the limit. */
export const boardsRows = async (): Promise<readonly Row[]> => {
  const name = `${count} boards over ${servers} servers`;
  console.log(`  ${name}: Gesso …`);
  const nodes = await startNodes(servers);
  try {
    const pairs = await openAll(nodes);
    const ended = closed(pairs.flatMap(({ writer, watcher }) => [writer, watcher]));
    const [script] = writeScripts({ name, clients: 2, writers: 1, updates: 1, cursors, live: 0 });
    if (script === undefined) throw new Error('nothing to draw');
    let from = Number.POSITIVE_INFINITY;
    const { times, arrived } = listen(pairs, script, () => from);
    const end = performance.now() + (warmUpSeconds + measuredSeconds) * 1_000;
    const sending = pairs.flatMap(({ writer, sent }, i) => [
      steadily(updates, i / count, end, (n) => {
        const frame = script.updates[n]?.frame;
        if (frame === undefined) return;
        sent.push(performance.now());
        writer.send(frame);
      }),
      steadily(cursors, i / count, end, (n) => writer.send(script.cursor(n + 1))),
    ]);
    await delay(warmUpSeconds * 1_000);
    const before = await nodes.parts();
    const own = process.cpuUsage();
    from = performance.now();
    await Promise.all(sending);
    const seconds = (performance.now() - from) / 1_000;
    const after = await nodes.parts();
    const { user, system } = process.cpuUsage(own);
    const generator = (user + system) / 1e6 / seconds;
    const expected = pairs.reduce((sum, { sent }) => sum + sent.length, 0);
    const patience = performance.now() + 10_000;
    while (arrived() < expected && performance.now() < patience) await delay(20);
    const cores = (part: keyof Parts): number => (after[part] - before[part]) / seconds;
    const parts = { servers: cores('servers'), database: cores('database'), redis: cores('redis') };
    const { rssMB } = await nodes.usage();
    const commits = times.acknowledged.length / seconds;
    return [
      {
        name: `${name}: acknowledged p95`,
        value: quantile(times.acknowledged, 0.95),
        unit: 'ms',
        note: `${Math.round(commits)} strokes/s and ${Math.round(count * cursors)} cursors/s; ${most(parts, generator)}`,
      },
      { name: `${name}: delivery p95`, value: quantile(times.delivery, 0.95), unit: 'ms' },
      { name: `${name}: all servers`, value: parts.servers, unit: 'cores', note: `${Math.round(rssMB)} MB` },
      {
        name: `${name}: PostgreSQL`,
        value: parts.database,
        unit: 'cores',
        note: `${Math.round((parts.database / commits) * 1e6)} µs a stroke`,
      },
      { name: `${name}: Redis`, value: parts.redis, unit: 'cores' },
      { name: `${name}: strokes that did not arrive`, value: expected - arrived(), unit: '', goal: 0 },
      { name: `${name}: connections ended`, value: ended(), unit: '', goal: 0 },
    ];
  } finally {
    await nodes.stop();
  }
};
