import { Failure, type FailureCode } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Access } from '../src/rooms/member.ts';
import type { Room } from '../src/rooms/room.ts';
import { createRooms, type RoomsDeps } from '../src/rooms/rooms.ts';
import { slice } from '../src/rooms/updates/slicing.ts';
import { systemTimers, type Timers } from '../src/timers.ts';
import { edit, frames, readHeard } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { eventsFor } from './support/rooms-events.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const ignore = (): void => {};

/** Rooms that tell what was asked of `beforeUpdate`, and a board of which everybody knows. */
const setUp = async (deps: Partial<RoomsDeps> = {}, store = memoryStore()) => {
  const charged: number[] = [];
  const refused: Failure[] = [];
  const hooks = { onCharge: ignore };
  const rooms = createRooms({
    store,
    slice: async (unsliced) => slice(unsliced),
    ...deps,
    events: eventsFor({
      beforeUpdate(_board, update) {
        charged.push(update.length);
        hooks.onCharge();
      },
      onRefused: (_board, _access, failure) => refused.push(failure),
    }),
  });
  ended.push(() => rooms.drain(0));
  let room: Room | undefined;
  const arrive = async (name: string, board = 'board') => {
    const access: Access = { person: { id: name, name, color: '#112233' }, role: 'editor', link: `of-${name}` };
    const arrival = await rooms.arrive(board, async () => access);
    const closed: FailureCode[] = [];
    const saved: number[] = [];
    const send = (frame: Uint8Array): void => {
      const heard = readHeard(frame);
      if (heard.type === 'saved') saved.push(heard.count);
    };
    const connection = arrival.join({ backlog: 0, send, close: (code) => closed.push(code) }, true);
    return { ...connection, release: arrival.release, access, closed, saved };
  };
  await rooms.use('board', async (opened) => {
    room = opened;
  });
  const board = room as unknown as Room;
  /** Once nothing is being taken or stored. */
  const quiet = (): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (board.inFlight === 0) resolve();
        else setImmediate(look);
      };
      look();
    });
  const doc = async (): Promise<Y.Doc> => {
    const copy = new Y.Doc();
    Y.applyUpdate(copy, await board.state());
    return copy;
  };
  return { rooms, room: board, charged, refused, hooks, arrive, quiet, doc };
};

const filler = 'x'.repeat(1_000);
const elementOf = (n: number): string => `el-${String(n).padStart(9, '0')}`;
/** What an author adds in one go. */
const many = (doc: Y.Doc, from: number, count: number): Uint8Array => {
  const before = Y.encodeStateVector(doc);
  doc.transact(() => {
    for (let n = from; n < from + count; n++) doc.getMap('el').set(elementOf(n), { k: 'r', filler });
  });
  return Y.encodeStateAsUpdate(doc, before);
};
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

describe('somebody whose right ends while a large update of theirs is taken', () => {
  test('writes nothing more', async () => {
    const { rooms, hooks, arrive, quiet, doc } = await setUp();
    const ann = await arrive('ann');
    hooks.onCharge = () => rooms.close('board', 'REVOKED', { of: 'link', link: 'of-ann' });
    const own = new Y.Doc();
    ann.receive(frames.update(many(own, 0, 300)));
    ann.receive(frames.update(edit(own, 'behind-it---')));
    await quiet();
    expect(ann.closed).toEqual(['REVOKED']);
    const { size } = (await doc()).getMap('el');
    expect([size > 0, size < 300]).toEqual([true, true]);
  });

  test('writes nothing more either when their own connection is refused', async () => {
    const { hooks, arrive, quiet, doc } = await setUp();
    const ann = await arrive('ann');
    hooks.onCharge = () => ann.refuse(new Failure('REVOKED'));
    ann.receive(frames.update(many(new Y.Doc(), 0, 300)));
    await quiet();
    expect((await doc()).getMap('el').size).toBeLessThan(300);
  });

  test('writes nothing more by HTTP either, and is told', async () => {
    const { rooms, room, hooks, quiet, doc } = await setUp();
    hooks.onCharge = () => rooms.close('board', 'REVOKED', { of: 'link', link: 'of-ann' });
    const access: Access = { person: { id: 'ann', name: 'ann', color: '#112233' }, role: 'editor', link: 'of-ann' };
    const merging = room.merge({ update: many(new Y.Doc(), 0, 300), access, history: true });
    await expect(merging).rejects.toMatchObject({ code: 'REVOKED' });
    await quiet();
    expect((await doc()).getMap('el').size).toBeLessThan(300);
  });

  test('has it taken to its end if only the line was cut', async () => {
    const { hooks, arrive, quiet, doc } = await setUp();
    const ann = await arrive('ann');
    hooks.onCharge = () => ann.leave();
    const own = new Y.Doc();
    ann.receive(frames.update(many(own, 0, 300)));
    ann.receive(frames.update(edit(own, 'behind-it---')));
    await quiet();
    expect((await doc()).getMap('el').size).toBe(301);
  });
});

