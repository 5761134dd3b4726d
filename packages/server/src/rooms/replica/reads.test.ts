import { openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { frames } from '../../../test/support/frames.ts';
import { oneBoard } from '../../../test/support/rooms.ts';

/** How often bytes of updates were read, by what read them. */
const reads = vi.hoisted((): Record<string, number> => ({}));
const counted = vi.hoisted(() => <M extends object>(module: M, names: readonly string[]): M => {
  const fakes: Record<string, unknown> = {};
  for (const name of names) {
    const real = (module as Record<string, unknown>)[name] as (...all: unknown[]) => unknown;
    fakes[name] = (...all: unknown[]) => {
      reads[name] = (reads[name] ?? 0) + 1;
      return real(...all);
    };
  }
  return { ...module, ...fakes };
});
vi.mock('yjs', async (original) =>
  counted(await original<typeof Y>(), ['decodeUpdateV2', 'applyUpdateV2', 'mergeUpdatesV2', 'diffUpdateV2']),
);
vi.mock(import('../../../../crdt-schema/src/yjs/update/reading/summary.ts'), async (original) =>
  counted(await original(), ['summaryOf', 'everyPart']),
);

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Edits of a board as they are sent, one after the other. */
const edits = (): readonly Uint8Array[] => {
  const doc = new Y.Doc();
  doc.clientID = 5;
  const board = openBoard(doc, { random: seededRandom(5) });
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const id = board.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text: 'label' }));
  board.edit((w) => w.patch(id, { x: 3 }));
  board.edit((w) => w.remove(id));
  return updates;
};

const setUp = async () => {
  const board = await oneBoard();
  ended.push(board.end);
  const ann = await board.arrive('ann');
  const bob = await board.arrive('bob');
  // The first edit of all has the structs of the board counted.
  ann.receive(frames.update(edits()[0] ?? Uint8Array.of(0, 0)));
  await board.quiet();
  /** What is read from the arrival of a frame until everybody has been shown what is in it. */
  const readsOf = async (frame: Uint8Array): Promise<object> => {
    for (const name of Object.keys(reads)) delete reads[name];
    ann.receive(frame);
    await board.quiet();
    return { ...reads };
  };
  return { ...board, ann, bob, readsOf };
};

test('a small update is read once, and once more by Yjs to apply it', async () => {
  const { readsOf, arrive, refused } = await setUp();
  for (const update of edits().slice(1)) {
    expect(await readsOf(frames.update(update))).toEqual({ summaryOf: 1, decodeUpdateV2: 1, applyUpdateV2: 1 });
  }
  const doc = new Y.Doc();
  doc.getMap('ov').set('abcdefghij-_:x', 1);
  expect(await readsOf(frames.update(Y.encodeStateAsUpdate(doc)))).toEqual({
    summaryOf: 1,
    decodeUpdateV2: 1,
    applyUpdateV2: 1,
  });
  await arrive('eve');
  expect(refused).toEqual([]);
});

test('nothing is read again for newcomers while an update is on its way to disk', async () => {
  const { ann, arrive, quiet } = await setUp();
  const [, update = Uint8Array.of(0, 0)] = edits();
  for (const name of Object.keys(reads)) delete reads[name];
  ann.receive(frames.update(update));
  for (let n = 0; n < 3; n++) await arrive(`newcomer ${n}`);
  await quiet();
  expect(reads).toEqual({ summaryOf: 1, decodeUpdateV2: 1, applyUpdateV2: 1 });
});

test('an update that says nothing new, and history, are read once', async () => {
  const { ann, readsOf, quiet } = await setUp();
  const all = edits();
  for (const update of all.slice(1)) ann.receive(frames.update(update));
  await quiet();
  for (const update of all) expect(await readsOf(frames.update(update))).toEqual({ summaryOf: 1, decodeUpdateV2: 1 });
  expect(await readsOf(frames.step2(Y.mergeUpdates([...all])))).toMatchObject({ summaryOf: 1, decodeUpdateV2: 1 });
  const doc = new Y.Doc();
  doc.getMap('ov').set('abcdefghij-_:x', 1);
  expect(await readsOf(frames.step2(Y.encodeStateAsUpdate(doc)))).toEqual({
    summaryOf: 1,
    decodeUpdateV2: 1,
    applyUpdateV2: 1,
  });
});
