import { craftUpdate } from '@gesso/crdt-schema/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { frames } from './support/frames.ts';
import { type Caller, oneBoard } from './support/rooms.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Formats of a text, among much else of the same author: `deleted` takes every other pair of them away. */
const text = 'costly-words';
const formats = 6_000;
const values = (clock: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    parent: ['ov', `${String(clock + n).padStart(12, '0')}:x`] as const,
    kind: 'value' as const,
  }));
const drawn = craftUpdate([
  {
    client: 5,
    clock: 0,
    items: [
      { parent: ['tx', text] },
      ...Array.from({ length: formats }, (_, n) => ({
        ...(n === 0 ? { parent: [5, 0] as const } : { origin: [5, n] as const }),
        kind: 'format' as const,
      })),
      ...values(formats + 1, 30_000),
    ],
  },
]);
const deleted = Array.from({ length: formats / 3 }, (_, n) => [5, 1 + 3 * n, 2] as const);
const oneMore = [
  { client: 6, clock: 0, items: [{ parent: ['ov', 'abcdefghijkl:x'] as const, kind: 'value' as const }] },
];

const setUp = async () => {
  const board = await oneBoard();
  ended.push(board.end);
  const ann = await board.arrive('ann');
  const formatsLeft = async (): Promise<number> => {
    let left = 0;
    const doc = await board.doc();
    const holder = doc.getMap('tx').get(text) as unknown as { _start: { deleted: boolean; right: unknown } | null };
    for (let item = holder._start; item !== null; item = item.right as typeof item) if (!item.deleted) left++;
    return left;
  };
  const taken = async (who: Caller, count: number): Promise<void> => {
    await board.quiet();
    expect(board.refused.map(({ code, detail }) => [code, detail])).toEqual([]);
    expect([who.closed, who.saved]).toEqual([[], count]);
    expect(await formatsLeft()).toBe(formats / 3);
  };
  return { ...board, ann, taken };
};

describe('a deletion of more than fits in one turn is accepted', () => {
  test.each([
    ['alone', []],
    ['beside a value', oneMore],
  ])('%s', async (_name, beside) => {
    const { ann, quiet, taken } = await setUp();
    ann.receive(frames.step2(drawn));
    await quiet();
    ann.receive(frames.update(craftUpdate(beside, deleted)));
    await taken(ann, 2);
  });

  test('beside a value in a step 2', async () => {
    const { ann, quiet, taken } = await setUp();
    ann.receive(frames.step2(drawn));
    await quiet();
    ann.receive(frames.step2(craftUpdate(oneMore, deleted)));
    await taken(ann, 2);
  });

  test('right behind its author’s own large update', async () => {
    const { ann, taken } = await setUp();
    ann.receive(frames.step2(drawn));
    ann.receive(frames.update(craftUpdate([], deleted)));
    await taken(ann, 2);
  });

  test('when it overtakes what it deletes', async () => {
    const { ann, taken } = await setUp();
    ann.receive(frames.update(craftUpdate(oneMore, deleted)));
    ann.receive(frames.step2(drawn));
    await taken(ann, 2);
  });

  test('over HTTP', async () => {
    const { ann, room, accessOf, quiet, taken } = await setUp();
    ann.receive(frames.step2(drawn));
    await quiet();
    await room.merge({ update: craftUpdate(oneMore, deleted), access: accessOf('ann'), history: true });
    await taken(ann, 1);
  });
});
