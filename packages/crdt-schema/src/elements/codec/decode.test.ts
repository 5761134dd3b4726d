import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePoints } from '../../points/points.ts';
import { newElementArbitrary, patchArbitrary } from '../../testing/arbitraries.ts';
import { kindSpec } from '../kinds/spec.ts';
import { decodeElement, elementByTable } from './decode.ts';
import { encodeElement, encodePatch } from './encode.ts';
import { erasedRangesOf, shownPoints } from './ink.ts';
import { placedNow } from './source.ts';

const id = 'abcdefghijkl';
const read = (record: Record<string, unknown>, over: Record<string, unknown> = {}, text = '') =>
  decodeElement(id, { record, over: new Map(Object.entries(over)) }, () => text);

const rect = { t: 'r', x: 1, y: 2, z: 'a1' };
const p = encodePoints({ xy: Float32Array.of(0, 0, 4, 2) });

describe('reading a record', () => {
  test('fills in the defaults', () => {
    expect(read({ t: 'd', x: 1, y: 2, z: 'a1', p })).toMatchObject({
      kind: 'stroke',
      color: '#1d1e20',
      width: 4,
      brush: 'pen',
      opacity: 100,
      rotation: 0,
      locked: false,
      groups: [],
    });
    expect(read({ ...rect, t: 's' }, {}, 'note')).toMatchObject({
      kind: 'sticky',
      width: 200,
      height: 200,
      text: 'note',
    });
    expect(read({ t: 'r', x: 1, y: 2 })).toMatchObject({ z: 'a0' });
  });

  test.each([
    ['has no place', { t: 'r', x: 1, z: 'a1' }],
    ['lies nowhere', { ...rect, x: Number.NaN }],
    ['lies too far away', { ...rect, y: 1e8 }],
    ['does not say what it is', { x: 1, y: 2 }],
    ['is a stroke without points', { ...rect, t: 'd' }],
    ['is a stroke with broken points', { ...rect, t: 'd', p: p.slice(1) }],
    ['is a stroke whose points are no bytes', { ...rect, t: 'd', p: [1, 4, 1, 0, 0] }],
    ['is an image of nothing', { ...rect, t: 'i' }],
  ])('draws nothing when it %s', (_, record) => {
    expect(read(record)).toBeUndefined();
  });

  test('shows a kind it does not know as a box', () => {
    expect(read({ ...rect, t: 'hologram', s: [30, 40] })).toMatchObject({ kind: 'unknown', width: 30, height: 40 });
    expect(read({ ...rect, t: 'hologram', s: 'large' })).toMatchObject({ kind: 'unknown', width: 100, height: 100 });
  });

  test('takes the default where the base makes no sense', () => {
    expect(
      read({ ...rect, c: 'red', o: 400, s: [-5, Number.NaN], g: 'g', ds: 99, ln: 'javascript:alert(1)' }),
    ).toMatchObject({
      color: '#1d1e20',
      opacity: 100,
      width: 100,
      height: 100,
      groups: [],
      dash: 'solid',
    });
  });

  test('takes the base where an override makes no sense', () => {
    const base = { ...rect, c: 0xff0000, o: 40, s: [30, 40] };
    expect(read(base, { c: -7, o: 'half', m: [1, 2, 3], z: '!' })).toMatchObject({
      color: '#ff0000',
      opacity: 40,
      x: 1,
      width: 30,
      z: 'a1',
    });
    expect(read(base, { m: [5, 6, 0, -3, Number.POSITIVE_INFINITY] })).toMatchObject({ x: 1, y: 2 });
    expect(read(base, { m: [5, 6, 0, 80, 1] })).toMatchObject({ x: 5, width: 30, height: 80, rotation: 1 });
  });

  test('lets a single override stand before a bundle, and a bundle before the base', () => {
    const base = { ...rect, c: 0xff0000, w: 3 };
    expect(read(base, { sty: { c: 0x00ff00, w: 5, constructor: 1 } })).toMatchObject({
      color: '#00ff00',
      strokeWidth: 5,
    });
    expect(read(base, { sty: { c: 0x00ff00, w: 5 }, c: 0x0000ff })).toMatchObject({ color: '#0000ff', strokeWidth: 5 });
    expect(read(base, { sty: 'none' })).toMatchObject({ color: '#ff0000', strokeWidth: 3 });
  });

  test('shows the points of a stroke at the size and turn of its placement', () => {
    const stroke = { t: 'd', x: 0, y: 0, z: 'a1', p };
    expect(read(stroke, { m: [7, 8, 8, -2, 0.5] })).toMatchObject({
      x: 7,
      y: 8,
      rotation: 0.5,
      points: { xy: Float32Array.of(0, 0, 8, -2) },
    });
    expect(read(stroke, { m: [7, 8, 0, 4, 0] })).toMatchObject({ points: { xy: Float32Array.of(0, 0, 4, 4) } });
  });

  test('gives a line its new points, and an arrow without them its own', () => {
    const line = { t: 'l', x: 0, y: 0, z: 'a1', p };
    const bent = encodePoints({ xy: Float32Array.of(0, 0, 1, 1, 2, 0) });
    expect(read(line, { p: bent })).toMatchObject({ kind: 'line', points: { xy: Float32Array.of(0, 0, 1, 1, 2, 0) } });
    expect(read({ ...line, t: 'a' }, { p: 'x' })).toMatchObject({
      kind: 'arrow',
      heads: ['none', 'arrow'],
      points: { xy: Float32Array.of(0, 0, 4, 2) },
    });
  });

  test('takes away what an override of null takes away', () => {
    const arrow = { t: 'a', x: 0, y: 0, z: 'a1', p, ca: [id, 0, 1], f: id };
    expect(read(arrow)).toMatchObject({ start: { element: id, at: [0, 1] }, frame: id });
    const loose = read(arrow, { ca: null, f: null });
    expect(loose).toMatchObject({ start: undefined, frame: undefined });
  });

  test('does not read what another prototype lends a record', () => {
    const lent: Record<string, unknown> = Object.create({ x: 1, y: 2 });
    lent['t'] = 'r';
    expect(read({ ...lent })).toBeUndefined();
  });
});

test('a stroke spelled out equals the table’s, property by property in the same order', () => {
  const strokes = newElementArbitrary.filter(({ kind }) => kind === 'stroke');
  fc.assert(
    fc.property(strokes, patchArbitrary, (given, patch) => {
      const { record } = encodeElement(given, 'a1');
      const text = () => '';
      const first = decodeElement(id, { record, over: undefined }, text);
      if (first === undefined) throw new Error('what was made can be drawn');
      const source = { record, over: encodePatch({ record, over: undefined }, first, patch).overrides };
      const spec = kindSpec('stroke');
      const place = placedNow(source, spec);
      if (place === undefined) throw new Error('what was made has a place');
      const byTable = elementByTable(id, spec, source, {
        place,
        points: shownPoints(source, spec, place, undefined),
        erased: erasedRangesOf(source, undefined),
        grid: undefined,
        marks: undefined,
        text,
      });
      const spelledOut = decodeElement(id, source, text);
      expect(spelledOut).toEqual(byTable);
      expect(Object.keys(spelledOut ?? {})).toEqual(Object.keys(byTable ?? {}));
    }),
    { numRuns: 60 },
  );
});
