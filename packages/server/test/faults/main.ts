/**
 * Rounds of faults, one after the other: `npm run faults -- [--times N] [--seed S] [--only name]`. Prints a line for each and ends with what all of them
 * came to, and with 1 when a promise was broken.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Fault, faults } from './faults.ts';
import { held, lineOf, lookAgain, type Outcome, playRound } from './round.ts';
import { openWorld, type World } from './world.ts';

// npm takes the `--` in front of these away, and other ways to start this do not.
const args = process.argv.slice(2).filter((arg) => arg !== '--');
const { values } = parseArgs({
  args,
  options: {
    times: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    short: { type: 'boolean' },
  },
});
const times = Number(values.times ?? faults.length);
const first = Number(values.seed ?? 1);
const isLong = values.short !== true;
const chosen = faults.filter(({ name }) => values.only === undefined || name === values.only);

const cleanUps: (() => unknown)[] = [];
const after = (cleanUp: () => unknown): void => void cleanUps.push(cleanUp);
const endAll = async (): Promise<void> => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void endAll().finally(() => process.exit(1)));

let world: World | undefined;
const outcomes: Outcome[] = [];
let unplayed = 0;

/** Of the world there is. */
const played: Outcome[] = [];
const later: string[] = [];

/** Looks once more at all that was played in a world. */
async function leave(old: World): Promise<void> {
  later.push(...(await lookAgain(old, played.splice(0)).catch((error) => [`the boards cannot be read: ${error}`])));
  world = undefined;
  await endAll();
}

/** What servers printed, and a new world: this one may be in any state. */
async function leaveBehind(broken: World): Promise<void> {
  for (const server of broken.servers) console.log(`server ${server.name}:\n${server.output()}`);
  await leave(broken);
}

async function playOnce(fault: Fault, seed: number, number: string): Promise<void> {
  world ??= await openWorld(after);
  try {
    const outcome = await playRound(world, fault, { seed, isLong, after });
    for (const list of [outcomes, played]) list.push(outcome);
    console.log(`${number} ${lineOf(outcome)}`);
    if (!held(outcome)) await leaveBehind(world);
  } catch (error) {
    unplayed++;
    console.log(
      `${number} ${fault.name}, seed ${seed}: could not be played: ${error instanceof Error ? error.stack : error}`,
    );
    await leaveBehind(world);
  }
}

if (chosen.length === 0) {
  console.error(`There is no fault "${values.only}". There are: ${faults.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (let n = 0; n < times; n++) {
    const fault = chosen[n % chosen.length];
    if (fault !== undefined) await playOnce(fault, first + n, `${n + 1}/${times}`);
  }
  if (world !== undefined) await leave(world);
  for (const sentence of later) console.log(sentence);
  const sum = (key: 'acknowledged' | 'seen' | 'missing'): string =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0).toLocaleString('en');
  const slowest = Math.round(Math.max(0, ...outcomes.map(({ equalMs }) => equalMs)));
  const good = outcomes.filter(held).length;
  console.log(
    `\n${good} of ${times} rounds kept every promise${unplayed > 0 ? `, ${unplayed} could not be played` : ''}: ${sum('acknowledged')} acknowledged, ${sum('seen')} seen, ${sum('missing')} missing, ${later.length} boards with less later, equal after ${slowest.toLocaleString('en')} ms at most`,
  );
  process.exitCode = good === times && later.length === 0 ? 0 : 1;
}
