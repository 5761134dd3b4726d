import { expect, test } from 'vitest';
import { toScreen } from '../../editor/camera.ts';
import { coveredBy, fitBeside, isInView } from './in-view.ts';

const desk = { width: 1280, height: 800 };
const bar = { x: 440, y: 12, w: 400, h: 48 };
const panel = { x: 968, y: 72, w: 300, h: 660 };

test('bars count at the edge where they lie, and what is hidden does not', () => {
  expect(coveredBy([bar, panel, { x: 0, y: 0, w: 0, h: 0 }], desk)).toEqual({
    top: 60,
    right: 312,
    bottom: 0,
    left: 0,
  });
  expect(coveredBy([{ x: 8, y: 700, w: 374, h: 136 }], { width: 390, height: 844 })).toMatchObject({
    bottom: 144,
    top: 0,
  });
});

test('what is shown lies beside them', () => {
  const covered = coveredBy([bar, panel], desk);
  const box = { x: -3_000, y: 500, w: 5_000, h: 900 };
  const camera = fitBeside(box, desk, covered, 24, 1);
  expect(isInView(box, camera, desk, covered)).toBe(true);
  const { x } = toScreen(camera, box);
  expect(x).toBeGreaterThan(23.9);
  expect(x + box.w * camera.zoom).toBeLessThanOrEqual(968 - 23.9);
  expect(isInView(box, { x: -3_000, y: 500, zoom: 0.25 }, desk, covered)).toBe(false);
});
