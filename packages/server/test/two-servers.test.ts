import { encodeLive, writeLive } from '@gesso/crdt-schema';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createLocalBus } from '../src/bus/local.ts';
import { edit, frames } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { type Caller, impatient, oneBoard } from './support/rooms.ts';
import { turns } from './support/servers.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Two servers with one store, that hear each other. */
const twoServers = async () => {
  const bus = createLocalBus();
  const store = memoryStore();
  const open = () => oneBoard({ timers: impatient, store, bus: bus.join() });
  const servers = await Promise.all([open(), open()]);
  ended.push(...servers.map(({ end }) => end));
  return servers;
};

const elementsOf = (caller: Caller): readonly string[] => {
  const doc = new Y.Doc();
  for (const frame of caller.heard) if (frame.type === 'update') Y.applyUpdate(doc, frame.body);
  return [...doc.getMap('el').keys()].sort();
};

const drawn = (client: number, id: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = client;
  return edit(doc, id);
};

test('two servers on one log and one bus show each other what was stored, in both directions', async () => {
  const [one, two] = await twoServers();
  const [ann, ben] = [await one.arrive('ann'), await two.arrive('ben')];
  ann.receive(frames.update(drawn(11, 'element-0001')));
  await one.quiet();
  ben.receive(frames.update(drawn(12, 'element-0002')));
  await two.quiet();
  await one.quiet();
  ann.receive(frames.update(drawn(13, 'element-0003')));
  await one.quiet();
  await two.quiet();
  // It goes along with what is said there anyway.
  await turns();
  expect(elementsOf(ben)).toEqual(['element-0001', 'element-0003']);
  expect(elementsOf(ann)).toEqual(['element-0002']);
  const whole = async (server: typeof one) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.room.state());
    return [...doc.getMap('el').keys()].sort();
  };
  expect(await whole(one)).toEqual(['element-0001', 'element-0002', 'element-0003']);
  expect(await whole(two)).toEqual(await whole(one));
});

test('ink while it is drawn goes to the people on the other server', async () => {
  const [one, two] = await twoServers();
  const [ann, ben] = [await one.arrive('ann'), await two.arrive('ben')];
  // By then each knows that the other has people on the board.
  await turns();
  const ink = { type: 'points', client: 11, live: 1, seq: 1, xy: Float32Array.of(1, 1), e: 4 } as const;
  ann.receive(encodeLive(writeLive(ink)));
  await one.quiet();
  await two.quiet();
  expect(ben.heard.filter(({ type }) => type === 'live')).toHaveLength(1);
});
