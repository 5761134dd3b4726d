import { describe, expect, test } from 'vitest';
import { clusterRegressions } from './cluster-regressions.ts';
import { regressions } from './regressions.ts';
import { runPlan } from './world.ts';

describe('a world that once', () => {
  test.for([...regressions, ...clusterRegressions].map(({ bug, plan }) => [bug, plan] as const))(
    '%s keeps every promise',
    async ([, plan]) => {
      expect((await runPlan(plan)).violation?.message).toBeUndefined();
    },
  );
});
