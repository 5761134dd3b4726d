import { beforeAll, expect, test } from 'vitest';
import { newSchema } from '../support/postgres.ts';
import { sharedRedis } from '../support/redis.ts';
import { afterAllOfThem, afterThis } from '../support/server.ts';
import { faults } from './faults.ts';
import { held, lineOf, lookAgain, type Outcome, playRound } from './round.ts';
import { openWorld, type World } from './world.ts';

/** Other moments: `SEED=2 npm run check -- test/faults`. Many of them: `npm run faults`. */
const seed = Number(process.env['SEED'] ?? 1);

beforeAll(async () => {
  // What is not here is installed for all tests, by these.
  await Promise.all([newSchema(afterAllOfThem), sharedRedis()]);
}, 300_000);

let open: Promise<World> | undefined;
/** In the world that is open. */
let played: Outcome[] = [];

test.each(faults)('$name: nothing promised is lost, and all are equal again', { timeout: 180_000 }, async (fault) => {
  open ??= openWorld(afterAllOfThem);
  const world = await open;
  const outcome = await playRound(world, fault, { seed, isLong: false, after: afterThis });
  console.log(lineOf(outcome));
  played.push(outcome);
  if (!held(outcome)) {
    // What it is like by now is nothing to test others in.
    open = undefined;
    played = [];
    for (const server of world.servers) console.log(`server ${server.name}:\n${server.output()}`);
  }
  expect(outcome).toMatchObject({ missing: 0, broken: [] });
});

test('in the end all of it is still there', { timeout: 180_000 }, async () => {
  const world = await open;
  expect(world === undefined ? [] : await lookAgain(world, played)).toEqual([]);
});
