import {
  craftUpdate,
  farNeighbors,
  lettersApart,
  lettersInARow,
  scatteredNeighbors,
  waitingClients,
} from '@gesso/crdt-schema/testing';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Rooms } from '../src/rooms/rooms.ts';
import { createRooms } from '../src/rooms/rooms.ts';
import { compact, compactWithin } from '../src/stores/compaction.ts';
import { type Database, openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteStore } from '../src/stores/sqlite/log.ts';
import type { Store } from '../src/stores/store.ts';
import { eventsFor } from './support/rooms-events.ts';

// Boards that take seconds, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 });

/** What a server stored before anybody counted what an update takes. */
const letters = 6_000;
const honest = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 5;
  doc.getMap('el').set('honest-elemt', { t: 'r', x: 1, y: 1 });
  doc.getMap('tx').set('honest-elemt', new Y.Text('honest words'));
  return Y.encodeStateAsUpdate(doc);
};
const later = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 6;
  doc.getMap('el').set('later--elemt', { t: 'r', x: 2, y: 2 });
  return Y.encodeStateAsUpdate(doc);
};
const inTwo = [craftUpdate([lettersApart(9_000, letters)]), craftUpdate([farNeighbors(9_999, letters, 9_000)])];
const inOne = craftUpdate([lettersInARow(9_000, letters), scatteredNeighbors(7, letters, 9_000, letters)]);
const manyIds = craftUpdate(
  Array.from({ length: 100_000 }, (_, i) => ({
    client: 100_000 + i,
    clock: 0,
    items: [{ parent: ['tx', `id-${String(i).padStart(9, '0')}`] as const }],
  })),
);

/** A hole of no length that can be told, behind the words of somebody who is there, or of nobody. */
const holeWithoutEnd = (client: number, clock: number): Uint8Array =>
  Uint8Array.of(1, 1, client, clock, 0, ...new Uint8Array(160).fill(0x80), 0, 0);

const told = { costly: 0, troubles: [] as string[] };
const roomsOf = (store: Store): Rooms => {
  told.costly = 0;
  told.troubles = [];
  const events = eventsFor({
    onCostly: (_board, count) => {
      told.costly += count;
    },
    onTrouble: (what, error) => told.troubles.push(`${what}: ${String(error)}`),
  });
  return createRooms({ store, events });
};

/** CPU time of the thread that serves (ms). */
const cpu = (): number => process.threadCpuUsage().user / 1_000;

/** All that is stored now came before anybody looked. */
const letInBefore = (database: Database): void => {
  database.exec('INSERT INTO unchecked SELECT board, max(seq) FROM updates GROUP BY board');
};

const poisoned = async (parts: readonly Uint8Array[]): Promise<{ store: Store; quarantined: () => number }> => {
  const { database } = openTemporaryDatabase();
  const store = sqliteStore(database);
  await store.append([honest(), ...parts, later()].map((update) => ({ board: 'b', update, by: 'ann' })));
  letInBefore(database);
  const quarantined = (): number => Number(database.prepare('SELECT count(*) AS n FROM quarantine').get()?.['n']);
  return { store, quarantined };
};

const elementsIn = (state: Uint8Array): string[] => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  expect(String(doc.getMap('tx').get('honest-elemt'))).toBe('honest words');
  return [...doc.getMap('el').keys()].sort();
};

describe('a board that was poisoned before anybody looked', () => {
  test.each([
    ['by letters with far neighbors', inTwo, 1],
    ['by both in one update', [inOne], 1],
    ['by clients that wait for one that never comes', [waitingClients(20_000)], 1],
    ['by a number without end, behind honest words', [holeWithoutEnd(5, 14)], 1],
    ['by a number without end, of a new client', [holeWithoutEnd(7, 0)], 1],
    ['by a hundred thousand invented client ids', [manyIds], 0],
  ])('%s opens, keeps what is honest, compacts and opens again', async (_name, parts, costly) => {
    const { store, quarantined } = await poisoned(parts);
    const rooms = roomsOf(store);
    const begin = cpu();
    const state = await rooms.use('b', (room) => room.state());
    expect(cpu() - begin).toBeLessThan(2_500);
    expect(elementsIn(state)).toEqual(['honest-elemt', 'later--elemt']);
    expect(told).toEqual({ costly, troubles: [] });
    expect(quarantined()).toBe(costly);
    await rooms.drain(0);

    const compaction = cpu();
    expect(await store.compact('b')).toBe(true);
    expect(cpu() - compaction).toBeLessThan(1_000);
    const again = roomsOf(store);
    expect(elementsIn(await again.use('b', (room) => room.state()))).toEqual(['honest-elemt', 'later--elemt']);
    expect(told).toEqual({ costly: 0, troubles: [] });
    await again.drain(0);
  });

  test('and compacted then opens as well: a snapshot of an older version is looked at too', async () => {
    const { database } = openTemporaryDatabase();
    const store = sqliteStore(database);
    const old = new Y.Doc();
    for (const part of [
      honest(),
      craftUpdate([lettersInARow(9_000, 2_500), scatteredNeighbors(7, 2_500, 9_000, 2_500)]),
    ])
      Y.applyUpdate(old, part);
    await store.append([{ board: 'b', update: Y.encodeStateAsUpdate(old), by: '' }]);
    letInBefore(database);
    const rooms = roomsOf(store);
    const begin = cpu();
    const state = await rooms.use('b', (room) => room.state());
    expect(cpu() - begin).toBeLessThan(2_500);
    expect(elementsIn(state)).toEqual(['honest-elemt']);
    await rooms.drain(0);
  });

  test('is compacted without what would take for ever, also when nobody has opened it', () => {
    const begin = cpu();
    const { state, vector } = compact([honest(), ...inTwo, later()], 3);
    expect(cpu() - begin).toBeLessThan(2_500);
    expect(elementsIn(state)).toEqual(['honest-elemt', 'later--elemt']);
    expect(vector).toBeDefined();
  });
});

test('what the rules of today let in is never left out, whatever it takes: people were told that it is saved', async () => {
  const { database } = openTemporaryDatabase();
  const store = sqliteStore(database);
  const size = 2_000;
  const parts = [
    honest(),
    craftUpdate([lettersInARow(9_000, size)]),
    ...Array.from({ length: 2 }, (_, i) => craftUpdate([scatteredNeighbors(7 + i, size, 9_000, size)])),
    later(),
  ];
  await store.append(parts.map((update) => ({ board: 'b', update, by: 'ann' })));
  const wanted = new Y.Doc();
  for (const part of parts) Y.applyUpdate(wanted, part);
  const text = String(wanted.getMap('tx').get('abcdefghij-_'));
  expect(text).toHaveLength(3 * size);
  for (let visit = 0; visit < 2; visit++) {
    const rooms = roomsOf(store);
    const seen = new Y.Doc();
    Y.applyUpdate(seen, await rooms.use('b', (room) => room.state()));
    expect(String(seen.getMap('tx').get('abcdefghij-_'))).toBe(text);
    expect(told).toEqual({ costly: 0, troubles: [] });
    await rooms.drain(0);
    await store.compact('b');
    await store.append([{ board: 'b', update: later(), by: 'ann' }]);
  }
});

test('compaction ends at its deadline, and takes the thread along', async () => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < 20_000; i++) doc.getMap('el').set(`element-${i}`, { t: 'r', x: i, y: i });
  });
  await expect(compactWithin([Y.encodeStateAsUpdate(doc)], 1)).rejects.toThrow('folding took longer than 1 ms');
});
