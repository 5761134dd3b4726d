import { describe, expect, test } from 'vitest';
import {
  type Board,
  changedMarks,
  createBoardDoc,
  type ElementId,
  followMarks,
  type MarkChange,
  openBoard,
  type TextMarks,
} from '../src/index.ts';
import { pair } from './board.ts';

type Format = readonly [from: number, to: number, change: MarkChange];

const marksOf = (board: Board, id: ElementId): TextMarks => {
  const element = board.get(id);
  if (element === undefined || !('text' in element)) throw new Error('no text');
  return element.marks ?? [];
};

const format = (board: Board, id: ElementId, [from, to, change]: Format): void =>
  board.edit((w) => w.patch(id, { marks: changedMarks(marksOf(board, id), from, to, change) ?? null }));

const type = (board: Board, id: ElementId, at: number, letters: string): void => {
  const session = board.typing(id);
  const value = session?.value() ?? '';
  session?.set(`${value.slice(0, at)}${letters}${value.slice(at)}`, at + letters.length);
  session?.close();
};

const opened = () => {
  const { a, b, docs, tell } = pair();
  const id = a.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'abcdefghijklmnopqrst' }));
  tell();
  /** Runs one thing after the other, each known to both before the next; returns what both show then. */
  const after = (...acts: readonly (() => unknown)[]): TextMarks => {
    for (const act of acts) {
      act();
      tell();
    }
    expect(marksOf(b, id)).toEqual(marksOf(a, id));
    return marksOf(a, id);
  };
  const by =
    (board: Board, ...given: Format) =>
    () =>
      format(board, id, given);
  const typing = (board: Board, at: number, letters: string) => () => type(board, id, at, letters);
  const removing = (board: Board, from: number, to: number) => () => {
    const session = board.typing(id);
    const value = session?.value() ?? '';
    session?.set(value.slice(0, from) + value.slice(to), from);
    session?.close();
  };
  const undo = (board: Board) => () => board.undo();
  const redo = (board: Board) => () => board.redo();
  return { a, b, docs, tell, id, after, by, typing, removing, undo, redo };
};

const bold = { bold: true } as const;
const plain = { bold: null } as const;
const linkA = { link: 'https://a.example/' } as const;
const linkB = { link: 'https://b.example/' } as const;

