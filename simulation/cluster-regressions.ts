import type { Regression } from './regressions.ts';

/** The same as `regressions.ts`, of several servers on one database. */
export const clusterRegressions: readonly Regression[] = [];
