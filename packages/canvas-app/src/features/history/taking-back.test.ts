import { createBoardDoc, encodeHistory, encodeState, openBoard } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, expect, test, vi } from 'vitest';
import { noteServerTime, serverNow } from './server-clock.ts';
import { boardWithout, lateDeeds } from './taking-back.ts';

const pat = { id: 'pat', name: 'Pat', color: '#3150e0' };
const { signal: never } = new AbortController();

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  noteServerTime(null);
});

/** A board that is open, and the server on which Pat's deeds on it are stored. */
function open() {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, text: 'old' }));
  const base = encodeState(doc);
  const stored: Uint8Array[] = [];
  const asked: string[] = [];
  doc.on('update', (update: Uint8Array) => void stored.push(update));
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const updates = stored.map((update, i) => ({ seq: 2 + i, at: 5_000 + i, author: 0, update }));
    return new Response(encodeHistory({ base, authors: [pat], updates, next: 0 }).slice());
  });
  return { session: { id: signal('b'), visitor: undefined, doc }, board, asked };
}

test('what the person did while it was looked at is taken back, too', async () => {
  const { session, board, asked } = open();
  board.edit((w) => w.add({ kind: 'rect', x: 5, y: 0, text: 'junk' }));
  const deeds = await lateDeeds(session, 15, never);
  board.edit((w) => w.add({ kind: 'rect', x: 9, y: 0, text: 'more junk' }));
  const target = openBoard(await boardWithout(session, deeds, 'pat', never));
  expect(target.all()).toMatchObject([{ text: 'old' }]);
  expect(new Set(asked).size).toBe(1);
});

test('the last minutes are those of the server', async () => {
  vi.useFakeTimers({ now: 10_000_000, toFake: ['Date'] });
  const { session, asked } = open();
  noteServerTime(new Date(Date.now() + 3_600_000).toUTCString());
  await lateDeeds(session, 5, never);
  noteServerTime(new Date(Date.now() + 1_000).toUTCString());
  await lateDeeds(session, 5, never);
  expect(asked.map((path) => path.replace(/.*from=/, ''))).toEqual(['13300000', '9700000']);
  expect(serverNow()).toBe(Date.now());
});