describe('undo of a format on which another has formatted since', () => {
  test('takes back the rest of a mark of which the other took away a part', () => {
    const { a, b, after, by, undo, redo } = opened();
    expect(after(by(a, 0, 10, bold), by(b, 3, 5, plain), undo(a))).toEqual([]);
    expect(after(redo(a))).toEqual([
      { from: 0, to: 3, ...bold },
      { from: 5, to: 10, ...bold },
    ]);
    expect(after(undo(a), redo(a), undo(a))).toEqual([]);
  });

  test('leaves another address where it was given, and no more', () => {
    const { a, b, after, by, undo, redo } = opened();
    expect(after(by(a, 0, 10, linkA), by(b, 3, 6, linkB), undo(a))).toEqual([{ from: 3, to: 6, ...linkB }]);
    expect(after(redo(a))).toEqual([
      { from: 0, to: 3, ...linkA },
      { from: 3, to: 6, ...linkB },
      { from: 6, to: 10, ...linkA },
    ]);
  });

  test('leaves letters that the other may have marked as well, from the front', () => {
    const { a, b, after, by, undo } = opened();
    expect(after(by(a, 5, 15, bold), by(b, 0, 10, bold), undo(a))).toEqual([{ from: 0, to: 15, ...bold }]);
  });

  test('leaves letters that the other may have marked as well, at the back', () => {
    const { a, b, after, by, undo } = opened();
    expect(after(by(a, 0, 10, bold), by(b, 5, 15, bold))).toEqual([{ from: 0, to: 15, ...bold }]);
    expect(a.undo()).toEqual({ steps: 1, changed: false });
    expect(after(undo(b))).toEqual([{ from: 0, to: 10, ...bold }]);
  });

  test('takes back what lies before, or comes after, what another marked', () => {
    const { a, b, after, by, undo, redo } = opened();
    expect(after(by(a, 5, 15, bold), by(b, 0, 10, bold), undo(b))).toEqual([{ from: 5, to: 15, ...bold }]);
    expect(after(redo(b))).toEqual([{ from: 0, to: 15, ...bold }]);
  });

  test('takes letters along that the other typed into the mark', () => {
    const { a, b, after, by, typing, undo, redo } = opened();
    expect(after(by(a, 2, 6, bold), typing(b, 4, 'xyz'), by(b, 0, 1, bold), undo(a))).toEqual([
      { from: 0, to: 1, ...bold },
    ]);
    expect(after(redo(a))).toEqual([
      { from: 0, to: 1, ...bold },
      { from: 2, to: 9, ...bold },
    ]);
  });

  test('leaves other marks of the same letters alone', () => {
    const { a, b, after, by, undo } = opened();
    const both = { bold: true, italic: true } as const;
    expect(after(by(a, 0, 10, both), by(b, 3, 5, plain), by(b, 4, 12, { strike: true }), undo(a))).toEqual([
      { from: 4, to: 12, strike: true },
    ]);
  });

  test('of two steps takes back one, and then the other', () => {
    const { a, b, after, by, undo, redo } = opened();
    const first = after(by(a, 0, 10, linkA), by(b, 4, 6, { link: null }));
    expect(after(by(a, 2, 8, linkB), by(b, 5, 6, { link: null }), undo(a))).toEqual(first);
    expect(after(undo(a))).toEqual([]);
    expect(after(redo(a))).toEqual(first);
  });

  test('puts letters back with the marks they had, whatever others have formatted beside them', () => {
    const { a, b, after, by, removing, undo } = opened();
    after(by(b, 4, 8, bold), removing(a, 4, 8), by(b, 2, 6, { italic: true }));
    expect(after(undo(a))).toEqual([
      { from: 2, to: 4, italic: true },
      { from: 4, to: 8, ...bold },
      { from: 8, to: 10, italic: true },
    ]);
  });

  test('leaves what was known of a text when the element is removed and comes back', () => {
    const { a, b, id, after, by, undo, redo } = opened();
    const remove = () => a.edit((w) => w.remove(id));
    const rest = after(by(a, 0, 10, bold), by(b, 3, 5, plain));
    remove();
    expect(after(undo(a))).toEqual(rest);
    expect(after(undo(a))).toEqual([]);
    expect(after(redo(a))).toEqual(rest);
  });

  test('never breaks a character of two units in two', () => {
    const { a, b, after, by, typing, undo, redo } = opened();
    after(typing(b, 3, '😀😀'), by(a, 0, 12, bold), by(b, 5, 7, plain));
    expect(after(undo(a))).toEqual([]);
    after(redo(a));
    expect(a.all()[0]).toMatchObject({ text: 'abc😀😀defghijklmnopqrst' });
  });

  test('is not brought back by the undo of what the other did', () => {
    const { a, b, after, by, undo } = opened();
    expect(after(by(a, 0, 10, bold), by(b, 3, 5, plain), undo(a), undo(b))).toEqual([]);
  });

  for (const [first, second] of [
    [1, 2],
    [2, 1],
  ] as const)
    for (const [from, to] of [
      [0, 10],
      [5, 15],
      [2, 6],
    ] as const)
      test(`leaves what both have formatted at once, 0–10 by client ${first} and ${from}–${to} by ${second}`, () => {
        const { a, b, id, docs, after, undo } = opened();
        docs[0].clientID = first;
        docs[1].clientID = second;
        format(a, id, [0, 10, bold]);
        format(b, id, [from, to, bold]);
        const shown = after(() => undefined);
        const left = after(undo(a));
        const both = Math.min(10, to, shown[0]?.to ?? 0);
        expect(left.some((range) => range.from <= from && range.to >= both)).toBe(true);
        expect(left.every((range) => shown.some((was) => was.from <= range.from && was.to >= range.to))).toBe(true);
      });
});

describe('a step made before marks were followed', () => {
  test('is undone as ever', () => {
    const board = openBoard(createBoardDoc());
    const id = board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'abcdef' }));
    format(board, id, [0, 3, bold]);
    board.keepMarks(followMarks);
    format(board, id, [4, 6, bold]);
    board.undo();
    expect(marksOf(board, id)).toEqual([{ from: 0, to: 3, ...bold }]);
    board.undo();
    expect(marksOf(board, id)).toEqual([]);
    board.redo();
    board.redo();
    expect(marksOf(board, id)).toHaveLength(2);
  });
});
