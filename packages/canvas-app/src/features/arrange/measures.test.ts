import type { Element, NewElement } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { type Measure, measuresOf, numberFrom, numberShown, setMeasure } from './measures.ts';

const rect = (x: number, y: number, more: object = {}): NewElement => ({
  ...{ kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd' },
  ...more,
});

const valuesOf = (elements: readonly Element[], seen = elements) => {
  const measures = measuresOf(elements, seen);
  const value = (measure: Measure) => measures?.[measure].value;
  return [value('x'), value('y'), value('width'), value('height'), value('rotation')];
};

describe('the measures of what is selected', () => {
  test('of one element are its own and each is set alone, as one step', () => {
    const t = board(rect(40, 30));
    const set = (measure: Measure, value: number) => setMeasure(t.editor, t.all(), measure, value);
    expect(valuesOf(t.all())).toEqual([40, 30, 100, 60, 0]);
    set('x', -12.5);
    set('y', 7);
    set('width', 250);
    set('height', 90);
    expect(valuesOf(t.all())).toEqual([-12.5, 7, 250, 90, 0]);
    t.undo();
    expect(valuesOf(t.all())).toEqual([-12.5, 7, 250, 60, 0]);
    set('rotation', 90);
    expect(t.only().rotation).toBeCloseTo(Math.PI / 2);
    // Turned a quarter, what is seen is as wide as it was high; its own sides are the same.
    expect(valuesOf(t.all()).map((value) => Math.round(value ?? 0))).toEqual([83, -88, 250, 60, 90]);
  });

  test('of what is seen of a group are shown, and what is hidden goes along', () => {
    const t = board(rect(0, 0), rect(200, 100), rect(500, 300));
    const [, , hidden] = t.all();
    t.editor.hide(hidden === undefined ? [] : [hidden.id]);
    const shown = () => valuesOf(t.all(), t.all().slice(0, 2));
    expect(shown()).toEqual([0, 0, 300, 160, 0]);
    setMeasure(t.editor, t.all(), 'x', 50);
    setMeasure(t.editor, t.all(), 'width', 600);
    expect(shown()).toEqual([50, 0, 600, 160, 0]);
    expect(t.all()[2]).toMatchObject({ x: 1_050, width: 200 });
  });

  test('of several are those of the box around them, which is moved, scaled and turned as one', () => {
    const t = board(rect(0, 0), rect(300, 140));
    expect(valuesOf(t.all())).toEqual([0, 0, 400, 200, 0]);
    setMeasure(t.editor, t.all(), 'x', 50);
    setMeasure(t.editor, t.all(), 'width', 800);
    expect(t.all().map(({ x }) => x)).toEqual([50, 650]);
    expect(valuesOf(t.all())).toEqual([50, 0, 800, 200, 0]);
    setMeasure(t.editor, t.all(), 'rotation', 180);
    expect(valuesOf(t.all()).map((value) => Math.round(value ?? 0) || 0)).toEqual([50, 0, 800, 200, 180]);
    expect(t.all().map(({ x }) => Math.round(x))).toEqual([650, 50]);
  });

  test('that differ are mixed, and setting them makes them one', () => {
    const t = board(rect(0, 0), rect(300, 0, { rotation: 1 }));
    expect(measuresOf(t.all())?.rotation).toEqual({ value: undefined, isFixed: false });
    setMeasure(t.editor, t.all(), 'rotation', 45);
    expect(measuresOf(t.all())?.rotation.value).toBeCloseTo(45);
    expect(t.all()[0]).toMatchObject({ x: 0, y: 0 });
  });

  test('of a line with few points are its place alone', () => {
    const t = board({ kind: 'line', x: 10, y: 20, points: { xy: new Float32Array([0, 0, 50, 80]) } } as NewElement);
    const measures = measuresOf(t.all());
    expect(Object.entries(measures ?? {}).flatMap(([name, { isFixed }]) => (isFixed ? [name] : []))).toEqual([
      ...['width', 'height', 'rotation'],
    ]);
    setMeasure(t.editor, t.all(), 'width', 300);
    setMeasure(t.editor, t.all(), 'x', 110);
    expect(t.only()).toMatchObject({ x: 110, y: 20 });
    expect(measuresOf(t.all())?.width.value).toBe(50);
  });

  test('changed by one key that is held are taken back in one step', () => {
    const t = board(rect(40, 30));
    const hold = {};
    for (const x of [41, 42, 43]) setMeasure(t.editor, t.all(), 'x', x, hold);
    t.undo();
    expect(t.only().x).toBe(40);
  });

  test('are what was asked for, whatever is selected', () => {
    const one = fc.record({
      ...{ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) },
      ...{ width: fc.integer({ min: 1, max: 400 }), height: fc.integer({ min: 1, max: 400 }) },
    });
    const measure = fc.constantFrom<Measure>('x', 'y', 'width', 'height');
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 4 }),
        measure,
        fc.integer({ min: 1, max: 2_000 }),
        (list, name, value) => {
          const t = board(...list.map((box) => rect(0, 0, box)));
          setMeasure(t.editor, t.all(), name, value);
          expect(Math.abs((measuresOf(t.all())?.[name].value ?? 0) - value)).toBeLessThan(0.3);
        },
      ),
      { seed: 20261127, numRuns: 200 },
    );
  });
});

test('numbers are read as people type them and shown without needless decimals', () => {
  expect(['12', ' 1,5 ', '−3', '45°', '1e3'].map(numberFrom)).toEqual([12, 1.5, -3, 45, 1000]);
  expect(['١٢٣', '١٢٫٥', '۴۵', '１２３', '1.234,5', '1,234.5'].map(numberFrom)).toEqual([
    123, 12.5, 45, 123, 1234.5, 1234.5,
  ]);
  expect(['', 'abc', '1.2.3', 'Infinity'].map(numberFrom)).toEqual([undefined, undefined, undefined, undefined]);
  expect([100, 0.126, -0.001, 33.333].map(numberShown)).toEqual(['100', '0.13', '0', '33.33']);
});
