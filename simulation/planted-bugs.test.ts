import { describe, expect, test } from 'vitest';
import { drawClusteredPlan } from './cluster-plan.ts';
import { drawPlan, type Plan } from './plan.ts';
import { type Planted, planted } from './planted-bugs.ts';
import { plantedInClusters } from './planted-cluster-bugs.ts';
import { shrink } from './shrink.ts';
import { runPlan } from './world.ts';

/** A bug that is not found in so many worlds means that the oracles cannot be trusted. */
const patience = 60;

/** The first world that breaks a promise with this bug planted. */
const firstBroken = async (
  { plant }: Planted,
  draw: (seed: number) => Plan = drawPlan,
): Promise<{ readonly plan: Plan; readonly promise: string } | undefined> => {
  for (let seed = 1; seed <= patience; seed += 1) {
    const plan = draw(seed);
    const { violation } = await runPlan(plan, plant());
    if (violation !== undefined) return { plan, promise: violation.promise };
  }
  return undefined;
};

describe('the one who', () => {
  test.for(planted.map((bug) => [bug.does, bug] as const))('%s is found out', { timeout: 120_000 }, async ([, bug]) => {
    expect(bug.breaks).toContain((await firstBroken(bug))?.promise);
  });
});

describe('one of several servers that', () => {
  test.for(plantedInClusters.map((bug) => [bug.does, bug] as const))(
    '%s is found out',
    { timeout: 120_000 },
    async ([, bug]) => {
      expect(bug.breaks).toContain((await firstBroken(bug, drawClusteredPlan))?.promise);
    },
  );
});

test('a plan that shows a bug gets small and still shows it', { timeout: 120_000 }, async () => {
  const [bug] = planted;
  if (bug === undefined) throw new Error('no bug is planted');
  const found = await firstBroken(bug);
  if (found === undefined) throw new Error('the bug was not found');
  const fails = async (plan: Plan): Promise<boolean> =>
    (await runPlan(plan, bug.plant())).violation?.promise === found.promise;
  const smallest = await shrink(found.plan, fails, 100);
  expect(smallest.steps.length).toBeLessThan(found.plan.steps.length / 10);
  expect(await fails(smallest)).toBe(true);
});
