import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { applyRemoteUpdate } from './apply-remote-update.ts';
import { createBoardDoc } from './board-doc.ts';

const boardOf = (count: number): Uint8Array => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  board.edit((writer) =>
    writer.addAll(Array.from({ length: count }, (_, i) => ({ kind: 'rect', x: i, y: 0, width: 10, height: 10 }))),
  );
  return Y.encodeStateAsUpdate(doc);
};

const setUp = () => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const told: { readonly update: Uint8Array; readonly local: boolean; readonly origin: unknown }[] = [];
  doc.on('update', (update, origin, _doc, { local }) => told.push({ update, origin, local }));
  return { doc, board, told };
};

describe('a whole board from elsewhere', () => {
  const whole = boardOf(3_000);

  test('is told once, as the bytes that came, and later changes as ever', () => {
    const { doc, board, told } = setUp();
    const from = {};
    applyRemoteUpdate(doc, whole, from);
    expect(board.size).toBe(3_000);
    expect(told).toEqual([{ update: whole, origin: from, local: false }]);
    expect(told[0]?.update).toBe(whole);
    board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    expect(told).toHaveLength(2);
    expect(told[1]?.local).toBe(true);
  });

  test('what a listener does in answer to it is told too, so that a copy made of what is told is the same', () => {
    const { doc, board, told } = setUp();
    const stop = board.onChange(() => {
      stop();
      board.edit((writer) => writer.add({ kind: 'ellipse', x: 5, y: 5 }));
    });
    applyRemoteUpdate(doc, whole, 'server');
    expect(told.map(({ local }) => local).sort()).toEqual([false, true]);
    const copy = createBoardDoc();
    for (const { update } of told) Y.applyUpdate(copy, update);
    expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(doc));
    expect(openBoard(copy).size).toBe(3_001);
  });

  test('one that brings nothing new is not told, and a small one goes the usual way', () => {
    const { doc, told } = setUp();
    applyRemoteUpdate(doc, whole, 'server');
    applyRemoteUpdate(doc, whole, 'server');
    expect(told).toHaveLength(1);
    applyRemoteUpdate(doc, boardOf(1), 'server');
    expect(told).toHaveLength(2);
  });

  test('is no reason to forget listeners, when one is added while it is applied', () => {
    const { doc, board, told } = setUp();
    let later = 0;
    doc.once('afterAllTransactions', () => doc.on('update', () => later++));
    applyRemoteUpdate(doc, whole, 'server');
    board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    expect(told.map(({ local }) => local)).toEqual([false, true]);
    expect(later).toBe(2);
  });

  test('one that cannot be read leaves everything as it was', () => {
    const { doc, board, told } = setUp();
    expect(() => applyRemoteUpdate(doc, whole.slice(0, -5_000), 'server')).toThrow();
    board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    expect(told.at(-1)?.local).toBe(true);
  });
});
