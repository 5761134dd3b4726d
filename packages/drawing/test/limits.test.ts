import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { elementsAtLimits } from '@gesso/crdt-schema/testing';
import { expect, test } from 'vitest';
import { exportedBox, exportSvg } from '../src/index.ts';

const elements = (which = elementsAtLimits()) => {
  const board = openBoard(createBoardDoc());
  board.edit((w) => w.addAll(which.map(({ at }) => at)));
  return board.all();
};

test.each(elementsAtLimits())('an element at the limit of the $name is drawn', (which) => {
  const options = { elements: elements([which]), background: 'none', theme: 'light', padding: 10 } as const;
  const { w, h } = exportedBox(options);
  expect([w, h].every((side) => Number.isFinite(side) && side > 0)).toBe(true);
  const svg = exportSvg(options);
  expect(svg).toMatch(/^<svg [^>]+>[\s\S]+<\/svg>\n$/);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('a board with an element at every limit is drawn', () => {
  const svg = exportSvg({ elements: elements(), background: 'none', theme: 'light', padding: 10 });
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
