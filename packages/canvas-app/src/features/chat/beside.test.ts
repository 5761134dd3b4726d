import { expect, test } from 'vitest';
import { besidePlace, isInView, middleOf } from './beside.ts';

const camera = { x: 100, y: 50, zoom: 2 };
const desk = { width: 1_280, height: 800 };
const phone = { width: 390, height: 844 };

test('a bubble stands below and to the right, and turns to the other side at the edges', () => {
  expect(besidePlace({ x: 200, y: 150 }, camera, desk)).toMatchObject({
    x: 200,
    y: 200,
    isLeft: false,
    isAbove: false,
  });
  expect(besidePlace({ x: 700, y: 430 }, camera, desk)).toMatchObject({
    x: 1_200,
    y: 760,
    isLeft: true,
    isAbove: true,
  });
});

test('a bubble on a phone is as wide as there is room, on the side that has more', () => {
  const at = (x: number) => besidePlace({ x: 100 + x / 2, y: 50 }, camera, phone);
  expect(at(150)).toMatchObject({ isLeft: false, room: 219 });
  expect(at(300)).toMatchObject({ isLeft: true, room: 279 });
  expect(at(-9_000).room).toBeGreaterThan(0);
  expect(at(9_000).room).toBeGreaterThan(0);
});

test('a place is in view between the edges of the window, and the middle always is', () => {
  expect(isInView(undefined, camera, desk)).toBe(false);
  expect(isInView({ x: 99, y: 60 }, camera, desk)).toBe(false);
  expect(isInView({ x: 101, y: 60 }, camera, desk)).toBe(true);
  expect(middleOf(camera, desk)).toEqual({ x: 420, y: 250 });
});
