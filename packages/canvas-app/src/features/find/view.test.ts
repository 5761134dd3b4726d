import { containsBox } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { view } from '../../editor/camera.ts';
import { nearest, revealing } from './view.ts';

const screen = { width: 1280, height: 800 };
/** What islands leave of it. */
const free = { left: 8, right: 1272, top: 72, bottom: 712 };
const camera = { x: 0, y: 0, zoom: 1 };
const box = (x: number, y: number, w = 100, h = 60) => ({ x, y, w, h });

describe('the view', () => {
  test('stays where what was found is to be seen between the bars', () => {
    expect(revealing(box(600, 300), camera, free)).toBeUndefined();
    for (const hidden of [box(600, 60), box(600, 740), box(-50, 300), box(1_250, 300)])
      expect(revealing(hidden, camera, free), JSON.stringify(hidden)).toBeDefined();
  });

  test('goes to what is not, as near as the board was looked at, and stays there', () => {
    const next = revealing(box(5_000, 4_000), camera, free) ?? camera;
    expect(next.zoom).toBe(1);
    expect(containsBox(view(next, screen), box(5_000, 4_000))).toBe(true);
    expect(revealing(box(5_000, 4_000), next, free)).toBeUndefined();
  });

  test('goes back from what is larger, and near to what is too small to be read', () => {
    const frame = revealing(box(0, 0, 4_000, 3_000), camera, free) ?? camera;
    expect(frame.zoom).toBeLessThan(0.25);
    expect(revealing(box(0, 0, 4_000, 3_000), frame, free)).toBeUndefined();
    const note = revealing(box(600, 300), { ...camera, zoom: 0.1 }, free) ?? camera;
    expect(note.zoom).toBe(1);
    expect(revealing(box(600, 300), note, free)).toBeUndefined();
  });

  test('keeps clear of the tools of a phone on its side, and of the bar where a keyboard leaves little', () => {
    const side = { left: 68, right: 836, top: 68, bottom: 322 };
    const keyboard = { left: 8, right: 382, top: 68, bottom: 392 };
    for (const left of [side, keyboard]) {
      const hidden = box(3_000, 3_000);
      const next = revealing(hidden, camera, left) ?? camera;
      const room = { x: next.x + left.left, y: next.y + 124, w: left.right - left.left, h: left.bottom - 124 };
      expect(containsBox(room, hidden)).toBe(true);
      expect(revealing(hidden, next, left)).toBeUndefined();
      expect(revealing(box(200, left.bottom - 20), camera, left)).toBeDefined();
    }
  });
});

test('a search begins with the first in view, else with the nearest', () => {
  const boxes = [box(-900, 0), box(500, 400), box(200, 500), box(3_000, 0)];
  const find = (seen: ReturnType<typeof box>) => nearest(boxes, (one) => one, seen);
  expect(find(box(0, 0, 1_280, 800))).toBe(boxes[1]);
  expect(find(box(2_000, 0, 500, 500))).toBe(boxes[3]);
  expect(nearest([], () => undefined, box(0, 0))).toBeUndefined();
});
