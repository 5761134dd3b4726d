import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { shownBoard } from '@gesso/drawing';
import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { pathsOf } from './Marks.tsx';

test('a line is marked where it runs, and all else by a frame, which crosses out what is gone', () => {
  const board = openBoard(createBoardDoc());
  const points = { xy: Float32Array.of(0, 0, 100, 40, 300, 200) };
  const [box = '', arrow = '', away = ''] = board.edit((w) =>
    w.addAll([
      { kind: 'rect', x: 20, y: 30, width: 100, height: 50 },
      { kind: 'arrow', x: 10, y: 10, points },
      { kind: 'rect', x: 9_000, y: 0 },
    ]),
  );
  const editor = { camera: signal({ x: 0, y: 0, zoom: 1 }), viewport: signal({ width: 800, height: 600 }) };
  const props = { editor, board: shownBoard(board) };
  const { boxes, lines } = pathsOf(props, [box, arrow, away], false);
  expect(boxes.match(/M/g)).toHaveLength(1);
  expect(boxes).not.toContain('l');
  expect(lines).toMatch(/^M10\.0 10\.0L.+310\.0 210\.0$/);
  expect(pathsOf(props, [box], true).boxes).toContain('l');
});
