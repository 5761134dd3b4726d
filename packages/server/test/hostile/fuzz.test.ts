import process from 'node:process';
import { Failure, limits, openBoard } from '@gesso/crdt-schema';
import { type CraftedClient, type CraftedItem, craftUpdate, seededRandom } from '@gesso/crdt-schema/testing';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createReplica, type Replica } from '../../src/rooms/replica/replica.ts';
import { slice } from '../../src/rooms/updates/slicing.ts';

/**
 * Updates made by chance, against a board that others write to: whatever is let in takes no more steps than it may, and whatever is
 * refused does so without being applied. `FUZZED_UPDATES=100000` for as many; the same number is the same updates.
 */
const updates = Number(process.env['FUZZED_UPDATES'] ?? 4_000);
/** Updates on one board, and letters that are there at the beginning. */
const perBoard = 400;
const letters = 1_500;

const random = seededRandom(2_024);
const int = (below: number): number => Math.floor(random() * below);

const id = (n: number): string => `fuzzed-${String(n).padStart(5, '0')}`;

/** A board with a text in many pieces, and what is known of its authors. */
const openGround = (): Replica => {
  const replica = createReplica();
  const doc = new Y.Doc();
  doc.clientID = 50;
  const board = openBoard(doc, { random });
  board.edit((w) =>
    w.addAll(Array.from({ length: 20 }, (_, i) => ({ kind: 'sticky' as const, x: i, y: i, text: 'words' }))),
  );
  const text = new Y.Text();
  doc.getMap('tx').set(id(0), text);
  for (let i = 0; i < letters; i++) text.insert(int(text.length + 1), 'x');
  board.close();
  replica.apply([Y.encodeStateAsUpdate(doc)]);
  return replica;
};

const neighbor = (own: number, clock: number): readonly [number, number] =>
  random() < 0.2 && clock > 0 ? [own, int(clock)] : [random() < 0.9 ? 50 : 40 + int(80), int(letters + 200)];

const craftedItem = (own: number, clock: number): CraftedItem => {
  const text = random() < 0.9 ? 'abc'.slice(0, 1 + int(3)) : undefined;
  const shape = random();
  if (shape < 0.35) return { rightOrigin: neighbor(own, clock), text };
  if (shape < 0.6) return { origin: neighbor(own, clock), text };
  if (shape < 0.85) return { origin: neighbor(own, clock), rightOrigin: neighbor(own, clock), text };
  return { parent: random() < 0.5 ? ['tx', id(int(5))] : [50, int(letters)], text };
};

const craftedClient = (client: number, clock: number, most: number): CraftedClient => {
  let next = clock;
  const items = Array.from({ length: 1 + int(most) }, () => {
    const item = craftedItem(client, next);
    next += item.text?.length ?? 1;
    return item;
  });
  return { client, clock, items };
};

const ends = new Map<number, number>();
const endOf = (client: number): number => ends.get(client) ?? 0;

const crafted = (): Uint8Array => {
  const clients = new Set(Array.from({ length: 1 + int(random() < 0.1 ? 40 : 3) }, () => 40 + int(80)));
  const most = random() < 0.1 ? 400 : 12;
  const deletes = Array.from({ length: int(4) }, (_, i) => [50, 30 * i + int(20), 1 + int(9)] as const);
  return craftUpdate(
    [...clients].map((client) => craftedClient(client, random() < 0.9 ? endOf(client) : int(30), most)),
    deletes,
  );
};

const mutated = (update: Uint8Array): Uint8Array => {
  const copy = update.slice();
  for (let n = 1 + int(4); n > 0; n--) copy[int(copy.length)] = int(256);
  return random() < 0.1 ? copy.subarray(0, int(copy.length)) : copy;
};

/** Steps Yjs takes for something: each item it passes goes into two sets. */
const stepsOf = (work: () => void): number => {
  const { add } = Set.prototype;
  let added = 0;
  Set.prototype.add = function (value) {
    added++;
    return add.call(this, value);
  };
  try {
    work();
  } finally {
    Set.prototype.add = add;
  }
  return added / 2;
};

test(`${updates} updates made by chance take no more than they may`, { timeout: 600_000 }, () => {
  let replica = openGround();
  let accepted = 0;
  let most = 0;
  let longest = 0;
  for (let n = 0; n < updates; n++) {
    if (n % perBoard === 0) {
      replica = openGround();
      ends.clear();
    }
    const update = random() < 0.7 ? crafted() : mutated(crafted());
    const begin = process.threadCpuUsage();
    const parts = (): readonly Uint8Array[] => {
      try {
        const most = { structs: 20_000, ranges: 20_000, clients: 20_000 };
        return slice({ who: 'ann', update, most, vector: replica.vector() }).slices;
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        return [];
      }
    };
    for (const part of random() < 0.5 ? [update] : parts()) {
      const reading = replica.read(part, true);
      if (reading instanceof Failure || replica.check(reading, true).wrong !== undefined) continue;
      accepted++;
      const steps = stepsOf(() => {
        const fresh = replica.freshIn(reading);
        if (fresh !== undefined) replica.absorb(fresh.update);
      });
      most = Math.max(most, steps);
      expect(steps).toBeLessThanOrEqual(limits.updateSteps + part.length);
    }
    const { user } = process.threadCpuUsage(begin);
    longest = Math.max(longest, user / 1_000);
    for (const [client, clock] of Y.decodeStateVector(replica.vector())) ends.set(client, clock);
  }
  console.log(
    `${updates} fuzzed updates: ${accepted} let in, most steps ${most}, longest ${longest.toFixed(1)} ms of CPU`,
  );
  expect(accepted).toBeGreaterThan(updates / 20);
});
