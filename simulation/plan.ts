import './globals.ts';
import type { Role } from '@gesso/crdt-schema';
import type { EditKind, EditWeights } from './edits.ts';
import { type Attack, attacks } from './hostile.ts';
import type { Fates } from './hub.ts';
import { createRng, type Rng } from './random.ts';
import type { StoreKind } from './storage.ts';

/** Something the world does at a moment of virtual time (ms). A step that makes no sense where it comes is skipped. */
export type Step = { readonly at: number } & (
  | { readonly do: 'edit' | 'point'; readonly who: number; readonly seed: number }
  | { readonly do: 'cut'; readonly who: number; readonly client: number; readonly server: number }
  | { readonly do: 'stall' | 'offline' | 'block'; readonly who: number; readonly ms: number }
  | { readonly do: 'enter'; readonly who: number }
  | { readonly do: 'leave' | 'reload'; readonly who: number; readonly keeps: boolean }
  | { readonly do: 'attack'; readonly who: number; readonly kind: Attack; readonly seed: number }
  | { readonly do: 'revoke' | 'demote'; readonly who: number }
  | { readonly do: 'put'; readonly who: number; readonly seed: number }
  | { readonly do: 'get'; readonly who: number }
  /** `power`: what was not synced is lost too. `down`: how long until it starts again. `node`: which of several servers. */
  | { readonly do: 'crash'; readonly power: boolean; readonly down: number; readonly node?: number }
  | { readonly do: 'drain'; readonly over: number; readonly down: number; readonly node?: number }
  | { readonly do: 'compact'; readonly node?: number }
  | { readonly do: 'rot' }
  | { readonly do: 'full' | 'failing' | 'slow'; readonly ms: number }
  /** Of several servers one is paused, reaches Redis no more, or the database. */
  | { readonly do: 'pause' | 'part' | 'sever'; readonly node: number; readonly ms: number }
  /** Redis is started again, or the database; answers of that get lost. */
  | { readonly do: 'flush' | 'restart' | 'unanswered'; readonly ms: number }
);
export type StepKind = Step['do'];

export interface ClientPlan {
  readonly kind: 'editor' | 'hostile';
  /** Clients of one person are tabs. */
  readonly person: string;
  readonly role: Exclude<Role, 'owner' | 'commenter'>;
  /** Milliseconds one way. */
  readonly latency: readonly [number, number];
  readonly weight: number;
}

/** Several servers on the same boards. */
export interface ClusterPlan {
  /** How far the clock of each is off (ms): so many servers there are. */
  readonly clocks: readonly number[];
  /** Whether there is a Redis; without one the database tells what is new. */
  readonly redis: boolean;
  /** What becomes of messages between them, all the time. */
  readonly fates: Fates;
}

/** Everything a world does, drawn from its seed before it begins: so that any part of it can be left out. */
export interface Plan {
  readonly seed: number;
  readonly store: StoreKind;
  readonly idleMs: number;
  readonly compactRows: number;
  readonly clients: readonly ClientPlan[];
  readonly weights: EditWeights;
  readonly steps: readonly Step[];
  /** Without it there is one server, on a disk of its own. */
  readonly cluster?: ClusterPlan;
}

/** Faults by which a plan may be made simpler when it has failed. */
export const faults = [
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
  'rot',
  'full',
  'failing',
  'slow',
  'put',
  'get',
] as const satisfies readonly StepKind[];
export type Fault = (typeof faults)[number];

export const usualEdits: Readonly<Record<EditKind, number>> = {
  stroke: 8,
  shape: 4,
  note: 3,
  connect: 2,
  move: 8,
  style: 4,
  remove: 3,
  undo: 3,
  redo: 2,
  type: 6,
  heap: 0.05,
  comment: 6,
};

/** How often each fault comes, in a seed that has it, beside about 60 edits of 100 steps. */
export const frequency: Readonly<Record<Fault, number>> = {
  cut: 5,
  stall: 3,
  offline: 3,
  block: 2,
  leave: 2,
  reload: 3,
  attack: 12,
  revoke: 1,
  demote: 1,
  crash: 2,
  drain: 1,
  compact: 3,
  rot: 1,
  full: 2,
  failing: 2,
  slow: 2,
  put: 2,
  get: 2,
};

