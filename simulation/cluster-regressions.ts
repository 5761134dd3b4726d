import type { Regression } from './regressions.ts';

/** The same as `regressions.ts`, of several servers on one database. */
export const clusterRegressions: readonly Regression[] = [
  {
    bug: 'kept from those whose line was full what another server had stored, and took it for shown',
    plan: {
      seed: 31,
      store: 'sqlite',
      idleMs: 5000,
      compactRows: 4,
      clients: [
        { kind: 'editor', person: 'person-0', role: 'editor', weight: 1, latency: [13, 14] },
        { kind: 'editor', person: 'person-1', role: 'editor', weight: 5000, latency: [4, 10] },
        { kind: 'editor', person: 'person-2', role: 'editor', weight: 5000, latency: [9, 18] },
        { kind: 'editor', person: 'person-3', role: 'editor', weight: 1, latency: [13, 14] },
        { kind: 'editor', person: 'person-4', role: 'viewer', weight: 1, latency: [7, 16] },
        { kind: 'editor', person: 'person-5', role: 'viewer', weight: 5000, latency: [1, 2] },
      ],
      weights: {
        stroke: 8,
        shape: 4,
        note: 3,
        connect: 0,
        move: 0,
        style: 0,
        remove: 3,
        undo: 3,
        redo: 2,
        type: 6,
        heap: 0.05,
        comment: 6,
      },
      steps: [
        { at: 15, do: 'enter', who: 0 },
        { at: 20, do: 'enter', who: 1 },
        { at: 23, do: 'enter', who: 3 },
        { at: 132, do: 'edit', who: 0, seed: 2142432886 },
        { at: 2876, do: 'enter', who: 5 },
        { at: 3330, do: 'enter', who: 2 },
        { at: 43152, do: 'edit', who: 2, seed: 1180641895 },
        { at: 61805, do: 'edit', who: 0, seed: 824943499 },
        { at: 61815, do: 'edit', who: 3, seed: 2132615259 },
        { at: 61815, do: 'point', who: 2, seed: 79982165 },
        { at: 62522, do: 'edit', who: 3, seed: 1850448084 },
      ],
      cluster: { clocks: [-37, 35574, 246848], redis: true, fates: { lost: 0, twice: 0, late: 0 } },
    },
  },
];
