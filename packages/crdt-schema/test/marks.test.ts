import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Board,
  changedMarks,
  createBoardDoc,
  type ElementId,
  fromPlain,
  limits,
  type MarkChange,
  openBoard,
  type TextMarks,
  toPlain,
} from '../src/index.ts';
import { memoryNetwork } from '../src/testing.ts';
import { openRoots, textOf } from '../src/yjs/roots.ts';
import { newBoard, pair } from './board.ts';

const marked = (board: Board, id: ElementId): { readonly text: string; readonly marks: TextMarks | undefined } => {
  const element = board.get(id);
  if (element === undefined || !('text' in element)) throw new Error('no text');
  return { text: element.text, marks: element.marks };
};
const open = (board: Board, id: ElementId) => {
  const session = board.typing(id);
  if (session === undefined) throw new Error('no text');
  return session;
};
/** Changes marks as a person does who types. */
const format = (board: Board, id: ElementId, from: number, to: number, change: MarkChange): void =>
  board.edit((w) => w.patch(id, { marks: changedMarks(marked(board, id).marks, from, to, change) ?? null }));
const text = (words: string, marks?: TextMarks) =>
  ({ kind: 'text', x: 0, y: 0, text: words, ...(marks && { marks }) }) as const;

describe('marks of a text', () => {
  test('are made with it, patched, copied as JSON and taken away', () => {
    const { board } = newBoard();
    const marks = [{ from: 0, to: 5, bold: true as const }];
    const id = board.edit((w) => w.add(text('hello you', marks)));
    expect(marked(board, id).marks).toEqual(marks);
    const element = board.get(id);
    const copy = board.edit((w) => w.add(fromPlain({ ...toPlain(element as never), id: undefined })));
    expect(marked(board, copy).marks).toEqual(marks);
    board.edit((w) => w.patch(id, { marks: [{ from: 6, to: 9, link: 'https://example.org/' }] }));
    expect(marked(board, id).marks).toEqual([{ from: 6, to: 9, link: 'https://example.org/' }]);
    board.edit((w) => w.patch(id, { marks: null }));
    expect(marked(board, id).marks).toBeUndefined();
    expect(toPlain(board.get(id) as never)).not.toHaveProperty('marks');
  });

  test('stay with their letters while others are typed', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(text('one two', [{ from: 4, to: 7, bold: true }])));
    const session = open(board, id);
    session.set('one and two', 7);
    expect(marked(board, id).marks).toEqual([{ from: 8, to: 11, bold: true }]);
    session.set('one and twofold', 15);
    expect(marked(board, id).marks).toEqual([{ from: 8, to: 15, bold: true }]);
    board.edit((w) => w.patch(id, { text: 'one twofold' }));
    expect(marked(board, id).marks).toEqual([{ from: 4, to: 11, bold: true }]);
  });

  test('are an undo step of their own, which takes back nothing of another person', () => {
    const { a, b, tell } = pair();
    const id = a.edit((w) => w.add(text('hello')));
    tell();
    format(a, id, 0, 5, { bold: true });
    format(b, id, 2, 5, { italic: true });
    tell();
    a.undo();
    tell();
    for (const board of [a, b])
      expect(marked(board, id)).toEqual({ text: 'hello', marks: [{ from: 2, to: 5, italic: true }] });
    a.redo();
    tell();
    expect(marked(b, id).marks).toEqual([
      { from: 0, to: 2, bold: true },
      { from: 2, to: 5, bold: true, italic: true },
    ]);
  });

  test('an element that did not change is the same one', () => {
    const { board, doc } = newBoard();
    const id = board.edit((w) => w.add(text('hello', [{ from: 0, to: 2, bold: true }])));
    const before = board.get(id);
    doc.transact(() => textOf(openRoots(doc).tx, id)?.format(2, 2, { unheardOf: { deep: [1] } }));
    expect(board.get(id)).toBe(before);
  });
});

