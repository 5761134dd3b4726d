import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { SpatialIndex } from './spatial.ts';
import { createView } from './view.ts';

/** A view of this size from the corner of a board that has a drawing in this box. */
const viewOf = (width: number, height: number, all: { x: number; y: number; w: number; h: number } | undefined) => {
  const index = {
    all: () => all,
    touches: ({ w, h }: { w: number; h: number }) => all !== undefined && all.x < w && all.y < h,
  };
  const view = createView(index as unknown as SpatialIndex, signal(0));
  view.setViewport({ width, height });
  return view;
};

describe('a first look', () => {
  const inside = { x: 10, y: 10, w: 100, h: 100 };
  const partly = { x: 10, y: 10, w: 5_000, h: 100 };
  const outside = { x: 9_000, y: 10, w: 100, h: 100 };

  test('shows too little where nothing of the drawing is in view', () => {
    expect(viewOf(1280, 800, outside).showsTooLittle()).toBe(true);
    expect(viewOf(1280, 800, partly).showsTooLittle()).toBe(false);
    expect(viewOf(1280, 800, undefined).showsTooLittle()).toBe(false);
  });

  test('shows too little on a phone, upright and on its side, where not all of it is', () => {
    for (const [width, height] of [
      [390, 844],
      [844, 390],
    ] as const) {
      expect(viewOf(width, height, partly).showsTooLittle()).toBe(true);
      expect(viewOf(width, height, inside).showsTooLittle()).toBe(false);
      expect(viewOf(width, height, undefined).showsTooLittle()).toBe(false);
    }
  });
});
