import { describe, expect, test } from 'vitest';
import { drawPlan } from './plan.ts';
import type { Sabotage } from './server.ts';
import { shrink } from './shrink.ts';
import { runPlan } from './world.ts';

/** Worlds that every run of the tests looks at; `npm run simulate` looks at thousands. */
const seeds = 100;
/** A planted bug that is not found within so many worlds means that the oracles cannot be trusted. */
const patience = 200;

/** The first seed whose world breaks a promise with this bug planted. */
const finds = async (sabotage: Sabotage): Promise<number | undefined> => {
  for (let seed = 1; seed <= patience; seed += 1) {
    if ((await runPlan(drawPlan(seed), sabotage)).violation !== undefined) return seed;
  }
  return undefined;
};

/** Says that it is on disk before it is. */
const acknowledgesEarly: Sabotage = {
  store: (store) => ({
    ...store,
    append: async (entries) => {
      store.append(entries).catch(() => undefined);
    },
  }),
};

describe('simulated worlds', () => {
  test(`${seeds} of them keep every promise`, { timeout: 120_000 }, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { violation } = await runPlan(drawPlan(seed));
      expect(violation?.message, `seed ${seed}`).toBeUndefined();
    }
  });

  test('the same seed is the same world', async () => {
    const [once, twice] = [await runPlan(drawPlan(7)), await runPlan(drawPlan(7))];
    expect(twice.digest).toBe(once.digest);
    expect(twice.events).toBe(once.events);
  });

  test('a server that acknowledges before it has stored is found out, and the plan that shows it gets small', {
    timeout: 120_000,
  }, async () => {
    const seed = await finds(acknowledgesEarly);
    expect(seed).toBeDefined();
    const plan = drawPlan(seed ?? 0);
    const smallest = await shrink(
      plan,
      async (smaller) => (await runPlan(smaller, acknowledgesEarly)).violation !== undefined,
      100,
    );
    expect(smallest.steps.length).toBeLessThan(plan.steps.length / 2);
  });
});
