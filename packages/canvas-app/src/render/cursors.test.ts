import { expect, test } from 'vitest';
import { createCursors, paintCursors } from './cursors.ts';

const peer = (x: number | undefined) => ({
  client: 1,
  id: 'p',
  name: 'Blue Heron',
  color: '#0b74a6',
  selection: [],
  idle: false,
  ...(x === undefined ? {} : { cursor: { x, y: 0 } }),
});

test('a cursor appears where it is, glides to where it goes, and comes to rest there', () => {
  const cursors = createCursors(() => false);
  expect(cursors.step([peer(0)], 0, 1)).toBe(false);
  expect(cursors.at(1)).toEqual({ x: 0, y: 0 });
  cursors.step([peer(100)], 16, 1);
  let last = 0;
  for (let now = 32; cursors.step([peer(100)], now, 1); now += 16) {
    const x = cursors.at(1)?.x ?? 0;
    expect(x).toBeGreaterThanOrEqual(last);
    expect(x).toBeLessThanOrEqual(100);
    last = x;
    expect(now).toBeLessThan(2000);
  }
  expect(cursors.at(1)).toEqual({ x: 100, y: 0 });
});

test('with reduced motion it jumps, and without a cursor it goes', () => {
  const cursors = createCursors(() => true);
  cursors.step([peer(0)], 0, 1);
  expect(cursors.step([peer(100)], 16, 1)).toBe(false);
  expect(cursors.at(1)).toEqual({ x: 100, y: 0 });
  cursors.step([peer(undefined)], 32, 1);
  expect(cursors.at(1)).toBeUndefined();
});

test('a cursor is 20 px high with its casing, which is white', () => {
  const cursors = createCursors(() => true);
  cursors.step([peer(0)], 0, 1);
  const heights: number[] = [];
  const casings: unknown[] = [];
  let ys: number[] = [];
  const point = (_x: number, y: number) => void ys.push(y);
  const canvas = {
    beginPath: () => {
      ys = [];
    },
    moveTo: point,
    lineTo: point,
    roundRect: (_x: number, y: number, _w: number, h: number) => void ys.push(y, y + h),
    stroke() {
      heights.push(Math.max(...ys) - Math.min(...ys) + this.lineWidth);
      casings.push(this.strokeStyle);
    },
    lineWidth: 0,
    strokeStyle: '',
    measureText: () => ({ width: 60 }),
    save: () => {},
    restore: () => {},
    translate: () => {},
    closePath: () => {},
    fill: () => {},
    fillText: () => {},
  };
  paintCursors(canvas as unknown as CanvasRenderingContext2D, [peer(0)], cursors, { x: 0, y: 0, zoom: 1 });
  expect(heights).toEqual([20]);
  expect(casings).toEqual(['#ffffff']);
});
