import { beforeAll, expect, test } from 'vitest';
import type { Attack } from './attack.ts';
import { costlyAttacks } from './costly.ts';
import { load } from './load.ts';
import { messages } from './messages.ts';
import { type Ground, prepare, warmUp } from './oracle.ts';
import { people } from './people.ts';
import { updates } from './updates.ts';
import { wire } from './wire.ts';

/**
 * Everything somebody may do to harm a server, one after the other, against one server that has to outlive it all. After
 * each attack the same is asked: was it answered as it should, does the process live, is the board what it was, can those
 * who are on it go on, does a newcomer get the same, and has a neighbor on another board noticed anything.
 *
 * Memory is what the kernel counts for the process (`process_resident_memory_bytes` of `/metrics`), once after an honest
 * board of 10,000 elements was written and read, and once after the last attack, a little more of such work, and the time after which
 * boards are let go.
 */
const attacks: readonly Attack[] = [...messages, ...updates, ...costlyAttacks, ...people, ...wire, ...load];

const mostMs = 500;
const mostBytes = 64 * 1024 * 1024;

let ground: Ground;
let memory = 0;
let worst = 0;

beforeAll(async () => {
  ground = await prepare();
  await warmUp(ground.url);
  memory = await ground.memory();
}, 60_000);

test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
  const { answers, untouched, neighbor } = await ground.suffer(attack);
  for (const answer of answers) expect([attack.answer].flat()).toContainEqual(answer);
  expect(answers.length).toBeGreaterThan(0);
  expect(untouched).toBe(true);
  expect(neighbor).toMatchObject({ edits: expect.any(Number), worst: expect.any(Number) });
  expect(neighbor.lost).toBeUndefined();
  expect(neighbor.worst).toBeLessThan(mostMs);
  expect(ground.server.child.exitCode).toBeNull();
  worst = Math.max(worst, neighbor.worst);
});

test('no two of them are the same', () => {
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});

test('after all of them the server takes no more memory than before', async () => {
  let after = await ground.memory();
  // What the last attack took goes with the next collection, and that comes with work.
  for (let i = 0; i < 3 && after - memory > mostBytes; i++) {
    await warmUp(ground.url);
    after = Math.min(after, await ground.memory());
  }
  // Boards stay loaded for half a minute after the last has left, and are compacted then, one large one at a time.
  const isGivenBack = async (): Promise<boolean> => {
    after = Math.min(after, await ground.memory());
    return after - memory < mostBytes;
  };
  await expect.poll(isGivenBack, { timeout: 120_000, interval: 1_000 }).toBe(true);
  const mib = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  console.log(
    `${attacks.length} attacks: worst neighbor ${Math.round(worst)} ms, memory ${mib(memory)} → ${mib(after)} MiB`,
  );
}, 160_000);
