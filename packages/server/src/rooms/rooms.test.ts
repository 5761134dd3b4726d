import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { faultyStore } from '../../test/support/faulty.ts';
import { edit, frames } from '../../test/support/frames.ts';
import { memoryStore } from '../stores/memory.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { createReplica } from './replica.ts';
import { createRooms, type RoomsEvents } from './rooms.ts';

const ignore = (): void => {};
const events: RoomsEvents = {
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
};

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
  await longEnough;
  expect(idle).toBe(1);
  state.broken = false;
  await rooms.drain(0);
});
