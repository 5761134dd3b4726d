import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Element, type ElementId, Failure, openBoard, unionErased } from '../src/index.ts';
import { memoryNetwork } from '../src/testing.ts';
import { line, newBoard, pair } from './board.ts';

const ink = { kind: 'stroke', x: 0, y: 0, points: line(0, 0, 10, 0, 20, 0, 30, 0, 40, 0) } as const;

const erasedRangesOf = (element: Element | undefined) =>
  element?.kind === 'stroke' ? (element.cuts ?? []) : undefined;

describe('erasing part of a stroke', () => {
  test('takes part of it away and is one step to undo', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(ink));
    board.edit((w) => w.patch(id, { cut: [1, 2] }));
    board.edit((w) => w.patch(id, { cut: [1.5, 3.25] }));
    expect(erasedRangesOf(board.get(id))).toEqual([1, 3.25]);
    board.undo();
    expect(erasedRangesOf(board.get(id))).toEqual([1, 2]);
    board.undo();
    expect(erasedRangesOf(board.get(id))).toEqual([]);
    board.redo();
    expect(erasedRangesOf(board.get(id))).toEqual([1, 2]);
  });

  test('of two at once takes away what either took, and each takes back their own', () => {
    const { a, b, tell } = pair();
    const id = a.edit((w) => w.add(ink));
    tell();
    a.edit((w) => w.patch(id, { cut: [0, 2] }));
    b.edit((w) => w.patch(id, { cut: [1.5, 2.5] }));
    tell();
    expect([a, b].map((board) => erasedRangesOf(board.get(id)))).toEqual([
      [0, 2.5],
      [0, 2.5],
    ]);
    a.undo();
    tell();
    expect([a, b].map((board) => erasedRangesOf(board.get(id)))).toEqual([
      [1.5, 2.5],
      [1.5, 2.5],
    ]);
    expect(b.size).toBe(1);
  });

  test('of two at once that leaves nothing takes the stroke off the board until one takes their part back', () => {
    const { a, b, tell } = pair();
    const id = a.edit((w) => w.add(ink));
    tell();
    a.edit((w) => w.patch(id, { cut: [0, 2] }));
    b.edit((w) => w.patch(id, { cut: [2, 4] }));
    tell();
    expect([a.size, b.size]).toEqual([0, 0]);
    b.undo();
    tell();
    expect([a, b].map((board) => erasedRangesOf(board.get(id)))).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  test('while another moves, turns and recolors it keeps all of it', () => {
    const { a, b, tell } = pair();
    const id = a.edit((w) => w.add(ink));
    tell();
    a.edit((w) => w.patch(id, { cut: [0, 1] }));
    b.edit((w) => w.patch(id, { x: 100, rotation: 1, color: '#ff0000', scale: [2, 2] }));
    tell();
    expect(a.get(id)).toEqual(b.get(id));
    expect(a.get(id)).toMatchObject({ x: 100, rotation: 1, color: '#ff0000', cuts: [0, 1] });
  });

  test('while another deletes it stays deleted, and undoing the deletion keeps what was erased', () => {
    const { a, b, tell } = pair();
    const id = a.edit((w) => w.add(ink));
    tell();
    a.edit((w) => w.patch(id, { cut: [0, 1] }));
    b.edit((w) => w.remove(id));
    tell();
    expect([a.size, b.size]).toEqual([0, 0]);
    b.undo();
    tell();
    expect([a, b].map((board) => erasedRangesOf(board.get(id)))).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test('goes with a copy, and is gone from the document with the stroke', () => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add({ ...ink, cuts: [1, 2] }));
    expect(erasedRangesOf(board.get(id))).toEqual([1, 2]);
    board.edit((w) => w.remove(id));
    expect([doc.getMap('el').size, doc.getMap('ov').size]).toEqual([0, 0]);
  });

  test('keeps the identity of what a move leaves alone', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ ...ink, cuts: [1, 2] }));
    const before = board.get(id);
    board.edit((w) => w.patch(id, { x: 5 }));
    const after = board.get(id);
    expect(before?.kind === 'stroke' && after?.kind === 'stroke' && after.cuts === before.cuts).toBe(true);
  });

  test('that makes no sense writes nothing', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(ink));
    expect(() => board.edit((w) => w.patch(id, { x: 9, cut: [Number.NaN, 2] }))).toThrow(Failure);
    expect(() => board.edit((w) => w.add({ ...ink, cuts: [-1, 2] }))).toThrow(Failure);
    expect(board.all()).toHaveLength(1);
    expect(board.get(id)).toMatchObject({ x: 0 });
  });

  test('means nothing to what is no ink', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
    const before = board.get(id);
    board.edit((w) => w.patch(id, { cut: [0, 1] }));
    expect(board.get(id)).toBe(before);
  });
});

