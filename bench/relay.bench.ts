import { relay, type Traffic } from './config.ts';
import { startGesso } from './gesso.ts';
import { startProcess } from './process.ts';
import { coldLoad } from './relay/cold.ts';
import { crowd } from './relay/crowd.ts';
import { type Outcome, runLoad } from './relay/load.ts';
import { installPeer, type Peer } from './relay/peer.ts';
import { slowReader } from './relay/slow.ts';
import { type Script, writeScripts } from './relay/traffic.ts';
import { type Row, rounded } from './row.ts';
import { say } from './say.ts';
import { quantile } from './statistics.ts';

/** What the relay costs and how long things take on their way, beside a server that only passes frames on. */

const onGesso = async (traffic: Traffic, scripts: readonly Script[]): Promise<Outcome> => {
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    return await runLoad(traffic, scripts, { urlOf: board.socket, usage: server.usage });
  } finally {
    await server.stop();
  }
};

const onBareSockets = async (traffic: Traffic, scripts: readonly Script[]): Promise<Outcome> => {
  const server = await startProcess('bench/baselines/bare-ws.ts', {});
  try {
    const url = server.url.replace('http', 'ws');
    return await runLoad(traffic, scripts, { urlOf: async () => url, usage: server.usage });
  } finally {
    await server.stop();
  }
};

const onPeer = async (peer: Peer, traffic: Traffic, scripts: readonly Script[]): Promise<Outcome> => {
  const server = await peer.start();
  try {
    const url = `${server.url.replace('http', 'ws')}/`;
    return await runLoad(traffic, scripts, { urlOf: async () => url, usage: server.usage, dialect: peer.dialect });
  } finally {
    await server.stop();
  }
};

interface Pair {
  readonly traffic: Traffic;
  readonly ours: Outcome;
  readonly bare: Outcome;
}

const both = async (traffic: Traffic): Promise<Pair> => {
  const scripts = writeScripts(traffic);
  console.log(`  ${traffic.name}: bare ws, then Gesso …`);
  const bare = await onBareSockets(traffic, scripts);
  return { traffic, bare, ours: await onGesso(traffic, scripts) };
};

type Kind = 'document' | 'cursor' | 'live' | 'ack';

const timeRow = ({ traffic, ours, bare }: Pair, kind: Kind, label: string, q: number, goal?: number): Row => ({
  name: `${traffic.name}: ${label} p${q * 100}`,
  value: quantile(ours[kind], q),
  unit: 'ms',
  ...(goal === undefined ? {} : { goal }),
  ...(bare[kind].length === 0 ? {} : { baseline: quantile(bare[kind], q) }),
});

const perMillion = ({ cpuSeconds, deliveries }: Outcome): number => (cpuSeconds / deliveries) * 1e6;

const costRow = ({ traffic, ours, bare }: Pair, goal?: number): Row => ({
  name: `${traffic.name}: server CPU per million deliveries`,
  value: perMillion(ours),
  unit: 's',
  baseline: perMillion(bare),
  ...(goal === undefined ? {} : { goal }),
  note: [
    `${Math.round(ours.deliveries / relay.measuredSeconds)} deliveries/s (bare ${Math.round(bare.deliveries / relay.measuredSeconds)})`,
    `${ours.cores.toFixed(2)} cores (bare ${bare.cores.toFixed(2)})`,
    `${Math.round(ours.rssMB)} MB`,
    `generator busy ${Math.round(ours.generatorBusy * 100)} % (bare ${Math.round(bare.generatorBusy * 100)} %)`,
  ].join(', '),
});

const lostRow = ({ traffic, ours }: Pair): Row => ({
  name: `${traffic.name}: updates lost`,
  value: ours.lost,
  unit: '',
  goal: 0,
  note: `of ${ours.document.length} measured arrivals`,
});

/** Most a delivery may take and cost: CPU in seconds per million, times in ms. */
interface Goals {
  readonly cost: number;
  readonly p50: number;
  readonly p99: number;
}

/** Cost beside the best other relay, where it could be installed. */
const peerRows = async (peer: Peer | undefined, { traffic, ours }: Pair): Promise<readonly Row[]> => {
  if (peer === undefined) return [];
  console.log(`  ${traffic.name}: Hocuspocus …`);
  const theirs = await onPeer(peer, traffic, writeScripts(traffic));
  return [
    {
      name: `${traffic.name}: server CPU, measured ÷ Hocuspocus ${peer.version}`,
      value: perMillion(ours) / perMillion(theirs),
      unit: '×',
      goal: 0.5,
      note: [
        `Hocuspocus ${rounded(perMillion(theirs))} s per million, in memory only`,
        `p50 ${rounded(quantile(theirs.document, 0.5))} ms, p99 ${rounded(quantile(theirs.document, 0.99))} ms`,
        `${Math.round(theirs.deliveries / theirs.seconds)} deliveries/s`,
      ].join(', '),
    },
  ];
};

