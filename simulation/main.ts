/**
 * Runs worlds until one breaks a promise: `npm run simulate -- [--seeds N] [--from S] [--clustered]`. Prints the seed and the smallest
 * plan that still breaks it, and ends with 1; ends with 0 when none was found.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { drawClusteredPlan } from './cluster-plan.ts';
import { realNow } from './globals.ts';
import { drawPlan } from './plan.ts';
import { shrink } from './shrink.ts';
import { runPlan } from './world.ts';

// npm takes the `--` in front of these away, and other ways to start this do not.
const args = process.argv.slice(2).filter((arg) => arg !== '--');
const options = { seeds: { type: 'string' }, from: { type: 'string' }, clustered: { type: 'boolean' } } as const;
const { values } = parseArgs({ args, options });
/** Worlds of several servers, or of one. */
const draw = values.clustered === true ? drawClusteredPlan : drawPlan;
const count = Number(values.seeds ?? 1_000);
const first = Number(values.from ?? 1);
/** Milliseconds between two lines of progress. */
const every = 10_000;

const started = realNow();
let told = started;
let events = 0;
const pace = (worlds: number): string => `${(worlds / ((realNow() - started) / 1_000)).toFixed(1)} worlds/s`;

const tellProgress = (worlds: number): void => {
  if (realNow() - told < every) return;
  told = realNow();
  console.log(`${worlds} of ${count} worlds kept every promise (${pace(worlds)})`);
};

const explain = async (seed: number): Promise<void> => {
  const plan = draw(seed);
  const { violation } = await runPlan(plan);
  console.log(`\nSeed ${seed} breaks a promise: ${violation?.message}\nLooking for the smallest plan that does …`);
  const smallest = await shrink(plan, async (smaller) => {
    const { violation: again } = await runPlan(smaller);
    return again?.promise === violation?.promise;
  });
  console.log(JSON.stringify(smallest));
};

const findFailing = async (): Promise<number | undefined> => {
  for (let seed = first; seed < first + count; seed += 1) {
    const outcome = await runPlan(draw(seed));
    events += outcome.events;
    if (outcome.violation !== undefined) return seed;
    tellProgress(seed - first + 1);
  }
  return undefined;
};

const failing = await findFailing();
if (failing !== undefined) await explain(failing);
const last = first + count - 1;
console.log(
  failing === undefined
    ? `${count} worlds (seeds ${first} to ${last}, ${events} events, ${pace(count)}): every promise was kept`
    : `Seed ${failing} broke a promise after ${failing - first} worlds that kept every one`,
);
process.exitCode = failing === undefined ? 0 : 1;
