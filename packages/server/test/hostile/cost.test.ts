import { Failure } from '@gesso/crdt-schema';
import { afterAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Access } from '../../src/rooms/member.ts';
import { createRooms } from '../../src/rooms/rooms.ts';
import { systemTimers, type Timers } from '../../src/timers.ts';
import { leastOf } from '../support/least-of.ts';
import { edit, frames } from '../support/line.ts';
import { memoryStore } from '../support/memory-store.ts';
import { eventsFor } from '../support/rooms-events.ts';
import { ignored } from './answer.ts';
import type { Costly } from './attack.ts';
import { costly } from './costly.ts';

/** CPU time of the serving thread that one frame, or one turn of what came of it, may take (ms). */
const mostMs = 50;

const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Rooms in this thread, and the longest time they kept it at once. */
const watched = () => {
  let worst = 0;
  const measured = <T>(work: () => T): T => {
    const begin = cpu();
    try {
      return work();
    } finally {
      worst = Math.max(worst, cpu() - begin);
    }
  };
  const timers: Timers = {
    ...systemTimers,
    soon: (work) => systemTimers.soon(() => measured(work)),
    after: (ms, work) => systemTimers.after(ms, () => measured(work)),
  };
  const refused: Failure[] = [];
  const rooms = createRooms({
    store: memoryStore(),
    timers,
    events: eventsFor({
      onRefused: (_board, _access, failure) => refused.push(failure),
      onTrouble: (what, error) => refused.push(new Failure('INTERNAL', `${what} ${String(error)}`)),
    }),
  });
  return {
    rooms,
    refused,
    measured,
    get worst() {
      return worst;
    },
    reset: () => {
      worst = 0;
    },
  };
};

const accessOf = (role: Access['role']): Access => ({
  person: { id: `a-${role}`, name: role, color: '#112233' },
  role,
});

/** Resolves once the room has nothing more to do for what it was sent. */
const quiet = (room: { readonly inFlight: number }): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (room.inFlight === 0) resolve();
      else setImmediate(look);
    };
    setImmediate(look);
  });

const suffer = async ({
  role,
  ground,
  before,
  frames: sent,
  answer,
}: Costly): Promise<{ worst: number; refused: string[] }> => {
  const watch = watched();
  const { rooms, refused, measured, reset } = watch;
  const arrive = async (access: Access) => {
    const closed: string[] = [];
    const arrival = await rooms.arrive('board', async () => access);
    const socket = { backlog: 0, send: () => {}, close: (code: string) => closed.push(code) };
    return { connection: arrival.join(socket, true), release: arrival.release, closed };
  };
  const worst = await rooms.use('board', async (room) => {
    const owner = await arrive(accessOf('owner'));
    owner.connection.receive(frames.update(edit(new Y.Doc(), 'element-mine')));
    for (const frame of ground?.() ?? []) owner.connection.receive(frame);
    await quiet(room);
    const villain = await arrive(accessOf(role));
    for (const frame of before?.() ?? []) villain.connection.receive(frame);
    await quiet(room);
    expect(refused).toEqual([]);
    const attack = sent();
    reset();
    for (const frame of attack) {
      measured(() => villain.connection.receive(frame));
      await quiet(room);
    }
    expect(villain.closed.length > 0).toBe(answer !== ignored);
    return watch.worst;
  });
  await rooms.drain(0);
  return { worst, refused: refused.map(({ code }) => code) };
};

let worstOfAll = 0;
afterAll(() => console.log(`no frame took more than ${worstOfAll.toFixed(1)} ms of the thread that serves`));

test.each(costly.map((attack) => [attack.name, attack] as const))(
  '%s costs no more than a frame may',
  { timeout: 60_000 },
  async (_name, attack) => {
    // Once for the compiler, which is not what is measured.
    await suffer(attack);
    const wanted = 'closed' in attack.answer ? [attack.answer.closed.reason] : [];
    const worst = await leastOf(mostMs, async () => {
      const suffered = await suffer(attack);
      expect(suffered.refused).toEqual(wanted);
      return suffered.worst;
    });
    expect(worst).toBeLessThan(mostMs);
    worstOfAll = Math.max(worstOfAll, worst);
  },
);
