import { type FailureCode, openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Access } from '../../src/rooms/member.ts';
import type { Connection } from '../../src/rooms/room.ts';
import { createRooms, type Rooms } from '../../src/rooms/rooms.ts';
import type { Store } from '../../src/stores/store.ts';
import { edit, frames, readHeard } from '../support/frames.ts';
import { memoryStore } from '../support/memory-store.ts';
import { eventsFor } from '../support/rooms-events.ts';
import { live } from './messages.ts';
import { mutate } from './mutate.ts';

/**
 * Honest frames with bytes changed, from a seed, straight into a room: some thousand in a second. Whatever they are, they are
 * refused or do no harm: nobody else is sent away, everybody has the same, nothing waits for what never comes, and the
 * board opens again from what was stored.
 */
const framesPerSeed = 400;
/** The last two once had Yjs stop in the middle of an update, and two readers read different boards. */
const seeds = [...Array.from({ length: 12 }, (_, i) => i + 1), 212, 222];
/** What a frame may be refused with. `INTERNAL` is not among them: the room would have to be loaded anew for everybody. */
const refusals: readonly FailureCode[] = [
  'MALFORMED',
  'TOO_LARGE',
  'NOT_YOUR_ID',
  'NEWER_CLIENT',
  'RATE_LIMITED',
  'OVERLOADED',
];

const open = (store: Store): Rooms =>
  createRooms({
    store,
    events: eventsFor({
      onDamage: (_board, count) => expect(count).toBe(0),
      onCostly: (_board, count) => expect(count).toBe(0),
      onTrouble: (what, error) => expect([what, error]).toEqual([]),
    }),
  });

const accessOf = (id: string): Access => ({ person: { id, name: id, color: '#112233' }, role: 'editor' });

/** Somebody in a room, with a document that takes in what they are shown. */
const enter = async (rooms: Rooms, id: string) => {
  const doc = new Y.Doc();
  const closed: FailureCode[] = [];
  const arrival = await rooms.arrive('board', async () => accessOf(id));
  const connection: Connection = arrival.join(
    {
      send(frame) {
        const message = readHeard(frame);
        if (message.type === 'update' || message.type === 'step2') Y.applyUpdate(doc, message.body);
      },
      close: (code) => void closed.push(code),
      backlog: 0,
    },
    true,
  );
  return { doc, closed, receive: connection.receive, leave: arrival.release };
};

/** An honest session of a client, as the frames it sends. */
const session = (client: number, seed: number): { readonly updates: Uint8Array[]; readonly others: Uint8Array[] } => {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const board = openBoard(doc, { random: seededRandom(seed) });
  const rect = board.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, width: 9, height: 9, text: 'a label' }));
  board.edit((w) => w.patch(rect, { x: 5, text: 'another label', groups: ['one', 'two'] }));
  const text = board.edit((w) => w.add({ kind: 'text', x: 0, y: 9, text: 'some words to type into' }));
  board.edit((w) =>
    w.add({ kind: 'stroke', x: 5, y: 5, points: { xy: Float32Array.of(0, 0, 3, 4, 9, 1) }, color: '#112233' }),
  );
  board.edit((w) => w.patch(text, { text: 'some more words', link: 'https://example.org/' }));
  board.edit((w) => w.remove(rect));
  board.undo();
  board.edit((w) => w.rename('a name'));
  const step2 = frames.step2(Y.encodeStateAsUpdate(doc));
  return {
    updates,
    others: [
      step2,
      frames.step1(Y.encodeStateVector(doc)),
      frames.presence(client, 1, { cursor: [1, 2], selection: [rect], tool: 'pen' }),
      frames.queryPresence(),
      live(client),
    ],
  };
};

test.each(seeds)('noise with the seed %i does no harm', async (seed) => {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[], fallback: T): T => list[Math.floor(random() * list.length)] ?? fallback;
  const store = memoryStore();
  const rooms = open(store);
  const honest = await enter(rooms, 'honest');
  const watching = await enter(rooms, 'watching');
  const own = session(1, seed);
  const theirs = session(2, seed + 1_000);
  for (const update of own.updates) honest.receive(frames.update(update));

  const none = new Uint8Array([0, 0]);
  let villain = await enter(rooms, 'villain');
  let refused = 0;
  for (let n = 0; n < framesPerSeed; n++) {
    const all = [...own.updates, ...theirs.updates];
    // Half of the time the envelope fits what is in it, so that what is in it is looked at.
    const spoilt =
      random() < 0.6
        ? pick([frames.update, frames.step2], frames.update)(mutate(pick(all, none), pick(all, none), random))
        : mutate(
            pick([...theirs.others, ...theirs.updates.map(frames.update)], none),
            pick(theirs.others, none),
            random,
          );
    villain.receive(random() < 0.1 ? frames.update(pick(theirs.updates, none)) : spoilt);
    expect(honest.closed).toEqual([]);
    if (villain.closed.length === 0) continue;
    refused++;
    for (const code of villain.closed) expect(refusals).toContain(code);
    villain.leave();
    villain = await enter(rooms, 'villain');
  }
  expect(refused).toBeGreaterThan(framesPerSeed / 4);

  const last = edit(new Y.Doc(), 'element-last', { t: 'r', x: 1, y: 1, w: 5, h: 5 });
  honest.receive(frames.update(last));
  const state = await rooms.use('board', (room) => room.state());
  expect([...honest.closed, ...watching.closed]).toEqual([]);
  for (const update of [...own.updates, last]) Y.applyUpdate(honest.doc, update);
  const newcomer = new Y.Doc();
  Y.applyUpdate(newcomer, state);
  for (const doc of [honest.doc, watching.doc, newcomer]) {
    expect(doc.store.pendingStructs).toBeNull();
    expect(doc.store.pendingDs).toBeNull();
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(newcomer));
    expect(openBoard(doc).all()).toEqual(openBoard(newcomer).all());
    expect(openBoard(doc).get('element-last')).toMatchObject({ kind: 'rect' });
  }

  await rooms.drain(0);
  expect(await store.compact('board')).toBe(true);
  const again = open(store);
  const reloaded = new Y.Doc();
  Y.applyUpdate(reloaded, await again.use('board', (room) => room.state()));
  expect(openBoard(reloaded).all()).toEqual(openBoard(newcomer).all());
  await again.drain(0);
});
