import { expect, test } from 'vitest';
import { cameraFor, viewAfter } from './follow-view.ts';

test('a view of any shape is seen as a whole, as large as it can be', () => {
  const camera = cameraFor({ x: 100, y: 200, w: 1_280, h: 800 }, { width: 390, height: 844 });
  expect(camera.zoom).toBeCloseTo(390 / 1_280);
  expect(camera.x).toBeCloseTo(100);
  expect(camera.y + 844 / 2 / camera.zoom).toBeCloseTo(600);
});

test('the view glides to where theirs is, never past it, and arrives', () => {
  const to = { x: 1_000, y: -500, zoom: 2 };
  let at = { x: 0, y: 0, zoom: 0.5 };
  for (let frames = 0; at !== to; frames++) {
    const next = viewAfter(at, to, 16);
    expect(next.x).toBeGreaterThan(at.x);
    expect(next.x).toBeLessThanOrEqual(to.x);
    expect(next.zoom).toBeLessThanOrEqual(to.zoom);
    at = next;
    expect(frames).toBeLessThan(100);
  }
});
