import { describe, expect, test } from 'vitest';
import { toBoard } from '../editor/camera.ts';
import { type Turn, turned } from './wheel.ts';

const camera = { x: 10, y: 20, zoom: 2 };
const at = { x: 300, y: 200 };
const turn = (more: Partial<Turn>): Turn => ({ dx: 0, dy: 0, at, mod: false, shift: false, ...more });

describe('turning the wheel', () => {
  test('moves the paper, sideways with Shift', () => {
    expect(turned(camera, turn({ dy: 100 }), 'auto')).toEqual({ x: 10, y: 70, zoom: 2 });
    expect(turned(camera, turn({ dx: 40, dy: 20 }), 'trackpad')).toEqual({ x: 30, y: 30, zoom: 2 });
    expect(turned(camera, turn({ dy: 100, shift: true }), 'auto')).toEqual({ x: 60, y: 20, zoom: 2 });
  });

  test('zooms at the pointer with Ctrl, by no more than a step', () => {
    const after = turned(camera, turn({ dy: -5_000, mod: true }), 'auto');
    expect(after.zoom).toBeCloseTo(2.5, 6);
    expect(toBoard(after, at).x).toBeCloseTo(toBoard(camera, at).x, 9);
    expect(toBoard(after, at).y).toBeCloseTo(toBoard(camera, at).y, 9);
  });

  test('zooms without Ctrl for those who asked for that, and still moves with Shift', () => {
    expect(turned(camera, turn({ dy: 100 }), 'mouse').zoom).toBeLessThan(2);
    expect(turned(camera, turn({ dy: 100, shift: true }), 'mouse')).toEqual({ x: 60, y: 20, zoom: 2 });
  });
});
