import './globals.ts';
import type { EditKind } from './edits.ts';
import {
  type ClusterPlan,
  drawClients,
  drawStep,
  type Fault,
  frequency,
  type Plan,
  type Step,
  type StepKind,
  usualEdits,
} from './plan.ts';
import { createRng, type Rng } from './random.ts';

/** What may go wrong only where there are several servers. */
export const clusterFaults = [
  'pause',
  'part',
  'sever',
  'flush',
  'restart',
  'unanswered',
] as const satisfies readonly StepKind[];
type ClusterFault = (typeof clusterFaults)[number];

/** Those of one server that make sense with several. */
const ownFaults = [
  'cut',
  'stall',
  'offline',
  'block',
  'leave',
  'reload',
  'attack',
  'revoke',
  'demote',
  'crash',
  'drain',
  'compact',
  'full',
  'failing',
  'slow',
  'put',
  'get',
] as const satisfies readonly Fault[];

/** How often each comes, in a seed that has it. */
const clusterFrequency: Readonly<Record<ClusterFault, number>> = {
  pause: 1.5,
  part: 2,
  sever: 1.5,
  flush: 1,
  restart: 1,
  unanswered: 2,
};

const isClusterFault = (kind: string): kind is ClusterFault => (clusterFaults as readonly string[]).includes(kind);

const drawCluster = (rng: Rng): ClusterPlan => {
  const count = rng.chance(0.5) ? 2 : 3;
  const isCalm = rng.chance(0.4);
  const fate = (most: number): number => (isCalm || rng.chance(0.4) ? 0 : Math.round(rng.between(0, most) * 100) / 100);
  return {
    clocks: Array.from({ length: count }, () => (rng.chance(0.5) ? 0 : Math.round(rng.between(-300_000, 300_000)))),
    redis: rng.chance(0.7),
    fates: { lost: fate(0.5), twice: fate(0.3), late: fate(0.3) },
  };
};

/** Mostly short, and now and then longer than anybody waits. */
const drawMs = (rng: Rng, short: number, long: number): number =>
  Math.round(rng.chance(0.7) ? rng.between(20, short) : rng.between(short, long));

const drawClusterStep = (kind: ClusterFault, at: number, rng: Rng, nodes: number): Step => {
  const node = rng.int(nodes);
  switch (kind) {
    case 'pause':
      return { at, do: kind, node, ms: drawMs(rng, 3_000, 180_000) };
    case 'part':
    case 'sever':
      return { at, do: kind, node, ms: drawMs(rng, 3_000, 40_000) };
    case 'flush':
    case 'restart':
      return { at, do: kind, ms: drawMs(rng, 2_000, 10_000) };
    case 'unanswered':
      return { at, do: kind, ms: drawMs(rng, 2_000, 8_000) };
  }
};

/** A step of one server happens to one of them, and attacks are more often of those that servers have to agree on. */
const placed = (step: Step, rng: Rng, nodes: number): Step => {
  const node = rng.int(nodes);
  if (step.do === 'attack') return rng.chance(0.5) ? { ...step, kind: rng.pick(['foreign', 'presence']) } : step;
  return step.do === 'crash' || step.do === 'drain' || step.do === 'compact' ? { ...step, node } : step;
};

/** Draws a world of several servers on one database. */
export const drawClusteredPlan = (seed: number, events = 200): Plan => {
  const rng = createRng(`clustered plan ${seed}`);
  const cluster = drawCluster(rng.stream('cluster'));
  const nodes = cluster.clocks.length;
  const clients = [...drawClients(rng.stream('clients'))];
  const foes: number[] = [];
  const has: (Fault | ClusterFault)[] = [
    ...ownFaults.filter(() => rng.chance(0.3)),
    ...clusterFaults.filter(() => rng.chance(0.4)),
  ];
  if (has.includes('attack')) {
    foes.push(clients.length);
    const role = rng.chance(0.7) ? 'editor' : 'viewer';
    clients.push({ kind: 'hostile', person: 'mallory', role, latency: [1, 10], weight: 1 });
  }
  const honest = clients.length - foes.length;
  const weights: Partial<Record<Fault | ClusterFault | 'edit' | 'point', number>> = {
    edit: 60,
    point: rng.chance(0.5) ? 10 : 1,
  };
  for (const fault of has)
    weights[fault] = (isClusterFault(fault) ? clusterFrequency[fault] : frequency[fault]) * rng.between(0.3, 2);

  const steps: Step[] = [];
  const late = rng.stream('late');
  for (let who = 0; who < honest; who++)
    steps.push({ at: who === 0 || late.chance(0.6) ? late.int(50) : late.int(15_000), do: 'enter', who });
  const gap = rng.pick([15, 60, 200]);
  for (let at = 20; steps.length < events; ) {
    at += rng.chance(0.3) ? 0 : rng.chance(0.012) ? rng.between(5_000, 60_000) : rng.between(0, 2 * gap);
    const kind = rng.weighted(weights);
    const when = Math.round(at);
    steps.push(
      isClusterFault(kind)
        ? drawClusterStep(kind, when, rng, nodes)
        : placed(drawStep(kind, when, rng, rng.int(honest), foes), rng, nodes),
    );
  }
  steps.sort((a, b) => a.at - b.at);

  const edits = { ...usualEdits };
  for (const kind of Object.keys(edits) as EditKind[]) if (kind !== 'stroke' && rng.chance(0.3)) edits[kind] = 0;
  return {
    seed,
    // Only worlds of one server tell stores apart.
    store: 'sqlite',
    idleMs: rng.pick([20, 300, 5_000, 30_000]),
    compactRows: rng.pick([4, 20, 100, 100_000]),
    clients,
    weights: edits,
    steps,
    cluster,
  };
};