const fanOut = async (peer: Peer | undefined, traffic: Traffic, goals: Goals): Promise<readonly Row[]> => {
  const pair = await both(traffic);
  return say([
    timeRow(pair, 'document', 'delivery', 0.5, goals.p50),
    timeRow(pair, 'document', 'delivery', 0.99, goals.p99),
    timeRow(pair, 'cursor', 'cursor', 0.99),
    timeRow(pair, 'ack', 'acknowledged', 0.95),
    costRow(pair, goals.cost),
    lostRow(pair),
    ...(await peerRows(peer, pair)),
  ]);
};

const drawingTogether = async (): Promise<readonly Row[]> => {
  const pair = await both(relay.traffic.drawing);
  return say([
    timeRow(pair, 'document', 'delivery', 0.5, 17),
    timeRow(pair, 'document', 'delivery', 0.99, 25),
    timeRow(pair, 'live', 'live ink', 0.5),
    timeRow(pair, 'live', 'live ink', 0.95),
    timeRow(pair, 'ack', 'acknowledged', 0.95),
    costRow(pair),
    lostRow(pair),
  ]);
};

const everyoneAtOnce = async (): Promise<readonly Row[]> => {
  const pair = await both(relay.traffic.everyone);
  return say([
    timeRow(pair, 'ack', 'acknowledged', 0.5),
    timeRow(pair, 'ack', 'acknowledged', 0.95, 50),
    timeRow(pair, 'document', 'delivery', 0.95),
    costRow(pair),
    lostRow(pair),
  ]);
};

/** One draws and a thousand watch. */
const audience = async (): Promise<readonly Row[]> => {
  const traffic = relay.traffic.audience;
  console.log(`  ${traffic.name}: Gesso …`);
  const { document, cores, rssMB, lost, generatorBusy } = await onGesso(traffic, writeScripts(traffic));
  return say([
    { name: `${traffic.name}: delivery p50`, value: quantile(document, 0.5), unit: 'ms' },
    { name: `${traffic.name}: delivery p95`, value: quantile(document, 0.95), unit: 'ms', goal: 40 },
    {
      name: `${traffic.name}: updates lost`,
      value: lost,
      unit: '',
      goal: 0,
      note: `${cores.toFixed(2)} cores, ${Math.round(rssMB)} MB, generator busy ${Math.round(generatorBusy * 100)} %`,
    },
  ]);
};

/** Everybody's cursor at once, and all that people do besides without drawing. The bare relay drowns in it, so there is nothing to compare with. */
const cursorStorm = async (traffic: Traffic): Promise<readonly Row[]> => {
  console.log(`  ${traffic.name}: Gesso …`);
  const { cursor, laser, reaction, cores, rssMB, readers, seconds, generatorBusy } = await onGesso(
    traffic,
    writeScripts(traffic),
  );
  const states = cursor.length / seconds / readers / (traffic.writers - 1);
  const beside = { 'laser p99': laser, 'reaction p99': reaction };
  return say([
    { name: `${traffic.name}: states of each that everybody gets`, value: states, unit: '/s', least: 15 },
    { name: `${traffic.name}: cursor p99`, value: quantile(cursor, 0.99), unit: 'ms', goal: 80 },
    ...Object.entries(beside)
      .filter(([, times]) => times.length > 0)
      .map(([name, times]) => ({
        ...{ name: `${traffic.name}: ${name}`, value: quantile(times, 0.99), unit: 'ms', goal: 80 },
        note: `of ${times.length} arrivals`,
      })),
    {
      name: `${traffic.name}: server CPU`,
      value: cores,
      unit: 'cores',
      goal: 0.4,
      note: `${Math.round(rssMB)} MB, generator busy ${Math.round(generatorBusy * 100)} %`,
    },
  ]);
};

/** `part`: only the people who point (`storm`), or point and talk (`gathering`). */
export const relayBench = async (part?: string): Promise<Row[]> => {
  const { few, team, class: lesson, lecture, storm, gathering } = relay.traffic;
  if (part !== undefined) {
    const one = { storm, gathering }[part];
    if (one === undefined) throw new Error(`no part "${part}"`);
    return [...(await cursorStorm(one))];
  }
  const peer = installPeer();
  const rows: Row[] = [];
  rows.push(...(await fanOut(peer, few, { cost: 32, p50: 2, p99: 8 })));
  rows.push(...(await fanOut(peer, team, { cost: 8, p50: 17, p99: 25 })));
  rows.push(...(await fanOut(peer, lesson, { cost: 6, p50: 17, p99: 25 })));
  rows.push(...(await fanOut(peer, lecture, { cost: 6.5, p50: 17, p99: 25 })));
  rows.push(...(await drawingTogether()));
  rows.push(...(await everyoneAtOnce()));
  rows.push(...(await audience()));
  rows.push(...(await cursorStorm(storm)));
  rows.push(...(await cursorStorm(gathering)));
  rows.push(...say(await coldLoad(peer)));
  rows.push(...say(await crowd()));
  rows.push(...say(await slowReader()));
  return rows;
};
