import { craftUpdate } from '@gesso/crdt-schema/testing';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Access } from '../src/rooms/member.ts';
import { createRooms } from '../src/rooms/rooms.ts';
import { memoryStore } from '../src/stores/memory.ts';
import { edit, frames, readHeard } from './support/frames.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const ignore = (): void => {};

const setUp = () => {
  const rooms = createRooms({
    store: memoryStore(),
    events: {
      beforeUpdate: ignore,
      onStored: ignore,
      onRefused: ignore,
      onOpen: ignore,
      onClosed: ignore,
      onNamed: ignore,
      onDamage: ignore,
      onCostly: ignore,
      onStoreHealth: ignore,
      onTrouble: ignore,
    },
  });
  ended.push(() => rooms.drain(0));
  const arrive = async (name: string) => {
    const access: Access = { person: { id: name, name, color: '#112233' }, role: 'editor' };
    const arrival = await rooms.arrive('board', async () => access);
    const heard: string[] = [];
    const send = (frame: Uint8Array): void => void heard.push(readHeard(frame).type);
    const connection = arrival.join({ backlog: 0, send, close: ignore }, true);
    return { ...connection, asked: () => heard.filter((type) => type === 'step1').length };
  };
  return { rooms, arrive };
};

/** Words of somebody else that stand on their own. */
const wordsOf = (client: number): Uint8Array =>
  craftUpdate([{ client, clock: 0, items: [{ parent: ['tx', 'abcdefghij-_'] }] }]);

describe('what waits for somebody else to bring their own words', () => {
  test('is asked for again when that one leaves, and not when anybody else does', async () => {
    const { rooms, arrive } = setUp();
    const owner = await arrive('owner');
    const own = new Y.Doc();
    own.clientID = 4_242;
    owner.receive(frames.update(edit(own, 'first-words-')));
    const passers = await Promise.all(['p1', 'p2', 'p3'].map(arrive));
    const bringers = await Promise.all(['b1', 'b2'].map(arrive));
    const later = Y.encodeStateAsUpdate(own);
    const more = new Y.Doc();
    more.clientID = 4_242;
    Y.applyUpdate(more, later);
    more.clientID = 4_242;
    more.getMap('el').set('more--words-', { t: 'r', x: 1, y: 1 });
    for (const bringer of bringers) bringer.receive(frames.step2(Y.encodeStateAsUpdate(more)));
    const before = bringers.map(({ asked }) => asked());
    for (const passer of passers) passer.leave();
    expect(bringers.map(({ asked }) => asked())).toEqual(before);
    owner.leave();
    expect(bringers.map(({ asked }) => asked())).toEqual(before.map((count) => count + 1));
    expect(rooms.connections).toBe(2);
  });

  test('is not looked at again for history that brings nothing new', async () => {
    const { arrive } = setUp();
    const ann = await arrive('ann');
    const eve = await arrive('eve');
    // Each builds on words that have not come.
    for (let i = 0; i < 250; i++)
      eve.receive(
        frames.update(craftUpdate([{ client: 9_000, clock: 5 + i, items: [{ rightOrigin: [8_000, 1], text: 'a' }] }])),
      );
    const known = wordsOf(77);
    ann.receive(frames.step2(known));
    const begin = process.threadCpuUsage().user;
    for (let i = 0; i < 200; i++) ann.receive(frames.step2(known));
    expect((process.threadCpuUsage().user - begin) / 1_000 / 200).toBeLessThan(2);
  });
});
