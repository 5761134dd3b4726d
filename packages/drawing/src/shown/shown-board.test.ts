import {
  applyUpdate,
  type BoardDoc,
  type Change,
  createBoardDoc,
  type Element,
  encodeState,
  type NewElement,
  openBoard,
} from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { verticesOf } from '../elements/registry.ts';
import { type ShownBoard, shownBoard } from './shown-board.ts';

const id = (name: string): string => name.padEnd(12, '-');
const box = (name: string, x: number, y = 0): NewElement => ({
  id: id(name),
  kind: 'rect',
  x,
  y,
  width: 100,
  height: 60,
});
const middle = [0.5, 0.5] as const;
const arrow = (more: object = {}): NewElement => ({
  id: id('arrow'),
  kind: 'arrow',
  x: 106,
  y: 30,
  points: { xy: Float32Array.from([0, 0, 188, 0]) },
  start: { element: id('a'), at: middle },
  end: { element: id('b'), at: middle },
  ...more,
});

/** A board with a box at the left, one at the right, and an arrow from one to the other. */
function tied(more: object = {}): { doc: BoardDoc; board: ShownBoard } {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  board.load((writer) => writer.addAll([box('a', 0), box('b', 300), arrow(more)]));
  return { doc, board };
}

const ends = (board: ShownBoard) =>
  verticesOf(board.get(id('arrow')) as Element)?.map(({ x, y }) => [Math.round(x), Math.round(y)]);

describe('a board with tied arrows', () => {
  test('shows them where the shapes are, and writes nothing for them', () => {
    const { doc, board } = tied();
    board.edit((writer) => writer.patch(id('b'), { y: 300 }));
    const [from, to] = ends(board) ?? [];
    expect(from?.[1]).toBeGreaterThan(60);
    expect(to?.[1]).toBeGreaterThan(250);
    expect([...doc.getMap('ov').keys()]).toEqual([`${id('b')}:m`]);
    expect(board.all().find((element) => element.kind === 'arrow')).toBe(board.get(id('arrow')));
  });

  test('tells of them as changed when a shape of theirs changes', () => {
    const { board } = tied();
    const changes: Change[] = [];
    board.onChange((change) => changes.push(change));
    board.edit((writer) => writer.patch(id('a'), { x: -200 }));
    expect(changes.map(({ updated }) => updated.map((element) => element.id))).toEqual([[id('a'), id('arrow')]]);
    expect(changes[0]?.updated[1]).toBe(board.get(id('arrow')));
  });

  test('leaves an end where it was when its shape is deleted, and ties it again with undo', () => {
    const { board } = tied();
    board.edit((writer) => writer.patch(id('b'), { y: 300 }));
    const before = ends(board);
    board.edit((writer) => writer.remove(id('b')));
    expect(ends(board)).toEqual(before);
    const left = board.get(id('arrow'));
    expect(left && 'end' in left && left.end).toBeUndefined();
    board.undo();
    board.edit((writer) => writer.patch(id('b'), { y: 0 }));
    expect(ends(board)).toEqual([
      [106, 30],
      [294, 30],
    ]);
  });

  test('keeps an end that another ties elsewhere while its shape is deleted', () => {
    for (const clients of [
      [1, 2],
      [2, 1],
    ]) {
      const { doc, board } = tied();
      const others = createBoardDoc();
      applyUpdate(others, encodeState(doc));
      const other = shownBoard(openBoard(others));
      [doc.clientID = 0, others.clientID = 0] = clients;
      board.edit((writer) => writer.add(box('c', 600)));
      board.edit((writer) => writer.patch(id('arrow'), { end: { element: id('c'), at: middle } }));
      other.edit((writer) => writer.remove(id('b')));
      applyUpdate(others, encodeState(doc));
      applyUpdate(doc, encodeState(others));
      for (const one of [board, other]) {
        expect(one.get(id('arrow'))).toMatchObject({ end: { element: id('c') } });
        expect(ends(one)).toEqual([
          [106, 30],
          [594, 30],
        ]);
      }
    }
  });

  test('leaves both ends where they were when both shapes are deleted at once', () => {
    const { board } = tied();
    board.edit((writer) => writer.patch(id('a'), { y: 200 }));
    const before = ends(board);
    board.edit((writer) => {
      writer.remove(id('a'));
      writer.remove(id('b'));
    });
    expect(ends(board)).toEqual(before);
  });

  test('an arrow that moves without its shape keeps the ends one sees', () => {
    const { board } = tied({ end: undefined });
    board.edit((writer) => writer.patch(id('a'), { y: 200 }));
    const [from, to] = ends(board) ?? [];
    const shown = board.get(id('arrow'));
    board.edit((writer) => writer.patch(id('arrow'), { x: (shown?.x ?? 0) + 10, start: null }));
    expect(ends(board)).toEqual([
      [(from?.[0] ?? 0) + 10, from?.[1]],
      [(to?.[0] ?? 0) + 10, to?.[1]],
    ]);
  });

  test('a route in right angles is worked out, and only its ends are stored', () => {
    const { doc, board } = tied({ route: 'elbow' });
    board.edit((writer) => writer.patch(id('b'), { x: 300, y: 300 }));
    const shown = board.get(id('arrow'));
    expect(shown && 'points' in shown && shown.points.xy.length).toBeGreaterThan(4);
    expect(verticesOf(shown as Element)).toHaveLength(2);
    expect([...doc.getMap('ov').keys()]).toEqual([`${id('b')}:m`]);
  });

  test('an exact end lies in the shape, at the very point', () => {
    const { board } = tied({ end: { element: id('b'), at: [0.25, 0.5], exact: true } });
    expect(ends(board)?.[1]).toEqual([325, 30]);
  });

  test('arrows tied to arrows are not followed in circles', () => {
    const { board } = tied();
    const other = { ...arrow(), id: id('other'), end: { element: id('arrow'), at: middle } };
    board.edit((writer) => writer.add(other as NewElement));
    board.edit((writer) => writer.patch(id('arrow'), { end: { element: id('other'), at: middle } }));
    for (const element of board.all()) expect(element).toBe(board.get(element.id));
  });
});