const peer = fc.nat(2);
/** Ranges on a grid, so that what is erased can be counted cell by cell. */
const cells = 16;
const range = fc
  .tuple(fc.nat(cells - 1), fc.integer({ min: 1, max: 5 }))
  .map(([from, n]) => [from / 4, (from + n) / 4]);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('cut' as const), peer, range }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'recolor' as const), peer, range }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), peer, range }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('deliver' as const), peer, range }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('part' as const, 'join' as const), peer, range }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What one person has done, as they themselves would tell it: the newest last, what they have undone aside. */
interface Diary {
  done: (readonly number[] | undefined)[];
  undone: (readonly number[] | undefined)[];
}

const checkRun = (seed: number, steps: readonly Step[]): void => {
  const network = memoryNetwork(3, seed);
  const [first] = network.peers;
  if (first === undefined) return;
  // Longer than what is ever erased, so that something is always left to erase.
  const long = { ...ink, points: line(...Array.from({ length: 20 }, (_, i) => [i * 10, 0]).flat()) };
  const id: ElementId = first.board.load((w) => w.add(long));
  network.settle();
  const diaries: Diary[] = network.peers.map(() => ({ done: [], undone: [] }));
  try {
    for (const s of steps) {
      const one = network.peers[s.peer];
      const diary = diaries[s.peer];
      if (one === undefined || diary === undefined) continue;
      const note = (entry: readonly number[] | undefined) => {
        diary.done.push(entry);
        diary.undone = [];
      };
      if (s.do === 'cut') {
        one.board.edit((w) => w.patch(id, { cut: s.range }));
        note(s.range);
      } else if (s.do === 'move' || s.do === 'recolor') {
        // Of another value each time, or it would be no step at all.
        const n = diary.done.length + diary.undone.length + 1 + 1000 * s.peer;
        const before = one.board.get(id);
        one.board.edit((w) =>
          w.patch(id, s.do === 'move' ? { x: n } : { color: `#${n.toString(16).padStart(6, '0')}` }),
        );
        if (one.board.get(id) !== before) note(undefined);
      } else if (s.do === 'undo') {
        if (one.board.undo().steps > 0) diary.undone.push(diary.done.pop());
      } else if (s.do === 'redo') {
        if (one.board.redo().steps > 0) diary.done.push(diary.undone.pop());
      } else if (s.do === 'deliver') network.deliver(s.peer);
      else if (s.do === 'part') network.part(s.peer);
      else network.join(s.peer);
    }
    network.settle();
    const expected = unionErased(...diaries.flatMap(({ done }) => done.filter((entry) => entry !== undefined)));
    for (const { board, doc } of network.peers) {
      expect(board.all()).toEqual(first.board.all());
      expect(erasedRangesOf(board.get(id))).toEqual(expected);
      const again = openBoard(doc);
      expect(again.all()).toEqual(board.all());
      again.close();
    }
  } finally {
    network.close();
  }
};

test('three people who erase, move, recolor and undo in any order see the same ink: what a person erased and did not take back is gone, everything else is there', {
  timeout: 60_000,
}, () => {
  fc.assert(fc.property(fc.nat(1_000), fc.array(step, { minLength: 3, maxLength: 40 }), checkRun), { numRuns: 150 });
});
