import type { Failure, FailureCode, Role } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import type { Access } from '../../src/rooms/member.ts';
import type { Room } from '../../src/rooms/room.ts';
import { createRooms, type RoomsDeps } from '../../src/rooms/rooms.ts';
import { slice } from '../../src/rooms/updates/slicing.ts';
import { systemTimers, type Timers } from '../../src/timers.ts';
import { type Heard, readHeard } from './frames.ts';
import { memoryStore } from './memory-store.ts';
import { eventsFor } from './rooms-events.ts';

/** What is put off by less than a second comes in the next turn. */
export const impatient: Timers = {
  ...systemTimers,
  after(ms, work) {
    if (ms >= 1_000) return systemTimers.after(ms, work);
    const soon = setImmediate(work);
    return () => clearImmediate(soon);
  },
};

/** Somebody's connection, with what came over it. */
export interface Caller {
  receive(frame: Uint8Array): void;
  leave(): void;
  readonly closed: readonly FailureCode[];
  readonly heard: readonly Heard[];
  /** How many frames were last reported as stored. */
  readonly saved: number;
}

/** One board, without a network. */
export const oneBoard = async (deps: Partial<RoomsDeps> = {}) => {
  const refused: Failure[] = [];
  const rooms = createRooms({
    store: memoryStore(),
    slice: async (unsliced) => slice(unsliced),
    ...deps,
    events: eventsFor({
      onRefused: (_board, _access, failure) => refused.push(failure),
    }),
  });
  let opened: Room | undefined;
  await rooms.use('board', async (room) => {
    opened = room;
  });
  const room = opened as unknown as Room;
  const accessOf = (name: string, role: Role = 'editor'): Access => ({
    person: { id: name, name, color: '#112233' },
    role,
  });
  return {
    room,
    refused,
    accessOf,
    end: () => rooms.drain(0),
    async arrive(name: string, role: Role = 'editor'): Promise<Caller> {
      const arrival = await rooms.arrive('board', async () => accessOf(name, role));
      const heard: Heard[] = [];
      const closed: FailureCode[] = [];
      const send = (frame: Uint8Array): void => void heard.push(readHeard(frame));
      const connection = arrival.join({ backlog: 0, send, close: (code) => closed.push(code) }, true);
      return {
        receive: connection.receive,
        leave: connection.leave,
        closed,
        heard,
        get saved() {
          return heard.reduce((last, frame) => (frame.type === 'saved' ? frame.count : last), 0);
        },
      };
    },
    /** Resolves once nothing is being taken or stored. */
    quiet: (): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (room.inFlight === 0) resolve();
          else setImmediate(look);
        };
        look();
      }),
    async doc(): Promise<Y.Doc> {
      const copy = new Y.Doc();
      Y.applyUpdate(copy, await room.state());
      return copy;
    },
  };
};