export const drawClients = (rng: Rng): ClientPlan[] => {
  const far = rng.chance(0.3);
  const count = 2 + rng.int(7);
  const clients: ClientPlan[] = [];
  for (let i = 0; i < count; i++) {
    const from = rng.between(0.2, far ? 120 : 15);
    const [first] = clients;
    // The first one always writes; a second tab of the same person is a person too.
    const tab = first !== undefined && rng.chance(0.15);
    const role = i === 0 || tab || rng.chance(0.8) ? 'editor' : 'viewer';
    clients.push({
      kind: 'editor',
      person: tab ? first.person : `person-${i}`,
      role,
      latency: [from, from + rng.between(0, far ? 200 : 10)],
      weight: rng.chance(0.1) ? 5_000 : 1,
    });
  }
  return clients;
};

export const drawStep = (
  kind: Fault | 'edit' | 'point',
  at: number,
  rng: Rng,
  who: number,
  foes: readonly number[],
): Step => {
  const seed = rng.int(2 ** 31);
  switch (kind) {
    case 'edit':
    case 'point':
      return { at, do: kind, who, seed };
    case 'cut':
      return {
        at,
        do: 'cut',
        who,
        client: rng.chance(0.8) ? rng.int(50) : 60_000,
        server: rng.chance(0.6) ? rng.int(50) : rng.int(40_000),
      };
    case 'stall':
    case 'offline':
    case 'block':
      return {
        at,
        do: kind,
        who,
        ms: Math.round(rng.chance(0.8) ? rng.between(50, 3_000) : rng.between(3_000, 40_000)),
      };
    case 'leave':
    case 'reload':
      return { at, do: kind, who, keeps: rng.chance(0.7) };
    case 'attack':
      return { at, do: 'attack', who: foes.length === 0 ? who : rng.pick(foes), kind: rng.pick(attacks), seed };
    case 'revoke':
    case 'demote':
    case 'get':
      return { at, do: kind, who };
    case 'put':
      return { at, do: 'put', who, seed };
    case 'crash':
      return { at, do: 'crash', power: rng.chance(0.5), down: Math.round(rng.between(0, 3_000)) };
    case 'drain':
      return { at, do: 'drain', over: rng.int(400), down: rng.int(2_000) };
    case 'compact':
    case 'rot':
      return { at, do: kind };
    case 'full':
    case 'failing':
    case 'slow':
      return { at, do: kind, ms: Math.round(rng.between(20, 4_000)) };
  }
};

/** Draws a world: its people, its disk, which faults it has and how often, and what happens when. */
export const drawPlan = (seed: number, events = 250): Plan => {
  const rng = createRng(`plan ${seed}`);
  const clients = drawClients(rng.stream('clients'));
  const foes: number[] = [];
  const has: Fault[] = faults.filter(() => rng.chance(0.4));
  if (has.includes('attack')) {
    foes.push(clients.length);
    const role = rng.chance(0.7) ? 'editor' : 'viewer';
    clients.push({ kind: 'hostile', person: 'mallory', role, latency: [1, 10], weight: 1 });
  }
  const honest = clients.length - foes.length;
  const weights: Partial<Record<Fault | 'edit' | 'point', number>> = { edit: 60, point: rng.chance(0.5) ? 10 : 1 };
  for (const fault of has) weights[fault] = frequency[fault] * rng.between(0.3, 2);

  const steps: Step[] = [];
  const late = rng.stream('late');
  for (let who = 0; who < honest; who++)
    steps.push({ at: who === 0 || late.chance(0.6) ? late.int(50) : late.int(15_000), do: 'enter', who });
  const gap = rng.pick([15, 60, 200]);
  for (let at = 20; steps.length < events; ) {
    // Bursts, pauses, and now and then long enough for everybody to be forgotten.
    at += rng.chance(0.3) ? 0 : rng.chance(0.01) ? rng.between(10_000, 40_000) : rng.between(0, 2 * gap);
    steps.push(drawStep(rng.weighted(weights), Math.round(at), rng, rng.int(honest), foes));
  }
  steps.sort((a, b) => a.at - b.at);

  const edits = { ...usualEdits };
  for (const kind of Object.keys(edits) as EditKind[]) if (kind !== 'stroke' && rng.chance(0.3)) edits[kind] = 0;
  return {
    seed,
    store: rng.chance(0.5) ? 'sqlite' : 'log',
    idleMs: rng.pick([20, 300, 5_000, 30_000]),
    compactRows: rng.pick([4, 20, 100, 100_000]),
    clients,
    weights: edits,
    steps,
  };
};