describe('client ids of somebody who left while a large update of theirs was taken', () => {
  test('are held by nobody: what others bring of them later is taken', async () => {
    const { hooks, arrive, quiet, doc } = await setUp();
    const ann = await arrive('ann');
    hooks.onCharge = () => ann.leave();
    const own = new Y.Doc();
    own.clientID = 77;
    ann.receive(frames.update(many(own, 0, 300)));
    ann.receive(frames.update(edit(own, 'behind-it---')));
    await quiet();
    hooks.onCharge = ignore;
    const bob = await arrive('bob');
    edit(own, 'never-sent--');
    bob.receive(frames.step2(Y.encodeStateAsUpdate(own)));
    await quiet();
    expect((await doc()).getMap('el').size).toBe(302);
    expect(bob.saved.at(-1)).toBe(1);
  });
});

describe('several large updates of one author in a row', () => {
  test.each(['update', 'step2'] as const)('as %s are taken in order and charged once', async (kind) => {
    const { arrive, quiet, doc, charged, refused } = await setUp();
    const ann = await arrive('ann');
    const own = new Y.Doc();
    own.clientID = 77;
    let sent = 0;
    for (let n = 0; n < 5; n++) {
      const update = n % 2 === 0 ? many(own, n * 500, 500) : edit(own, `small-one--${n}`);
      sent += update.length;
      ann.receive(frames[kind](update));
    }
    await quiet();
    expect([refused, ann.closed]).toEqual([[], []]);
    expect((await doc()).getMap('el').size).toBe(1_502);
    expect(ann.saved.at(-1)).toBe(5);
    expect(sum(charged)).toBeGreaterThan(sent * 0.99);
    expect(sum(charged)).toBeLessThan(sent * 1.01);
  });

  test('are cut one at a time, and those of others do not wait for them', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const { arrive, quiet, doc } = await setUp({
      slice: async (unsliced) => {
        asked.push(unsliced.who);
        await new Promise<void>((resolve) => void answers.push(resolve));
        return slice(unsliced);
      },
    });
    const [eve, ann] = [await arrive('eve'), await arrive('ann')];
    const own = new Y.Doc();
    for (let n = 0; n < 3; n++) eve.receive(frames.step2(many(own, n * 300, 300)));
    ann.receive(frames.step2(many(new Y.Doc(), 900, 300)));
    expect(asked).toEqual(['eve', 'ann']);
    for (let n = 0; n < 4; n++) {
      while (answers.length === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
      answers.shift()?.();
    }
    await quiet();
    expect(asked).toEqual(['eve', 'ann', 'eve', 'eve']);
    expect((await doc()).getMap('el').size).toBe(1_200);
  });

  test('charge what is known already to nobody, and what waits for something once', async () => {
    const { arrive, quiet, doc, charged } = await setUp();
    const ann = await arrive('ann');
    const own = new Y.Doc();
    own.clientID = 77;
    const first = many(own, 0, 10);
    const second = many(own, 10, 10);
    const all = Y.encodeStateAsUpdate(own);
    // Another client of hers, whose words come after the gap.
    const other = new Y.Doc();
    other.clientID = 99;
    const late = Y.mergeUpdates([many(other, 20, 10), second]);
    ann.receive(frames.step2(late));
    ann.receive(frames.step2(first));
    ann.receive(frames.step2(all));
    await quiet();
    expect((await doc()).getMap('el').size).toBe(30);
    expect(ann.saved.at(-1)).toBe(3);
    expect(sum(charged)).toBeLessThan((late.length + first.length) * 1.01);
  });
});

describe('a step 2 with words that are left to somebody who is here', () => {
  test.each([
    ['small', 10],
    ['large', 300],
  ])('that is %s is acknowledged when they are stored, and not before', async (_size, count) => {
    const { arrive, quiet, doc } = await setUp();
    const [ann, bob] = [await arrive('ann'), await arrive('bob')];
    const theirs = new Y.Doc();
    theirs.clientID = 99;
    bob.receive(frames.update(many(theirs, 0, 1)));
    await quiet();
    const kept = many(theirs, 1, 1);
    const own = new Y.Doc();
    own.clientID = 77;
    ann.receive(frames.step2(Y.mergeUpdates([many(own, 10, count), kept])));
    ann.receive(frames.update(edit(own, 'behind-it---')));
    await quiet();
    expect((await doc()).getMap('el').size).toBe(count + 2);
    expect(ann.saved).toEqual([]);
    bob.receive(frames.update(kept));
    // It is looked at once more when history comes.
    bob.receive(frames.step2(edit(theirs, 'bob-as-well-')));
    await quiet();
    expect(ann.saved.at(-1)).toBe(2);
    expect((await doc()).getMap('el').size).toBe(count + 4);
  });
});

