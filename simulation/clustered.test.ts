import { expect, test } from 'vitest';
import { drawClusteredPlan } from './cluster-plan.ts';
import { runPlan } from './world.ts';

/** Worlds of several servers that every run of the tests looks at; `npm run simulate -- --clustered` looks at thousands. */
const seeds = 20;

test(`${seeds} worlds of several servers keep every promise`, { timeout: 300_000 }, async () => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violation } = await runPlan(drawClusteredPlan(seed));
    expect(violation?.message, `seed ${seed}`).toBeUndefined();
  }
});

test('the same seed is the same world of several servers', async () => {
  const [once, twice] = [await runPlan(drawClusteredPlan(2)), await runPlan(drawClusteredPlan(2))];
  expect(twice.digest).toBe(once.digest);
  expect(twice.events).toBe(once.events);
});
