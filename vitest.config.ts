import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { compiledWords } from './packages/canvas-app/compile-words.ts';

/**
 * Tests that measure processor time, memory or how soon a server answers: they run alone, one after the other, when all others are done.
 */
const measured = [
  'answers',
  'connections',
  'costly-work',
  'crowd',
  'effort',
  'heap',
  'hostile-pictures',
  'hostile/cost',
  'hostile/fuzz',
  'hostile/siege',
  'large-snapshots',
  'many-rows',
  'poisoned',
  'schema',
  'slices',
  'sockets',
  'time',
  'waiting',
].map((name) => `packages/server/test/${name}.test.ts`);

/**
 * Tests of these share two workers and what those have loaded: loading it anew for each file costs more than the tests do.
 */
const shared = ['crdt-schema', 'drawing', 'canvas-app'];

/** Tests of what a page does before something has been fetched, which others of its worker may have fetched: each has a worker of its own. */
const fresh = ['packages/canvas-app/test/tools/lasso.test.ts', 'packages/canvas-app/src/words/failure-words.test.ts'];

/** What a test may take where the processor is given to others meanwhile (ms): it ends what hangs, and measures nothing. */
const testTimeout = 30_000;

/** All others, two at a time also where there are two processors: most of them wait for something. */
const workers = 2;
const beside = { maxWorkers: workers, sequence: { groupOrder: 0 }, testTimeout };

/** The longest files: begun first, so that at the end no processor waits for one of them. A clean clone knows of no durations. */
const longest = /\/server\/test\/(?:survive\/survive|faults\/faults|commands|assets|operations)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers: workers,
    globalSetup: ['scripts/lend-postgres.mjs', 'scripts/lend-redis.mjs'],
    projects: [
      ...[...shared, 'server'].map((name) => ({
        plugins: name === 'canvas-app' ? [compiledWords('board')] : [],
        test: {
          name,
          include: ['src', 'test'].map((folder) => `packages/${name}/${folder}/**/*.test.ts`),
          exclude: [...measured, ...fresh],
          isolate: !shared.includes(name),
          ...beside,
        },
      })),
      { plugins: [compiledWords('board')], test: { name: 'fresh', include: fresh, ...beside } },
      { test: { name: 'simulation', include: ['simulation/*.test.ts'], ...beside } },
      { test: { name: 'scripts', include: ['scripts/*.test.mjs'], ...beside } },
      { test: { name: 'measured', include: measured, maxWorkers: 1, sequence: { groupOrder: 1 }, testTimeout } },
    ],
  },
});
