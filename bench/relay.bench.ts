import { relay, type Traffic } from './config.ts';
import { startGesso } from './gesso.ts';
import { startProcess } from './process.ts';
import { type Outcome, runLoad } from './relay/load.ts';
import { type Script, writeScripts } from './relay/traffic.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { quantile } from './statistics.ts';

/** What the relay costs and how long things take on their way, beside a server that only passes frames on. */

const onGesso = async (traffic: Traffic, scripts: readonly Script[]): Promise<Outcome> => {
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    return await runLoad(traffic, scripts, board.socket, server.usage);
  } finally {
    await server.stop();
  }
};

const onBareSockets = async (traffic: Traffic, scripts: readonly Script[]): Promise<Outcome> => {
  const server = await startProcess('bench/baselines/bare-ws.ts', {});
  try {
    const url = server.url.replace('http', 'ws');
    return await runLoad(traffic, scripts, async () => url, server.usage);
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

export const relayBench = async (): Promise<Row[]> => {
  const { heavy, drawing, everyone } = relay.traffic;
  const rows: Row[] = [];
  const a = await both(heavy);
  rows.push(
    ...say([
      timeRow(a, 'document', 'delivery', 0.5, 17),
      timeRow(a, 'document', 'delivery', 0.95),
      timeRow(a, 'document', 'delivery', 0.99, 25),
      timeRow(a, 'ack', 'acknowledged', 0.5),
      timeRow(a, 'ack', 'acknowledged', 0.95),
      costRow(a, 8),
      lostRow(a),
    ]),
  );
  const b = await both(drawing);
  rows.push(
    ...say([
      timeRow(b, 'document', 'delivery', 0.5, 17),
      timeRow(b, 'document', 'delivery', 0.99, 25),
      timeRow(b, 'live', 'live ink', 0.5),
      timeRow(b, 'live', 'live ink', 0.95),
      timeRow(b, 'ack', 'acknowledged', 0.95),
      costRow(b),
      lostRow(b),
    ]),
  );
  const c = await both(everyone);
  rows.push(
    ...say([
      timeRow(c, 'ack', 'acknowledged', 0.5),
      timeRow(c, 'ack', 'acknowledged', 0.95, 50),
      timeRow(c, 'document', 'delivery', 0.95),
      costRow(c),
      lostRow(c),
    ]),
  );
  return rows;
};
