import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { faultyStore } from '../../test/support/faulty.ts';
import { edit, frames } from '../../test/support/frames.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { eventsFor } from '../../test/support/rooms-events.ts';
import { createHeap } from '../quotas/heap.ts';
import { nextTurn, systemTimers, type Timers } from '../timers.ts';
import { createReplica } from './replica/replica.ts';
import { createRooms } from './rooms.ts';

const ignore = (): void => {};
const events = eventsFor();

test('a room that broke while the store fails waits for it with one timer, however long that takes', async () => {
  const { store, state } = faultyStore(memoryStore());
  const idleMs = 30_000;
  let idle = 0;
  let pauses = 0;
  let enough: () => void = ignore;
  const longEnough = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const timers: Timers = {
    ...systemTimers,
    after(ms, work) {
      if (ms === 20 && ++pauses === 20) enough();
      return systemTimers.after(ms === 20 ? 0 : ms, work);
    },
    afterIdle(ms, work) {
      if (ms !== idleMs) return systemTimers.afterIdle(ms, work);
      idle++;
      let isSet = true;
      return () => {
        if (isSet) idle--;
        isSet = false;
      };
    },
  };
  let applied = 0;
  const rooms = createRooms({
    store,
    events,
    timers,
    idleMs,
    openReplica: (whole) => {
      const replica = createReplica(whole);
      return {
        ...replica,
        apply(updates) {
          if (++applied === 2) throw new Error('broken');
          replica.apply(updates);
        },
      };
    },
  });
  const person = { id: 'ann', name: 'ann', color: '#112233' };
  const arrival = await rooms.arrive('board', async () => ({ person, role: 'editor' }));
  const line = arrival.join({ backlog: 0, send: ignore, close: ignore }, true);
  state.broken = true;
  const doc = new Y.Doc();
  for (const id of ['first-------', 'second------']) line.receive(frames.update(edit(doc, id)));
  line.leave();
  arrival.release();
  const tried = state.appends;
  await longEnough;
  expect(idle).toBe(1);
  // The store is left alone for as long as it is between its tries.
  expect(state.appends - tried).toBeLessThan(3);
  state.broken = false;
  await rooms.drain(0);
});

test('nobody waits for good to come in to a board that cannot end', async () => {
  let giveUp: () => void = ignore;
  const timers: Timers = {
    ...systemTimers,
    afterIdle(ms, work) {
      if (ms !== 10_000) return systemTimers.afterIdle(ms, work);
      giveUp = work;
      return ignore;
    },
  };
  const rooms = createRooms({ store: memoryStore(), events, timers });
  const done = Promise.withResolvers<void>();
  const closed = rooms.whileClosed('board', () => done.promise);
  const person = { id: 'ann', name: 'ann', color: '#112233' };
  const come = () => rooms.arrive('board', async () => ({ person, role: 'editor' }));
  const late = come();
  late.catch(ignore);
  await nextTurn(systemTimers);
  giveUp();
  await expect(late).rejects.toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  const early = come();
  done.resolve();
  await closed;
  (await early).release();
  await rooms.drain(0);
});

test('where there is no memory for one more board, those nobody is on are let go, and the others stay', async () => {
  const statistics = { used_heap_size: 0, heap_size_limit: 100 };
  const heap = createHeap({ statistics: () => statistics, collect: ignore });
  const rooms = createRooms({ store: memoryStore(), events, heap });
  const person = { id: 'ann', name: 'ann', color: '#112233' };
  const come = (board: string) => rooms.arrive(board, async () => ({ person, role: 'editor' }));
  const idle = await come('idle');
  await come('busy');
  idle.release();
  expect(rooms.open).toBe(2);
  statistics.used_heap_size = 80;
  await expect(come('new')).rejects.toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  expect(rooms.open).toBe(1);
  // Anyone who is on a board may have company.
  await come('busy');
  statistics.used_heap_size = 20;
  await come('new');
  expect(rooms.open).toBe(2);
  await rooms.drain(0);
});
