import { cluster, relay, type Traffic } from '../config.ts';
import { startGesso } from '../gesso.ts';
import { type Outcome, runLoad } from '../relay/load.ts';
import { writeScripts } from '../relay/traffic.ts';
import { type Row, rounded } from '../row.ts';
import { quantile } from '../statistics.ts';
import { type Parts, startNodes } from './nodes.ts';

/** One load on one board, and what all parts used, while it was measured. */
export interface Measured {
  readonly outcome: Outcome;
  /** CPU seconds. */
  readonly parts: Parts;
}

/** What all parts use from one question for `usage` to the next: before what is measured, and after it. */
export const usedDuring = (parts: () => Promise<Parts>) => {
  const seen: Parts[] = [];
  return {
    async usage(servers: () => Promise<{ readonly cpuSeconds: number; readonly rssMB: number }>) {
      seen.push(await parts());
      return servers();
    },
    used(): Parts {
      const [from, to] = [seen.at(-2), seen.at(-1)];
      const of = (part: keyof Parts): number => (to?.[part] ?? 0) - (from?.[part] ?? 0);
      return { servers: of('servers'), database: of('database'), redis: of('redis') };
    },
  };
};

/** People spread over `count` servers by turns. */
export const onNodes = async (count: number, traffic: Traffic): Promise<Measured> => {
  const nodes = await startNodes(count);
  try {
    const board = await nodes.newBoard();
    const meter = usedDuring(nodes.parts);
    const outcome = await runLoad(traffic, writeScripts(traffic), {
      urlOf: (client) => nodes.socketOn(client % count, board),
      usage: () => meter.usage(nodes.usage),
      serverOf: (client) => client % count,
    });
    return { outcome, parts: meter.used() };
  } finally {
    await nodes.stop();
  }
};

const onFile = async (traffic: Traffic): Promise<Outcome> => {
  const server = await startGesso();
  try {
    const board = await server.newBoard();
    return await runLoad(traffic, writeScripts(traffic), { urlOf: board.socket, usage: server.usage });
  } finally {
    await server.stop();
  }
};

export const perMillion = (cpuSeconds: number, { deliveries }: Outcome): number => (cpuSeconds / deliveries) * 1e6;

/** What each part used of a core. */
export const shares = ({ servers, database, redis }: Parts, { seconds, generatorBusy }: Outcome): string =>
  [
    `servers ${(servers / seconds).toFixed(2)} cores, PostgreSQL ${(database / seconds).toFixed(2)}`,
    `Redis ${(redis / seconds).toFixed(2)}`,
    `generator busy ${Math.round(generatorBusy * 100)} %`,
  ].join(', ');

const lost = (name: string, { lost: missing, document }: Outcome): Row => ({
  name: `${name}: updates lost`,
  value: missing,
  unit: '',
  goal: 0,
  note: `of ${document.length} measured arrivals`,
});

/** One server on PostgreSQL beside one on SQLite. */
export const storeRows = async (): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const traffic of [cluster.together, cluster.everyone]) {
    console.log(`  ${traffic.name}: SQLite, then PostgreSQL …`);
    const file = await onFile(traffic);
    const { outcome, parts } = await onNodes(1, traffic);
    const name = `${traffic.name} on PostgreSQL`;
    rows.push(
      {
        name: `${name}: server CPU per delivery ÷ on SQLite`,
        value: perMillion(outcome.cpuSeconds, outcome) / perMillion(file.cpuSeconds, file),
        unit: '×',
        goal: cluster.goals.store,
        note: `${rounded(perMillion(outcome.cpuSeconds, outcome))} s per million beside ${rounded(perMillion(file.cpuSeconds, file))}; ${shares(parts, outcome)}`,
      },
      {
        name: `${name}: acknowledged p95`,
        value: quantile(outcome.ack, 0.95),
        unit: 'ms',
        goal: cluster.goals.acknowledged,
        baseline: quantile(file.ack, 0.95),
      },
      {
        name: `${name}: delivery p99`,
        value: quantile(outcome.document, 0.99),
        unit: 'ms',
        baseline: quantile(file.document, 0.99),
      },
      lost(name, outcome),
    );
  }
  return rows;
};

/** One board on two servers beside the same on one of them. */
const spreadRows = async (traffic: Traffic): Promise<readonly Row[]> => {
  console.log(`  ${traffic.name}: one server on PostgreSQL, then two …`);
  const one = await onNodes(1, traffic);
  const two = await onNodes(2, traffic);
  const name = `${traffic.name} on two servers`;
  return [
    {
      name: `${name}: delivery p99 from one to the other ÷ on one`,
      value: quantile(two.outcome.across, 0.99) / quantile(one.outcome.document, 0.99),
      unit: '×',
      goal: cluster.goals.across,
      note: `${rounded(quantile(two.outcome.across, 0.99))} ms beside ${rounded(quantile(one.outcome.document, 0.99))}; p50 ${rounded(quantile(two.outcome.across, 0.5))} beside ${rounded(quantile(one.outcome.document, 0.5))}`,
    },
    {
      name: `${name}: CPU of both per delivery ÷ of one`,
      value: perMillion(two.outcome.cpuSeconds, two.outcome) / perMillion(one.outcome.cpuSeconds, one.outcome),
      unit: '×',
      goal: cluster.goals.summed,
      note: `two: ${shares(two.parts, two.outcome)}; one: ${shares(one.parts, one.outcome)}`,
    },
    lost(name, two.outcome),
  ];
};

export const twoRows = async (): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const traffic of cluster.spread) rows.push(...(await spreadRows(traffic)));
  return rows;
};

/** One draws and a thousand on three servers watch. */
export const audienceRows = async (): Promise<readonly Row[]> => {
  const traffic = cluster.audience;
  console.log(`  ${traffic.name}: Gesso …`);
  const { outcome, parts } = await onNodes(3, traffic);
  return [
    {
      name: `${traffic.name}: delivery p95`,
      value: quantile(outcome.document, 0.95),
      unit: 'ms',
      goal: cluster.goals.audience,
      note: `${traffic.updates} updates/s for ${relay.measuredSeconds} s; ${shares(parts, outcome)}, ${Math.round(outcome.rssMB)} MB`,
    },
    lost(traffic.name, outcome),
  ];
};
