import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineTouchesBox } from './line-in-box.ts';
import { crossing } from './segment.ts';

const box = { x: 0, y: 0, w: 100, h: 50 };

test.each<[string, number[], boolean]>([
  ['a point inside', [50, 25], true],
  ['a point beside', [150, 25], false],
  ['a segment across, both ends outside', [-10, 20, 110, 30], true],
  ['a segment around a corner', [-20, 15, 15, -20], false],
  ['a segment through a corner', [-20, 20, 20, -20], true],
  ['a segment along an edge', [-10, 0, 110, 0], true],
  ['a line that goes around it', [-10, -10, 110, -10, 110, 60, -10, 60], false],
  ['no point at all', [], false],
])('%s', (_name, line, touches) => {
  expect(lineTouchesBox(line, 0, 0, box)).toBe(touches);
  expect(lineTouchesBox(line, 7, -3, { ...box, x: 7, y: -3 })).toBe(touches);
});

test('agrees with crossing each side of the box', () => {
  const at = fc.integer({ min: -200, max: 200 });
  fc.assert(
    fc.property(at, at, at, at, (ax, ay, bx, by) => {
      const [a, b] = [
        { x: ax, y: ay },
        { x: bx, y: by },
      ];
      const inside = ({ x, y }: typeof a) => x >= 0 && x <= 100 && y >= 0 && y <= 50;
      const corners = [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 100, y: 50 },
        { x: 0, y: 50 },
      ];
      const crosses = corners.some((c, i) => crossing(a, b, c, corners[(i + 1) % 4] ?? c) !== undefined);
      expect(lineTouchesBox([ax, ay, bx, by], 0, 0, box)).toBe(inside(a) || inside(b) || crosses);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
