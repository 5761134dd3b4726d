import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRooms } from '../src/rooms/rooms.ts';
import { removeForGood } from '../src/services/trash.ts';
import { systemTimers } from '../src/timers.ts';
import { edit } from './support/frames.ts';
import { memoryRepositories } from './support/memory-repositories.ts';
import { memoryStore } from './support/memory-store.ts';
import { boardOf } from './support/repository-records.ts';
import { eventsFor } from './support/rooms-events.ts';

/** A server that is about to remove a board from the trash; `meanwhile`: what another one does once this one has looked at the board. */
const removing = async (
  meanwhile: (boards: ReturnType<typeof memoryRepositories>['boards']) => Promise<unknown>,
  { before }: { readonly before?: number } = {},
) => {
  const repositories = memoryRepositories();
  const { boards } = repositories;
  const store = memoryStore();
  const rooms = createRooms({ store, events: eventsFor({}) });
  await boards.create(boardOf('b'), []);
  await store.append([{ board: 'b', update: edit(new Y.Doc(), 'element-0001'), by: 'ann' }]);
  await boards.trash('b', 7);
  const slow: typeof boards = {
    ...boards,
    async find(id) {
      const found = await boards.find(id);
      await meanwhile(boards);
      return found;
    },
  };
  const services = { rooms, store, timers: systemTimers, audit: () => undefined };
  const found = await removeForGood(
    { ...services, repositories: { ...repositories, stop: async () => undefined, boards: slow } },
    'b',
    before === undefined ? {} : { before },
  );
  return { found, kept: (await store.load('b')).seq, board: await boards.find('b') };
};

test('a board that another server brought back while this one was slow to remove it stays, with all that is on it', async () => {
  const { found, kept, board } = await removing((boards) => boards.trash('b', undefined));
  expect([found, kept, board?.deletedAt]).toEqual(['elsewhere', 1, undefined]);
});

test('so does one that was thrown away anew since: it has its time in the trash', async () => {
  const { found, kept, board } = await removing(async (boards) => {
    await boards.trash('b', undefined);
    await boards.trash('b', 9);
  });
  expect([found, kept, board?.deletedAt]).toEqual(['elsewhere', 1, 9]);
});

test('and one that was thrown away anew before this server came to it in its list of those whose time is over', async () => {
  const { found, kept, board } = await removing(async () => undefined, { before: 7 });
  expect([found, kept, board?.deletedAt]).toEqual(['elsewhere', 1, 7]);
});

test('one that nobody touched goes', async () => {
  const gone = { found: 'removed', kept: 0, board: undefined };
  expect(await removing(async () => undefined)).toEqual(gone);
  expect(await removing(async () => undefined, { before: 8 })).toEqual(gone);
});
