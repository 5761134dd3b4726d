import { expect, test } from 'vitest';
import { videoKind, videoSize } from './record.ts';

test('a browser that records nothing is offered nothing', () => {
  expect(videoKind()).toBeUndefined();
});

test('a video is at most so large, and its sides are even', () => {
  expect(videoSize(1_280, 800)).toEqual({ width: 1_280, height: 800 });
  expect(videoSize(3_840, 2_401)).toEqual({ width: 1_920, height: 1_200 });
  expect(videoSize(391, 845)).toEqual({ width: 392, height: 846 });
  expect(videoSize(0, 0)).toEqual({ width: 2, height: 2 });
});
