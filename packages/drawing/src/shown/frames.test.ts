import { createBoardDoc, type NewElement, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { clipOf } from '../elements/clip.ts';
import { boundsOf, hitTest } from '../elements/registry.ts';
import { type ShownBoard, shownBoard } from './shown-board.ts';

const id = (name: string): string => name.padEnd(12, '-');
const frame = (more: object = {}): NewElement => ({
  id: id('f'),
  kind: 'frame',
  x: 0,
  y: 0,
  width: 400,
  height: 300,
  ...more,
});
const box = (name: string, x: number, y: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y, width: 100, height: 60 },
  ...more,
});

function boardWith(...elements: NewElement[]): ShownBoard {
  const board = shownBoard(openBoard(createBoardDoc()));
  board.edit((writer) => writer.addAll(elements));
  return board;
}

const frameOf = (board: ShownBoard, name: string) => board.get(id(name))?.frame;

describe('a frame', () => {
  test('takes in what lies in it when it is made, and nothing that lies half outside', () => {
    const board = boardWith(box('in', 50, 50), box('half', 350, 50), box('out', 600, 50));
    board.edit((writer) => writer.add(frame()));
    expect(frameOf(board, 'in')).toBe(id('f'));
    expect(frameOf(board, 'half')).toBeUndefined();
    expect(frameOf(board, 'out')).toBeUndefined();
  });

  test('holds what is dropped with its middle in it, and lets go what is dragged out', () => {
    const board = boardWith(frame(), box('a', 600, 50));
    board.edit((writer) => writer.patch(id('a'), { x: 340 }));
    expect(frameOf(board, 'a')).toBe(id('f'));
    board.edit((writer) => writer.patch(id('a'), { x: 600 }));
    expect(frameOf(board, 'a')).toBeUndefined();
    board.undo();
    expect(frameOf(board, 'a')).toBe(id('f'));
  });

  test('cuts its content off at its edge: what one sees, what is hit, and what it covers', () => {
    const board = boardWith(frame(), box('a', 340, 50, { fill: '#dbe1fd' }));
    const a = board.get(id('a'));
    if (a === undefined) throw new Error('it is there');
    expect(clipOf(a)).toHaveLength(4);
    expect(boundsOf(a).x + boundsOf(a).w).toBe(400);
    expect(hitTest(a, { x: 380, y: 80 }, 2)).toBe(true);
    expect(hitTest(a, { x: 420, y: 80 }, 2)).toBe(false);
  });

  test('does not cut off an arrow that leads to what lies elsewhere, and does once that lies in it as well', () => {
    const ties = { start: { element: id('a'), at: [0.5, 0.5] }, end: { element: id('b'), at: [0.5, 0.5] } };
    const arrow = {
      ...{ id: id('z'), kind: 'arrow', x: 150, y: 80, points: { xy: [0, 0, 450, 0], exponent: 0 }, frame: id('f') },
      ...ties,
    } as unknown as NewElement;
    const board = boardWith(frame(), box('a', 50, 50), box('b', 600, 50), arrow);
    const clip = () => clipOf(board.get(id('z')) ?? ({} as never));
    expect(frameOf(board, 'z')).toBe(id('f'));
    expect(clip()).toBeUndefined();
    board.edit((writer) => writer.patch(id('b'), { x: 250 }));
    expect(clip()).toHaveLength(4);
    board.edit((writer) => writer.patch(id('b'), { x: 600 }));
    expect(clip()).toBeUndefined();
  });

  test('tells of its content as changed when it is moved, and shows it cut off there', () => {
    const board = boardWith(frame(), box('a', 300, 50));
    const told: string[] = [];
    board.onChange(({ updated }) => told.push(...updated.map((element) => element.id)));
    board.edit((writer) => writer.patch(id('f'), { y: 20 }));
    expect(told).toEqual([id('f'), id('a')]);
    expect(clipOf(board.get(id('a')) ?? ({} as never))?.[0]?.y).toBe(20);
  });

  test('lets go what no longer lies in it when it is made smaller, and takes in what does when it is made larger', () => {
    const board = boardWith(frame(), box('a', 250, 50), box('b', 600, 50));
    board.edit((writer) => writer.patch(id('f'), { width: 200 }));
    expect(frameOf(board, 'a')).toBeUndefined();
    board.edit((writer) => writer.patch(id('f'), { width: 800 }));
    expect(frameOf(board, 'a')).toBe(id('f'));
    expect(frameOf(board, 'b')).toBe(id('f'));
  });

  test('that is deleted leaves its content, shown as a whole', () => {
    const board = boardWith(frame(), box('a', 340, 50));
    board.edit((writer) => writer.remove(id('f')));
    const a = board.get(id('a'));
    expect(a && clipOf(a)).toBeUndefined();
    board.undo();
    expect(clipOf(board.get(id('a')) ?? ({} as never))).toHaveLength(4);
  });

  test('a frame that is said is kept, and frames hold no frames', () => {
    const board = boardWith(frame(), box('a', 600, 50));
    board.edit((writer) => writer.patch(id('a'), { frame: id('f'), x: 700 }));
    expect(frameOf(board, 'a')).toBe(id('f'));
    board.edit((writer) => writer.add(frame({ id: id('g'), x: 20, y: 20, width: 100, height: 100 })));
    expect(frameOf(board, 'g')).toBeUndefined();
  });

  test('a change of somewhere else does not give what it moves to a frame here', () => {
    const here = createBoardDoc();
    const board = shownBoard(openBoard(here));
    board.edit((writer) => writer.addAll([frame(), box('a', 600, 50)]));
    openBoard(here).edit((writer) => writer.patch(id('a'), { x: 100 }));
    expect(frameOf(board, 'a')).toBeUndefined();
  });
});
