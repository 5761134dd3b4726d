/**
 * Runs worlds until one breaks a promise: `npm run simulate -- [--seeds N] [--from S]`. Prints the seed and the smallest
 * plan that still breaks it, and ends with 1; ends with 0 when none was found.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { drawPlan } from './plan.ts';
import { shrink } from './shrink.ts';
import { runPlan } from './world.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' }, from: { type: 'string' } } });
const count = Number(values.seeds ?? 1_000);
const first = Number(values.from ?? 1);
/** Worlds between two lines of progress. */
const every = 250;

for (let seed = first; seed < first + count; seed += 1) {
  const plan = drawPlan(seed);
  const { violation } = await runPlan(plan);
  if (violation !== undefined) {
    console.log(`\nSeed ${seed} breaks a promise: ${violation.message}\nLooking for the smallest plan that does …`);
    const smallest = await shrink(plan, async (smaller) => {
      const { violation: again } = await runPlan(smaller);
      return again?.promise === violation.promise;
    });
    console.log(JSON.stringify(smallest, null, 1));
    process.exit(1);
  }
  if ((seed - first + 1) % every === 0) console.log(`${seed - first + 1} of ${count} worlds kept every promise`);
}
console.log(`${count} worlds kept every promise`);
