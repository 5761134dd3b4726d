import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { boundsOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { gathered, lettered } from './damage.ts';

const boxes = (count: number) => Array.from({ length: count }, (_, i) => ({ x: i * 10, y: -i, w: 5, h: 5 }));

describe('gathered damage', () => {
  test('is one box around everything when most of the board has changed', () => {
    expect(gathered(boxes(1_000), 1_200)).toEqual([{ x: 0, y: -999, w: 9_995, h: 1_004 }]);
    expect(gathered(boxes(1_000), 0)).toHaveLength(1);
  });

  test('stays as it is when few have changed, or a small share of a large board', () => {
    const few = boxes(100);
    const share = boxes(1_000);
    expect(gathered(few, 0)).toBe(few);
    expect(gathered(share, 2_001)).toBe(share);
  });
});

test('typefaces that have come only matter where text is written in them', () => {
  const board = openBoard(createBoardDoc());
  board.edit((writer) =>
    writer.addAll([
      { kind: 'text', x: 0, y: 0, text: 'by hand' },
      { kind: 'text', x: 0, y: 90, text: 'code', font: 'mono' },
      { kind: 'rect', x: 0, y: 200, width: 80, height: 40, text: 'label', font: 'sans' },
      { kind: 'rect', x: 0, y: 300, width: 80, height: 40, font: 'sans' },
      { kind: 'stroke', x: 0, y: 400, points: { xy: Float32Array.of(0, 0, 9, 9) } },
    ]),
  );
  const [hand, mono, label] = board.all().map(boundsOf);
  const where = (...families: string[]) => lettered(board.all(), new Set(families));
  expect(where('JetBrains Mono')).toEqual([mono]);
  expect(where('Inter Variable', 'Shantell Sans')).toEqual([hand, label]);
  expect(where('Some Other Face')).toEqual([]);
});
