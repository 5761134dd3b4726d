import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTexts, type TextsDeps } from '../src/texts/texts.ts';
import { systemTimers } from '../src/timers.ts';
import { memoryRepositories } from './support/memory-repositories.ts';
import { afterThis } from './support/server.ts';

/** Boards of Ann that are read, and time that passes only where a test says so. */
const reading = async (
  boards: readonly string[],
  { until, ...deps }: Partial<TextsDeps> & { readonly until?: () => Promise<void> } = {},
) => {
  const { boards: records, texts: repository } = memoryRepositories();
  for (const id of boards)
    await records.create(
      {
        id,
        title: '',
        owner: 'ann',
        createdAt: 1,
        updatedAt: 1,
        deletedAt: undefined,
        ownerDraws: false,
        previews: false,
      },
      [],
    );
  const doc = createBoardDoc();
  const box = { x: 0, y: 0, width: 100, height: 60 };
  openBoard(doc).edit((writer) => writer.add({ kind: 'sticky', ...box, text: 'needle' }));
  const stored = { parts: [Y.encodeStateAsUpdate(doc)], seq: 1, tail: { rows: 1, bytes: 1 }, damaged: 0 };
  const at = { elapsed: 0 };
  const loads: string[] = [];
  const pauses: number[] = [];
  /** Resolves once something holds. */
  const settled = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };
  let look = () => undefined as unknown;
  const texts = createTexts({
    store: {
      size: async () => 1,
      async load(board) {
        loads.push(board);
        // Each board takes a second of this time.
        at.elapsed += 1_000;
        await until?.();
        return stored;
      },
    },
    repository,
    walk: (_person, work) => work(),
    hasRoom: () => true,
    timers: {
      ...systemTimers,
      elapsed: () => at.elapsed,
      after(ms) {
        pauses.push(ms);
        return () => undefined;
      },
      every(_ms, work) {
        look = work;
        return () => undefined;
      },
    },
    now: () => 60_000,
    trouble: () => undefined,
    ...deps,
  });
  texts.watch();
  afterThis(() => texts.stop());
  const search = (maySee = async (_board: string) => true) =>
    texts.search('ann', { words: 'needle', trashed: false, limit: 9 }, maySee);
  /** All boards changed and have rested. */
  const rested = (): void => {
    for (const board of boards) texts.changed(board);
    at.elapsed += 100_000;
    look();
  };
  return { texts, repository, search, rested, settled, loads, pauses };
};

const restMs = 3_000;

test('boards nobody waits for are read with rests, which a search that asks for boards ends', async () => {
  const { search, rested, settled, loads, pauses } = await reading(['a', 'b', 'c']);
  rested();
  await settled(() => pauses.includes(restMs));
  expect(loads).toEqual(['a']);
  // Nothing but the end of the rest lets it read on: time does not pass.
  const { boards, isReading } = await search();
  expect([boards.map(({ id }) => id), isReading]).toEqual([['a', 'b', 'c'], false]);
  expect([...loads].sort()).toEqual(['a', 'b', 'c']);
});

test('an end comes during a rest, and begins no thread for a board that is still read from the store', async () => {
  const { texts, rested, settled, loads, pauses } = await reading(['a', 'b']);
  rested();
  await settled(() => pauses.includes(restMs));
  await texts.stop();
  expect(loads).toEqual(['a']);

  const loaded = Promise.withResolvers<void>();
  const slow = await reading(['a'], { until: () => loaded.promise });
  slow.rested();
  await slow.settled(() => slow.loads.length === 1);
  await slow.texts.stop();
  loaded.resolve();
  for (let turns = 0; turns < 9; turns++) await new Promise((resolve) => setImmediate(resolve));
  // A thread would be given a time in which to answer.
  expect(slow.pauses).toEqual([]);
});

test('a board that cannot be read is found by what was written there before', async () => {
  const { repository, search, rested } = await reading(['a'], {
    store: {
      size: async () => 1,
      load: () => Promise.reject(new Error('broken')),
    },
  });
  await repository.keep('a', { text: 'needle', folded: 'needle' }, 0);
  rested();
  const { boards, isReading } = await search();
  expect([boards.map(({ found }) => found), isReading]).toEqual([['needle'], false]);
});

test('nothing is read or kept while the disk has only its reserve', async () => {
  let hasRoom = false;
  const { search, rested, loads } = await reading(['a'], { hasRoom: () => hasRoom });
  rested();
  expect([(await search()).isReading, loads]).toEqual([false, []]);
  hasRoom = true;
  expect((await search()).boards.map(({ id }) => id)).toEqual(['a']);
});

test('boards a person may not see are neither read nor in the way of others, and asked for once', async () => {
  const boards = Array.from({ length: 300 }, (_, n) => `b${String(n).padStart(3, '0')}`);
  const { search, loads } = await reading(boards);
  const asked: string[] = [];
  const { boards: found } = await search(async (board) => {
    asked.push(board);
    return board === 'b299';
  });
  expect([found.map(({ id }) => id), loads]).toEqual([['b299'], ['b299']]);
  expect(asked).toHaveLength(300);
});
