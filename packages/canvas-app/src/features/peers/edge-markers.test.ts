import { describe, expect, test } from 'vitest';
import { edgeMarkers } from './edge-markers.ts';

const camera = { x: 0, y: 0, zoom: 1 };
const viewport = { width: 1_000, height: 800 };
const insets = { top: 80, bottom: 80, side: 30 };
const at = (x: number, y: number, idle = false) => ({ place: { x, y }, idle });
const marks = (...people: Parameters<typeof edgeMarkers>[0]) => edgeMarkers(people, camera, viewport, insets);

describe('marks at the edge of the view', () => {
  test('stand where the way to a person leaves it, and point there', () => {
    const [right, up] = marks(at(5_000, 400), at(500, -9_000));
    expect(right).toMatchObject({ x: 970, y: 400, angle: 0 });
    expect(up).toMatchObject({ x: 500, y: 80, angle: -Math.PI / 2 });
  });

  test('are for nobody who is in sight, looks away or points nowhere', () => {
    expect(marks(at(1, 1), at(999, 799), at(5_000, 0, true), { idle: false })).toEqual([]);
  });

  test('are few, of those who are nearest', () => {
    const people = Array.from({ length: 20 }, (_, i) => at(2_000 + 100 * i, 40 * i));
    expect(marks(...people.reverse()).map(({ of }) => of.place?.x)).toEqual([2_000, 2_100, 2_200, 2_300]);
  });

  test('lie beside each other where several are in one direction', () => {
    const places = marks(at(5_000, 400), at(6_000, 400), at(7_000, 400)).map(({ x, y }) => [x, y]);
    expect(places).toEqual([
      [970, 400],
      [970, 440],
      [970, 360],
    ]);
  });

  test('stay within what is free of bars, and are none where nothing is', () => {
    for (const { x, y } of marks(at(-9e6, -9e6), at(9e6, 9e6), at(-9e6, 9e6))) {
      expect(x).toBeGreaterThanOrEqual(30);
      expect(x).toBeLessThanOrEqual(970);
      expect(y).toBeGreaterThanOrEqual(80);
      expect(y).toBeLessThanOrEqual(720);
    }
    expect(edgeMarkers([at(5_000, 0)], camera, { width: 40, height: 100 }, insets)).toEqual([]);
  });
});
