import { existsSync, readFileSync } from 'node:fs';
import type { Points, StrokeElement } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { inkWidth, meanInkWidth } from '../src/elements/ink-width.ts';
import { inkOutline } from '../src/elements/stroke-outline.ts';
import { samples } from './samples.ts';

const handwriting = `${process.env['REAL_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname}/ink/ec316-lecture-handwriting.excalidraw`;

/** Loops and turns at the speeds of a hand, the same on every run. */
const seeded = (): Points[] =>
  Array.from({ length: 40 }, (_, s) => {
    const xy: number[] = [];
    for (let i = 0; i < 60; i++) {
      const t = i / 6 + s;
      xy.push(i * 1.5 + 9 * Math.cos(t * (1 + (s % 5) / 5)), 12 * Math.sin(t) + 3 * Math.sin(3 * t + s));
    }
    return { xy: Float32Array.from(xy) };
  });

const strokes = (): Points[] => {
  if (!existsSync(handwriting)) {
    console.log('No REAL_DATA: ink is measured on seeded strokes.');
    return seeded();
  }
  const file = JSON.parse(readFileSync(handwriting, 'utf8')) as { elements: { type: string; points: number[][] }[] };
  return file.elements
    .filter((e) => e.type === 'freedraw' && e.points.length >= 12)
    .slice(0, 500)
    .map((e) => ({ xy: Float32Array.from(e.points.flat()) }));
};

const areaOf = (polygon: Float32Array): number => {
  let twice = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    twice += (polygon[i] ?? 0) * (polygon[j + 1] ?? 0) - (polygon[i + 1] ?? 0) * (polygon[j] ?? 0);
  }
  return Math.abs(twice) / 2;
};

const lengthOf = ({ xy }: Points): number => {
  let sum = 0;
  for (let i = 2; i < xy.length; i += 2) {
    sum += Math.hypot((xy[i] ?? 0) - (xy[i - 2] ?? 0), (xy[i + 1] ?? 0) - (xy[i - 1] ?? 0));
  }
  return sum;
};

test('a pen covers as much as its width says, and the line that stands in for it from far away covers the same', () => {
  for (const width of [2, 4]) {
    let ink = 0;
    let nominal = 0;
    let plain = 0;
    for (const points of strokes()) {
      const length = lengthOf(points);
      if (length < 8 * width) continue;
      const stroke: StrokeElement = { ...samples.stroke, width, points };
      for (const polygon of inkOutline(points, width)) ink += areaOf(polygon);
      nominal += length * inkWidth(stroke);
      plain += length * meanInkWidth(stroke);
    }
    expect(ink / nominal).toBeGreaterThan(0.85);
    expect(ink / nominal).toBeLessThan(1.2);
    expect(plain / ink).toBeGreaterThan(0.88);
    expect(plain / ink).toBeLessThan(1.12);
  }
});

test('real pressure makes ink wider', () => {
  const [points] = seeded();
  if (!points) throw new Error('no stroke');
  const pressed = (p: number) => ({ xy: points.xy, pressure: new Uint8Array(points.xy.length / 2).fill(p) });
  const area = (p: Points) => inkOutline(p, 4).reduce((sum, polygon) => sum + areaOf(polygon), 0);
  expect(area(pressed(250))).toBeGreaterThan(2 * area(pressed(10)));
});

test('an outline is traced once for the same points', () => {
  const [points] = seeded();
  if (!points) throw new Error('no stroke');
  expect(inkOutline(points, 4)).toBe(inkOutline(points, 4));
  expect(inkOutline(points, 4)).not.toBe(inkOutline(points, 5));
});