describe('what others may have written', () => {
  test('attributes that make no sense are no marks', () => {
    const { board, doc } = newBoard();
    const id = board.edit((w) => w.add(text('hello')));
    const shared = textOf(openRoots(doc).tx, id);
    shared?.format(0, 5, { bold: 'true', link: 'javascript:alert(1)', italic: true });
    expect(marked(board, id).marks).toEqual([{ from: 0, to: 5, italic: true }]);
  });

  test('very many of them are read in one walk, and no more than a reader takes', () => {
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const id = board.edit((w) => w.add(text('')));
    const delta = Array.from({ length: 10_000 }, (_, i) => ({
      insert: 'a',
      attributes: { [`a${i}`]: 1, ...(i % 2 ? { bold: true } : {}) },
    }));
    doc.transact(() => textOf(openRoots(doc).tx, id)?.applyDelta(delta));
    const started = process.threadCpuUsage();
    board.edit((w) => w.patch(id, { x: 5 }));
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_000);
    expect(marked(board, id).marks).toHaveLength(limits.markedRanges);
  });

  test('hearing of formats writes nothing, whatever else a reader does', () => {
    const { a, docs, tell } = pair();
    const id = a.edit((w) => w.add(text('hello')));
    tell();
    const written: unknown[] = [];
    docs[1].on('update', (_update: Uint8Array, origin: unknown) => written.push(origin));
    // The second format does nothing: Yjs would take it away in each reader.
    format(a, id, 0, 5, { bold: true });
    const shared = textOf(openRoots(docs[0]).tx, id);
    docs[0].transact(() => shared?.insert(0, 'x', { bold: true }));
    tell();
    expect(written).not.toContain(null);
  });
});

const step = fc.record({
  peer: fc.nat(2),
  from: fc.nat(12),
  length: fc.integer({ min: 0, max: 6 }),
  do: fc.constantFrom(
    'type' as const,
    'delete' as const,
    'format' as const,
    'unformat' as const,
    'undo' as const,
    'redo' as const,
    'deliver' as const,
  ),
  mark: fc.constantFrom(
    { bold: true },
    { italic: true },
    { link: 'https://example.org/1' },
    { link: 'mailto:a@b.c' },
    { done: true },
  ),
} as const);

test('texts that several type and format at once become the same, with marks in normal form', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 2, max: 3 }), fc.nat(), (steps, count, seed) => {
      const network = memoryNetwork(count, seed);
      const id = network.peers[0]?.board.load((w) => w.add(text('once upon a time'))) ?? '';
      network.settle();
      for (const { peer, from, length, do: what, mark } of steps) {
        const at = peer % count;
        const board = network.peers[at]?.board;
        const session = board?.typing(id);
        if (board === undefined || session === undefined) continue;
        const value = session.value();
        const cut = Math.min(from, value.length);
        if (what === 'deliver') network.deliver(at);
        else if (what === 'undo') board.undo();
        else if (what === 'redo') board.redo();
        else if (what === 'type')
          session.set(`${value.slice(0, cut)}${'xyz'.slice(0, length)}${value.slice(cut)}`, cut + Math.min(3, length));
        else if (what === 'delete') session.set(`${value.slice(0, cut)}${value.slice(cut + length)}` || 'a', cut);
        else
          format(
            board,
            id,
            from,
            from + length,
            what === 'format' ? mark : { bold: null, italic: null, link: null, done: null },
          );
      }
      network.settle();
      const shown = network.peers.map(({ board }) => marked(board, id));
      for (const other of shown) expect(other).toEqual(shown[0]);
      let end = 0;
      for (const { from, to, ...marks } of shown[0]?.marks ?? []) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        expect(Object.keys(marks).length).toBeGreaterThan(0);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(shown[0]?.text.length ?? 0);
      network.close();
    }),
    { numRuns: 150 },
  );
});
