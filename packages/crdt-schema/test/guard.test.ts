import { describe, expect, test } from 'vitest';
import { createBoardDoc, openBoard } from '../src/index.ts';
import { rect } from './board.ts';

const events = [
  'beforeTransaction',
  'beforeObserverCalls',
  'afterTransaction',
  'afterTransactionCleanup',
  'update',
] as const;

describe('a listener that throws', () => {
  for (const event of [...events, 'updateV2', 'afterAllTransactions', 'beforeAllTransactions'] as const) {
    test(`to ${event} of a document is reported and stops nothing`, () => {
      const reported: unknown[] = [];
      const doc = createBoardDoc((error) => reported.push(error));
      const board = openBoard(doc);
      const heard: number[] = [];
      const failure = new Error('the store is closed');
      doc.on(event as 'update', () => {
        throw failure;
      });
      doc.on('update', (update) => heard.push(update.length));
      board.onChange(({ added }) => heard.push(-added.length));
      board.edit((w) => w.add(rect()));
      board.edit((w) => w.add(rect()));
      expect(heard.filter((n) => n > 0)).toHaveLength(2);
      expect(heard.filter((n) => n < 0)).toEqual([-1, -1]);
      expect(new Set(reported)).toEqual(new Set([failure]));
      board.undo();
      expect(board.size).toBe(1);
    });
  }

  test('to a board’s changes or name leaves the other listeners theirs', () => {
    const reported: unknown[] = [];
    const board = openBoard(createBoardDoc(), { report: (error) => reported.push(error) });
    const heard: unknown[] = [];
    board.onChange(() => {
      throw new Error('first');
    });
    board.onRename(() => {
      throw new Error('second');
    });
    board.onChange(({ added }) => heard.push(added.length));
    board.onRename((name) => heard.push(name));
    board.edit((w) => {
      w.add(rect());
      w.rename('Plan');
    });
    expect(heard).toEqual([1, 'Plan']);
    expect(reported.map(String)).toEqual(['Error: first', 'Error: second']);
  });
});
