import { cluster } from '../config.ts';
import { type Server, startProcess, usageOfAll } from '../process.ts';
import { type Outcome, runLoad } from '../relay/load.ts';
import { installPeer, type Peer } from '../relay/peer.ts';
import { writeScripts } from '../relay/traffic.ts';
import { type Row, rounded } from '../row.ts';
import { quantile } from '../statistics.ts';
import { type Measured, onNodes, perMillion, shares, usedDuring } from './beside.ts';
import { startEngines } from './engines.ts';
import { type Loss, lossOf } from './killed.ts';
import { startNodes } from './nodes.ts';

/** Two servers of the newest Hocuspocus, with its extensions for Redis and a database. */
const startPeers = async ({ folder }: Peer, count: number) => {
  const engines = await startEngines();
  const env = { PEER_FOLDER: folder, PEER_DATABASE: engines.database, PEER_REDIS: engines.redis };
  const start = (): Promise<Server> => startProcess('bench/baselines/hocuspocus-cluster.ts', env);
  let servers: Server[] = [];
  for (let n = 0; n < count; n++) servers.push(await start());
  const usage = () => usageOfAll(servers);
  return {
    engines,
    usage,
    parts: async () => ({ servers: (await usage()).cpuSeconds, ...engines.usage() }),
    urlOf: async (client: number) => `${servers[client % count]?.url.replace('http', 'ws')}/`,
    async restart() {
      await Promise.all(servers.map((server) => server.stop()));
      servers = [];
      for (let n = 0; n < count; n++) servers.push(await start());
    },
    async stop() {
      for (const server of servers) await server.stop();
      await engines.remove();
    },
  };
};

const loadOn = async (peer: Peer): Promise<Measured> => {
  const traffic = cluster.together;
  const peers = await startPeers(peer, 2);
  try {
    const meter = usedDuring(peers.parts);
    const outcome = await runLoad(traffic, writeScripts(traffic), {
      urlOf: peers.urlOf,
      usage: () => meter.usage(peers.usage),
      dialect: peer.dialect,
      serverOf: (client) => client % 2,
    });
    return { outcome, parts: meter.used() };
  } finally {
    await peers.stop();
  }
};

const theirLoss = async (peer: Peer): Promise<Loss> => {
  const peers = await startPeers(peer, cluster.killed.servers);
  try {
    return await lossOf({
      urlOf: peers.urlOf,
      dialect: peer.dialect,
      async killAll() {
        await peers.restart();
        return peers.urlOf(0);
      },
    });
  } finally {
    await peers.stop();
  }
};

const ourLoss = async (): Promise<Loss> => {
  const nodes = await startNodes(cluster.killed.servers);
  try {
    const board = await nodes.newBoard();
    return await lossOf({
      urlOf: (client) => nodes.socketOn(client, board),
      async killAll() {
        await nodes.restart();
        return nodes.socketOn(0, board);
      },
    });
  } finally {
    await nodes.stop();
  }
};

const wholeCost = ({ outcome, parts }: Measured): number =>
  perMillion(parts.servers + parts.database + parts.redis, outcome);

const arrivals = ({ across }: Outcome): string =>
  `p50 ${rounded(quantile(across, 0.5))} ms, p99 ${rounded(quantile(across, 0.99))} ms from one server to the other`;

/** Two servers of one board beside two of Hocuspocus, and what is lost when all of them are killed. */
export const peerRows = async (): Promise<readonly Row[]> => {
  const peer = installPeer(['@hocuspocus/extension-redis', '@hocuspocus/extension-database', 'pg']);
  if (peer === undefined) return [];
  const traffic = cluster.together;
  console.log(`  ${traffic.name} on two servers: Hocuspocus ${peer.version}, then Gesso …`);
  const theirs = await loadOn(peer);
  const ours = await onNodes(2, traffic);
  console.log('  all servers killed: Hocuspocus, then Gesso …');
  const lostThere = await theirLoss(peer);
  const lostHere = await ourLoss();
  return [
    {
      name: `${traffic.name} on two servers: CPU of servers and engines, measured ÷ Hocuspocus ${peer.version}`,
      value: wholeCost(ours) / wholeCost(theirs),
      unit: '×',
      goal: 1,
      note: [
        `ours ${rounded(wholeCost(ours))} s per million (${shares(ours.parts, ours.outcome)}), ${arrivals(ours.outcome)}`,
        `theirs ${rounded(wholeCost(theirs))} (${shares(theirs.parts, theirs.outcome)}), ${arrivals(theirs.outcome)}, ${theirs.outcome.lost} not arrived`,
      ].join('; '),
    },
    {
      name: 'all servers killed while 20 draw: strokes others saw that are lost',
      value: lostHere.lost,
      unit: '',
      goal: 0,
      baseline: lostThere.lost,
      note: `of ${lostHere.seen} seen; Hocuspocus ${lostThere.lost} of ${lostThere.seen}`,
    },
  ];
};
