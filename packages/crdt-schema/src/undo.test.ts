import { expect, test } from 'vitest';
import { openBoard } from './board.ts';
import { createBoardDoc } from './doc.ts';

test('who hears of an undo is told truly whether there is more to undo or to redo', () => {
  const board = openBoard(createBoardDoc());
  for (let x = 0; x < 3; x++) board.edit((writer) => writer.add({ kind: 'rect', x, y: 0 }));
  const heard: [boolean, boolean][] = [];
  board.onChange(() => heard.push([board.canUndo, board.canRedo]));
  board.undo();
  board.undo();
  board.undo();
  board.redo();
  expect(heard.map(([undo]) => undo)).toEqual([true, true, false, true]);
  expect(board.canRedo).toBe(true);
});
