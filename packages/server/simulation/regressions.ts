import type { ClientPlan, Plan } from './plan.ts';

/** A world that broke a promise once, as small as it got. */
export interface Regression {
  /** What the product did wrong then. */
  readonly bug: string;
  readonly plan: Plan;
}

const editor = (who: number, latency: readonly [number, number] = [1, 10]): ClientPlan => ({
  kind: 'editor',
  person: `person-${who}`,
  role: 'editor',
  latency,
  weight: 1,
});
const hostile: ClientPlan = { kind: 'hostile', person: 'mallory', role: 'editor', latency: [1, 10], weight: 1 };

const usual = {
  store: 'log',
  idleMs: 5_000,
  foldRows: 100,
  weights: {
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
    heap: 0,
  },
} as const satisfies Partial<Plan>;

/**
 * Found by `npm run simulate` before the bug was known, or with its fix taken out again. The whole plan is kept and not
 * only its seed: another way of drawing plans must not make another world of it.
 */
export const regressions: readonly Regression[] = [
  {
    bug: 'acknowledged later frames while an earlier one was not on disk',
    plan: {
      ...usual,
      seed: 21,
      clients: [...[0, 1, 2, 3, 4, 5, 6].map((who) => editor(who)), hostile],
      steps: [
        { at: 967, do: 'attack', who: 7, kind: 'presence', seed: 1504505330 },
        { at: 3786, do: 'attack', who: 7, kind: 'dangling', seed: 1653049383 },
        { at: 4815, do: 'attack', who: 7, kind: 'foreign', seed: 1112919876 },
      ],
    },
  },
  {
    bug: 'kept content that waits for what never comes, and told others of it',
    plan: {
      ...usual,
      seed: 13,
      clients: [editor(0), editor(1), hostile],
      steps: [
        { at: 30759, do: 'attack', who: 2, kind: 'replay', seed: 111075392 },
        { at: 31439, do: 'attack', who: 2, kind: 'gap', seed: 1229473048 },
      ],
    },
  },
  {
    bug: 'told in its state vector of what was not on disk',
    plan: {
      ...usual,
      seed: 21,
      clients: [editor(0), editor(1, [30, 230]), editor(2), editor(3, [60, 170])],
      steps: [
        { at: 5, do: 'enter', who: 3 },
        { at: 11311, do: 'enter', who: 1 },
        { at: 46461, do: 'full', ms: 3069 },
        { at: 47344, do: 'edit', who: 1, seed: 810304931 },
        { at: 47643, do: 'reload', who: 3, keeps: true },
        { at: 48573, do: 'crash', power: true, down: 1504 },
      ],
    },
  },
  {
    bug: 'let somebody in whose link was turned off while they were on their way',
    plan: {
      ...usual,
      seed: 65,
      clients: [editor(0), editor(1), editor(2, [14, 19])],
      steps: [
        { at: 27, do: 'enter', who: 0 },
        { at: 27, do: 'enter', who: 2 },
        { at: 54777, do: 'edit', who: 0, seed: 792002802 },
        { at: 55016, do: 'drain', over: 277, down: 1498 },
        { at: 56928, do: 'slow', ms: 3106 },
        { at: 57646, do: 'get', who: 0 },
        { at: 59780, do: 'revoke', who: 2 },
      ],
    },
  },
  {
    bug: 'a reader brought back what the server had lost, and was thrown out for it',
    plan: {
      ...usual,
      seed: 170,
      clients: [editor(0, [6, 6]), { ...editor(1, [3, 13]), person: 'person-0' }, editor(2, [8, 8])],
      steps: [
        { at: 2, do: 'enter', who: 1 },
        { at: 48856, do: 'demote', who: 2 },
        { at: 64162, do: 'full', ms: 1731 },
        { at: 64571, do: 'edit', who: 1, seed: 1500479078 },
        { at: 65916, do: 'crash', power: true, down: 2926 },
        { at: 66183, do: 'reload', who: 0, keeps: true },
      ],
    },
  },
  {
    bug: 'showed as saved what somebody drew before they lost the right to write',
    plan: {
      ...usual,
      store: 'sqlite',
      seed: 336,
      clients: [editor(0), editor(1), editor(2, [10, 20])],
      steps: [
        { at: 1, do: 'enter', who: 2 },
        { at: 29545, do: 'offline', who: 2, ms: 2683 },
        { at: 29979, do: 'edit', who: 2, seed: 707643355 },
        { at: 30815, do: 'slow', ms: 1291 },
        { at: 30971, do: 'demote', who: 2 },
      ],
    },
  },
  {
    bug: 'left to its author what somebody else had brought, for good, though the author was gone',
    plan: {
      ...usual,
      store: 'sqlite',
      weights: { ...usual.weights, move: 0, style: 0, remove: 0, undo: 0 },
      seed: 315,
      clients: [editor(0, [20, 300]), editor(1)],
      steps: [
        { at: 8, do: 'enter', who: 0 },
        { at: 22, do: 'enter', who: 1 },
        { at: 1000, do: 'full', ms: 5000 },
        { at: 1401, do: 'edit', who: 0, seed: 550208242 },
        { at: 1463, do: 'edit', who: 0, seed: 1695506054 },
        { at: 1473, do: 'edit', who: 0, seed: 315942925 },
        { at: 2500, do: 'offline', who: 1, ms: 2575 },
        { at: 2600, do: 'crash', power: false, down: 100 },
        { at: 3226, do: 'stall', who: 0, ms: 3000 },
        { at: 4554, do: 'leave', who: 0, keeps: false },
      ],
    },
  },
];
