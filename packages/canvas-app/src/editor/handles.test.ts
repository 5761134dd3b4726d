import type { Element } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { square } from '../../test/helpers/elements.ts';
import { gripAt, selectionFrame, selectionHandles } from './handles.ts';

const camera = { x: 0, y: 0, zoom: 2 };
const frame = { box: { x: 10, y: 10, w: 100, h: 50 }, rotation: 0 };

describe('handles of a selection', () => {
  test('eight around the frame and one above it, in screen pixels', () => {
    const { grips, corners } = selectionHandles(frame, camera);
    expect(grips.map((g) => g.name)).toEqual(['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w', 'rotate']);
    expect(corners[0]).toEqual({ x: 15, y: 15 });
    expect(grips[4]?.at).toEqual({ x: 225, y: 125 });
    expect(grips[8]?.at).toEqual({ x: 120, y: -9 });
  });

  test('a press finds the nearest one in reach, a side, or nothing', () => {
    const handles = selectionHandles(frame, camera);
    expect(gripAt(handles, { x: 228, y: 129 })).toBe('se');
    expect(gripAt(handles, { x: 120, y: -3 })).toBe('rotate');
    expect(gripAt(handles, { x: 180, y: 125 })).toBe('s');
    expect(gripAt(handles, { x: 120, y: 70 })).toBeUndefined();
  });

  test('turn with the element', () => {
    const turned = selectionHandles({ ...frame, rotation: Math.PI / 2 }, camera);
    const rotate = turned.grips.find((g) => g.name === 'rotate');
    expect(rotate?.at.x).toBeCloseTo(120 + 55 + 24);
    expect(rotate?.at.y).toBeCloseTo(70);
    expect(gripAt(turned, { x: 120, y: 70 - 105 })).toBe('w');
  });

  test('are larger under a finger', () => {
    const mouse = selectionHandles(frame, camera);
    const touch = selectionHandles(frame, camera, true);
    expect(touch.reach).toBeGreaterThanOrEqual(22);
    expect(touch.grips[0]?.size).toBeGreaterThan(mouse.grips[0]?.size ?? 0);
  });

  test('leave room to press a small thing itself', () => {
    const tiny = selectionHandles({ box: { x: 0, y: 0, w: 2, h: 2 }, rotation: 0 }, { ...camera, zoom: 1 });
    expect(tiny.grips.map((g) => g.name)).toEqual(['se', 'rotate']);
  });

  test('of a line are its points, and the place between them where it bends; it has no sides to pull', () => {
    const line = {
      ...square('a', 0, 0),
      kind: 'line',
      route: 'straight',
      heads: ['none', 'none'],
      points: { xy: new Float32Array([0, 0, 50, 20]) },
    } as unknown as Element;
    const held = selectionFrame([line]);
    const handles = held && selectionHandles(held, camera);
    expect(handles?.grips.map((g) => [g.name, g.at])).toEqual([
      ['vertex:0', { x: 0, y: 0 }],
      ['vertex:1', { x: 100, y: 40 }],
      ['bend:0', { x: 50, y: 20 }],
    ]);
    expect(handles && gripAt(handles, { x: 97, y: 42 })).toBe('vertex:1');
    expect(handles && gripAt(handles, { x: 50, y: -5 })).toBeUndefined();
  });

  test('hold one element by its own frame and several by what is around them', () => {
    const one = { ...square('a', 0, 0), rotation: 1 };
    expect(selectionFrame([one])).toEqual({ box: { x: 0, y: 0, w: 10, h: 10 }, rotation: 1, next: true });
    expect(selectionFrame([square('a', 0, 0), square('b', 30, 40)])).toEqual({
      box: { x: 0, y: 0, w: 40, h: 50 },
      rotation: 0,
    });
    expect(selectionFrame([])).toBeUndefined();
  });
});
