import { craftUpdate } from '@gesso/crdt-schema/testing';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Access } from '../src/rooms/member.ts';
import { createReplica } from '../src/rooms/replica/replica.ts';
import { createRooms } from '../src/rooms/rooms.ts';
import { systemTimers } from '../src/timers.ts';
import { edit, frames, readHeard } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { oneBoard } from './support/rooms.ts';
import { eventsFor } from './support/rooms-events.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const ignore = (): void => {};

const setUp = () => {
  const rooms = createRooms({
    store: memoryStore(),
    events: eventsFor(),
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

describe('what waits for words that have not come', () => {
  /** A board that tells how often an update was looked at, and how often at most in one turn. */
  const counted = async () => {
    const looks = { all: 0, inTurn: 0, most: 0 };
    const board = await oneBoard({
      timers: {
        ...systemTimers,
        soon: (work) =>
          systemTimers.soon(() => {
            looks.inTurn = 0;
            work();
            looks.most = Math.max(looks.most, looks.inTurn);
          }),
      },
      openReplica(whole) {
        const replica = createReplica(whole);
        return {
          ...replica,
          check(...asked) {
            looks.all++;
            looks.inTurn++;
            return replica.check(...asked);
          },
        };
      },
    });
    ended.push(board.end);
    return { ...board, looks };
  };
  const lettersOf = (client: number, clock: number): Uint8Array =>
    craftUpdate([
      {
        client,
        clock,
        items: [clock === 0 ? { parent: ['tx', 'abcdefghij-_'] } : { parent: [client, 0], text: 'b' }],
      },
    ]);

  test('is looked at when those come, one a turn, and not for anything else', async () => {
    const { arrive, quiet, looks, doc } = await counted();
    const [eve, ann] = [await arrive('eve'), await arrive('ann')];
    eve.receive(
      frames.update(craftUpdate([{ client: 9_000, clock: 0, items: [{ rightOrigin: [8_000, 1], text: 'a' }] }])),
    );
    for (let n = 1; n < 200; n++)
      eve.receive(
        frames.update(craftUpdate([{ client: 9_000, clock: n, items: [{ origin: [9_000, n - 1], text: 'a' }] }])),
      );
    const parked = looks.all;
    for (let n = 0; n < 50; n++)
      ann.receive(
        frames.step2(
          craftUpdate([
            { client: 70 + n, clock: 0, items: [{ parent: ['ov', `trigger-${n + 1_000}:x`], kind: 'value' }] },
          ]),
        ),
      );
    await quiet();
    expect(looks.all).toBe(parked + 50);
    expect(ann.saved).toBe(50);
    looks.most = 0;
    ann.receive(frames.step2(lettersOf(8_000, 0)));
    ann.receive(frames.step2(lettersOf(8_000, 1)));
    await quiet();
    expect([looks.all, looks.most]).toEqual([parked + 52 + 200, 1]);
    expect([eve.closed, eve.saved]).toEqual([[], 200]);
    expect(String((await doc()).getMap('tx').get('abcdefghij-_'))).toBe(`${'a'.repeat(200)}b`);
  });

  test('costs nobody a look that somebody else’s large update does not bring what it waits for', async () => {
    const { arrive, quiet, looks } = await counted();
    const [owner, ann, ben] = [await arrive('owner'), await arrive('ann'), await arrive('ben')];
    owner.receive(frames.presence(4_242, 1, { at: 1 }));
    const theirs = new Y.Doc();
    theirs.clientID = 4_242;
    theirs.transact(() => {
      for (let n = 0; n < 6_000; n++) theirs.getMap('ov').set(`${String(n).padStart(12, '0')}:x`, 'y'.repeat(30));
    });
    const words = Y.encodeStateAsUpdate(theirs);
    ann.receive(frames.step2(words));
    await quiet();
    const parked = looks.all;
    const slices = 20;
    const values = Array.from({ length: slices * 1_000 }, (_, n) => ({
      parent: ['ov', `${String(100_000 + n).padStart(12, '0')}:z`] as const,
      kind: 'value' as const,
    }));
    ben.receive(frames.step2(craftUpdate([{ client: 5, clock: 0, items: values }])));
    await quiet();
    expect(looks.all).toBeLessThan(parked + slices + 2);
    expect([ben.saved, ann.closed, ann.saved]).toEqual([1, [], 0]);
    owner.receive(frames.step2(words));
    await quiet();
    expect([owner.saved, ann.closed, ann.saved]).toEqual([1, [], 1]);
  });
});