describe('a large update', () => {
  const text = async () => {
    const scene = await setUp();
    const ann = await scene.arrive('ann');
    const own = new Y.Doc();
    own.clientID = 77;
    const words = new Y.Text();
    const since = (write: () => void): Uint8Array => {
      const before = Y.encodeStateVector(own);
      own.transact(write);
      return Y.encodeStateAsUpdate(own, before);
    };
    ann.receive(frames.update(since(() => own.getMap('tx').set(elementOf(0), words))));
    for (let n = 0; n < 3; n++) ann.receive(frames.update(since(() => words.insert(0, 'x'.repeat(10_000)))));
    await scene.quiet();
    return { ...scene, ann, own, words, since };
  };

  test('that writes a text anew is taken as a small one is', async () => {
    const { ann, own, words, since, quiet, doc, refused } = await text();
    const update = since(() => {
      words.delete(0, words.length);
      words.insert(0, 'y'.repeat(20_000));
      many(own, 1, 250);
    });
    ann.receive(frames.update(update));
    await quiet();
    expect(refused).toEqual([]);
    const taken = await doc();
    expect((taken.getMap('tx').get(elementOf(0)) as Y.Text).length).toBe(20_000);
    expect(taken.getMap('el').size).toBe(250);
  });

  test('that makes a text too long is refused before anything of it is taken', async () => {
    const { ann, own, words, since, quiet, doc } = await text();
    const update = since(() => {
      many(own, 1, 250);
      words.insert(0, 'y'.repeat(20_000));
    });
    ann.receive(frames.update(update));
    await quiet();
    expect(ann.closed).toEqual(['TOO_LARGE']);
    expect((await doc()).getMap('el').size).toBe(0);
  });
});

describe('a server that ends', () => {
  const elementsIn = async (store: ReturnType<typeof memoryStore>): Promise<number> => {
    const { parts } = await store.load('board');
    const stored = new Y.Doc();
    for (const part of parts) Y.applyUpdate(stored, part);
    return stored.getMap('el').size;
  };
  const access: Access = { person: { id: 'bob', name: 'bob', color: '#112233' }, role: 'editor' };

  test('takes what came in time to its end', async () => {
    const store = memoryStore();
    const { rooms, room, arrive } = await setUp({}, store);
    const ann = await arrive('ann');
    ann.receive(frames.update(many(new Y.Doc(), 0, 300)));
    const merged = room.merge({ update: many(new Y.Doc(), 300, 300), access, history: true });
    await rooms.drain(0);
    await merged;
    expect(await elementsIn(store)).toBe(600);
  });

  test('does not wait for ever, and answers those whose update it does not take', async () => {
    const store = memoryStore();
    const timers: Timers = {
      ...systemTimers,
      after: (ms, work) => systemTimers.after(ms >= 10_000 ? 0 : ms, work),
    };
    const { rooms, room } = await setUp({ timers, slice: () => new Promise(() => {}) }, store);
    const merging = room.merge({ update: many(new Y.Doc(), 0, 300), access, history: true });
    const told = expect(merging).rejects.toMatchObject({ code: 'DRAINING' });
    await rooms.drain(0);
    await told;
    expect(await elementsIn(store)).toBe(0);
  });
});

test('deleting very much at once is few bytes and much work, and is taken all the same', async () => {
  const { arrive, quiet, doc, room, refused } = await setUp();
  const own = new Y.Doc();
  own.clientID = 5;
  const [el, ov] = [own.getMap('el'), own.getMap('ov')];
  const moved = Array.from({ length: 4_000 }, (_, n) => elementOf(n));
  own.transact(() => {
    for (const id of moved) el.set(id, { k: 'r' });
    // Each moved twice in a row: what is left of that lies in pairs, which Yjs joins one by one when they go.
    for (const id of moved) for (const x of [1, 2]) ov.set(`${id}:m`, [x, x]);
    for (let n = 10_000; n < 40_000; n++) el.set(elementOf(n), { k: 'r' });
  });
  const access: Access = { person: { id: 'ann', name: 'ann', color: '#112233' }, role: 'editor' };
  await room.merge({ update: Y.encodeStateAsUpdate(own), access, history: true });
  const ann = await arrive('ann');
  const deletions: Uint8Array[] = [];
  own.on('update', (update: Uint8Array) => deletions.push(update));
  own.transact(() => {
    for (const id of moved) {
      ov.delete(`${id}:m`);
      el.delete(id);
    }
  });
  expect(deletions[0]?.length).toBeLessThan(64 * 1024);
  ann.receive(frames.update(deletions[0] ?? new Uint8Array()));
  await quiet();
  expect(refused.map(({ detail }) => detail)).toEqual([]);
  expect([ann.closed, ann.saved]).toEqual([[], [1]]);
  expect((await doc()).getMap('el').size).toBe(30_000);
});
