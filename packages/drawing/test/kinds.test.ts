import { type Element, forms, patched } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundsOf,
  boxOf,
  containsBox,
  expand,
  followBindings,
  hitTest,
  type Look,
  moveVertex,
  paintElement,
  resizeElement,
  selectionCorners,
  textLayout,
  verticesOf,
} from '../src/index.ts';
import { recorder } from './recorder.ts';
import { everyKind, pointsOf, samples } from './samples.ts';

const look: Look = { theme: 'light', scale: 1 };
const named = everyKind.map((element) => [element.kind, element] as const);

const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
const walk = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 40 });
const placed = fc.record({
  x: coordinate,
  y: coordinate,
  rotation: fc.constantFrom(0, 0.4, -2, Math.PI / 2),
  opacity: fc.constantFrom(100, 40),
});
const anyStroke = fc
  .record({
    place: placed,
    pairs: walk,
    width: fc.constantFrom(1, 4, 16),
    brush: fc.constantFrom('pen', 'marker', 'highlighter'),
    pressed: fc.boolean(),
  })
  .map(({ place, pairs, width, brush, pressed }): Element => {
    const pressure = pressed ? pairs.map((_, i) => (i * 53) % 256) : undefined;
    return { ...samples.stroke, ...place, width, brush, points: pointsOf(pairs, pressure) };
  });
const anyHead = fc.constantFrom('none', 'arrow', 'triangle', 'dot', 'bar', 'diamond', 'hollow', 'circle', 'crow');
const anyLine = fc
  .record({
    place: placed,
    pairs: walk,
    strokeWidth: fc.constantFrom(1, 4, 16),
    curve: fc.boolean(),
    edge: fc.constantFrom('clean', 'drawn'),
    kind: fc.constantFrom('line', 'arrow'),
    first: anyHead,
    last: anyHead,
  })
  .map(({ place, pairs, strokeWidth, curve, edge, kind, first, last }): Element => {
    const points = pointsOf(pairs);
    return { ...samples.arrow, ...place, kind, strokeWidth, curve, edge, points, heads: [first, last] };
  });
const anyBox = fc
  .record({
    place: placed,
    kind: fc.constantFrom('rect', 'ellipse', 'diamond'),
    form: fc.constantFrom(...forms),
    edge: fc.constantFrom('clean', 'drawn'),
    fillStyle: fc.constantFrom('solid', 'hachure'),
    width: fc.double({ min: 0, max: 300, noNaN: true }),
    height: fc.double({ min: 0, max: 300, noNaN: true }),
    strokeWidth: fc.constantFrom(0, 2, 16),
    radius: fc.constantFrom(0, 8, 1000),
    dash: fc.constantFrom('solid', 'dashed', 'dotted'),
    fill: fc.constantFrom('none', '#dbe1fd'),
  })
  .map(({ place, ...props }): Element => ({ ...samples.rect, ...place, ...props }));
const anyOther = fc
  .record({ place: placed, kind: fc.constantFrom('sticky', 'image', 'frame', 'unknown', 'text') })
  .map(({ place, kind }): Element => ({ ...samples[kind], ...place }));

describe('painting', () => {
  test.each(named)('%s leaves the context as it found it, in both themes and from far away', (_kind, element) => {
    for (const theme of ['light', 'dark'] as const) {
      for (const scale of [0.05, 1, 8]) {
        const { g, state, depth } = recorder();
        const before = state();
        paintElement(g, { ...element, rotation: 1, opacity: 50 }, { theme, scale });
        expect(state()).toEqual(before);
        expect(depth()).toBe(0);
      }
    }
  });

  test('stays within the bounds, no matter what is painted', () => {
    // Found once: its farthest point lay between two of the straight pieces its bounds were taken from.
    const turnsBack: Element = {
      ...samples.line,
      curve: true,
      points: { xy: Float32Array.of(0, -3.236161470413208, 0, 0, 200, 0, 0, 0) },
    };
    const anything = fc.oneof(anyStroke, anyLine, anyBox, anyOther);
    fc.assert(
      fc.property(anything, fc.constantFrom(0.1, 0.5, 1, 4), (element, scale) => {
        const { g, painted } = recorder();
        paintElement(g, element, { theme: 'light', scale });
        const where = painted();
        if (!where) return;
        for (const value of Object.values(where)) expect(value).not.toBeNaN();
        expect(containsBox(expand(boundsOf(element), 0.01), where)).toBe(true);
      }),
      { numRuns: 400, examples: [[turnsBack, 0.1]] },
    );
  });

  test.each([
    ['pen', 4.8],
    ['marker', 7],
    ['highlighter', 20],
  ] as const)('where a %s came down and stayed there is a dot', (brush, wide) => {
    for (const scale of [0.05, 1, 8])
      for (const pairs of [
        [[5, 5]],
        [
          [5, 5],
          [5, 5],
        ],
        [
          [5, 5],
          [5.5, 5.5],
          [4.5, 4.5],
          [5, 5],
        ],
      ] as const) {
        const { g, painted } = recorder();
        paintElement(g, { ...samples.stroke, brush, x: 10, y: 10, points: pointsOf(pairs) }, { ...look, scale });
        const dot = painted();
        expect(dot?.x).toBeCloseTo(15 - wide / 2);
        expect(dot?.w).toBeCloseTo(wide);
      }
  });

  test('a label is left out while it is being typed', () => {
    for (const element of [{ ...samples.rect, text: 'label' }, samples.text, samples.sticky]) {
      const shown = recorder();
      paintElement(shown.g, element, look);
      expect(shown.texts.length).toBeGreaterThan(0);
      const typed = recorder();
      paintElement(typed.g, element, { ...look, withoutText: true });
      expect(typed.texts).toEqual([]);
    }
  });

  test('palette ink turns into its twin on the dark ground', () => {
    const { g, colors } = recorder();
    paintElement(g, samples.stroke, { theme: 'dark', scale: 1 });
    expect(colors).toEqual(['#ff7d88']);
  });

  test('a picture is painted once it is there, and a placeholder before', () => {
    const { g, colors } = recorder();
    let drawn = 0;
    const withImages = Object.assign(Object.create(g) as typeof g, { drawImage: () => drawn++ });
    paintElement(withImages, samples.image, look);
    expect(drawn).toBe(0);
    expect(colors.length).toBeGreaterThan(0);
    paintElement(withImages, samples.image, { ...look, picture: () => ({ source: {}, width: 10, height: 10 }) });
    expect(drawn).toBe(1);
  });
});

describe('hitting', () => {
  const filled = { ...samples.rect, fill: '#dbe1fd' } as const;
  const turned = { ...filled, rotation: Math.PI / 2 };
  test.each<[string, Element, [number, number], boolean]>([
    ['the edge of an empty rectangle', samples.rect, [0, 30], true],
    ['the inside of an empty rectangle', samples.rect, [50, 30], false],
    ['the inside of a filled rectangle', filled, [50, 30], true],
    ['the label of an empty rectangle', { ...samples.rect, text: 'mm' }, [50, 30], true],
    ['a corner that is rounded away', { ...filled, radius: 30 }, [1, 1], false],
    ['the corner of an ellipse’s box', { ...samples.ellipse, fill: '#dbe1fd' }, [3, 3], false],
    ['the edge of an ellipse', samples.ellipse, [100, 30], true],
    ['the corner of a diamond’s box', { ...samples.diamond, fill: '#dbe1fd' }, [5, 5], false],
    ['the middle of a diamond', { ...samples.diamond, fill: '#dbe1fd' }, [50, 30], true],
    ['the end of a turned rectangle', turned, [50, 78], true],
    ['where a turned rectangle was', turned, [5, 30], false],
    ['ink', samples.stroke, [60, 59], true],
    ['beside ink', samples.stroke, [60, 20], false],
    ['turned ink', { ...samples.stroke, rotation: Math.PI }, [40, 1], true],
    ['a line', samples.line, [50, 1], true],
    ['beside a line', samples.line, [50, 20], false],
    ['text', samples.text, [10, 10], true],
    ['a sticky', samples.sticky, [50, 30], true],
    ['a picture', samples.image, [50, 30], true],
    ['the edge of a frame', samples.frame, [50, 0], true],
    ['the inside of a frame', samples.frame, [50, 30], false],
    ['the name of a frame', samples.frame, [10, -14], true],
    ['an element of a newer version', samples.unknown, [50, 30], true],
  ])('%s', (_what, element, [x, y], expected) => {
    expect(hitTest(element, { x, y }, 2)).toBe(expected);
  });

  test('slack is generous by as much as it says', () => {
    expect(hitTest(samples.line, { x: 50, y: 8 }, 8)).toBe(true);
    expect(hitTest(samples.line, { x: 50, y: 10 }, 8)).toBe(false);
    expect(hitTest(samples.stroke, { x: 0, y: 9 }, 12)).toBe(true);
  });
});

describe('resizing', () => {
  test.each(named.filter(([kind]) => kind !== 'text' && kind !== 'stroke'))(
    '%s gets the frame asked for',
    (_k, element) => {
      const to = { x: 10, y: 20, w: 200, h: 30 };
      const resized = patched(element, resizeElement(element, to));
      for (const [key, value] of Object.entries(boxOf(resized)))
        expect(value).toBeCloseTo(Number(Reflect.get(to, key)), 3);
    },
  );

  test('a stroke is placed and scaled, its points stay as drawn', () => {
    const moved = {
      ...samples.stroke,
      points: pointsOf([
        [10, 10],
        [60, 40],
      ]),
    };
    const patch = resizeElement(moved, { x: 0, y: 0, w: 100, h: 30 });
    expect(patch).toEqual({ x: -20, y: -10, scale: [2, 1] });
  });

  test('text grows by a corner and wraps by a side', () => {
    const { x, y, w, h } = boxOf(samples.text);
    expect(resizeElement(samples.text, { x, y, w: 2 * w, h: 2 * h })).toEqual({ x, y, size: 40 });
    expect(resizeElement(samples.text, { x, y, w: 30, h })).toEqual({ x, y, width: 30 });
  });

  test('a line without height does not vanish', () => {
    const flat = {
      ...samples.line,
      points: pointsOf([
        [0, 0],
        [100, 0],
      ]),
    };
    const patch = resizeElement(flat, { x: 0, y: 5, w: 50, h: 0 });
    expect([...(patch.points?.xy ?? [])]).toEqual([0, 0, 50, 0]);
  });
});

describe('pulling a point of a line', () => {
  test('moves that point and no other, also when the line is turned', () => {
    for (const rotation of [0, 0.7]) {
      const line = { ...samples.arrow, rotation };
      const before = verticesOf(line) ?? [];
      const after = verticesOf({ ...line, ...moveVertex(line, 2, { x: 300, y: -40 }) } as Element) ?? [];
      expect(after).toHaveLength(3);
      [before[0], before[1], { x: 300, y: -40 }].forEach((p, i) => {
        expect(after[i]?.x).toBeCloseTo(p?.x ?? Number.NaN, 3);
        expect(after[i]?.y).toBeCloseTo(p?.y ?? Number.NaN, 3);
      });
    }
  });

  test('is not for what is held by its frame', () => {
    expect(verticesOf(samples.rect)).toBeUndefined();
    expect(moveVertex(samples.rect, 0, { x: 0, y: 0 })).toBeUndefined();
  });
});

describe('an arrow tied to shapes', () => {
  const at = [0.5, 0.5] as const;
  const left = { ...samples.rect, id: 'left', x: 0, y: 0 };
  const right = { ...samples.ellipse, id: 'right', x: 300, y: 0 };
  const board = new Map<string, Element>([
    ['left', left],
    ['right', right],
  ]);
  const tied: Element = {
    ...samples.arrow,
    points: pointsOf([
      [0, 0],
      [10, 10],
    ]),
    start: { element: 'left', at },
    end: { element: 'right', at },
  };
  const ends = (get: (id: string) => Element | undefined, arrow = tied) =>
    verticesOf({ ...arrow, ...followBindings(arrow, get) } as Element)?.map((p) => [Math.round(p.x), Math.round(p.y)]);

  test('runs from edge to edge, aimed at the middles, with a little room', () => {
    expect(ends((id) => board.get(id))).toEqual([
      [106, 30],
      [294, 30],
    ]);
  });

  test('follows a shape that is moved or turned', () => {
    const moved = { ...left, y: 200 };
    const [start] = ends((id) => (id === 'left' ? moved : board.get(id))) ?? [];
    expect(start?.[1]).toBeGreaterThan(150);
    const turned = { ...left, rotation: Math.PI / 2 };
    expect(ends((id) => (id === 'left' ? turned : board.get(id)))?.[0]).toEqual([86, 30]);
  });

  test('stays where it is when the shape is gone, and when there is nothing to do', () => {
    expect(followBindings(tied, () => undefined)).toBeUndefined();
    const there = { ...tied, ...followBindings(tied, (id) => board.get(id)) } as Element;
    expect(followBindings(there, (id) => board.get(id))).toBeUndefined();
    expect(followBindings(samples.rect, () => undefined)).toBeUndefined();
  });

  test('reaches a shape that lies over its other end', () => {
    const around = { ...left, x: -500, y: -500, width: 2000, height: 2000 };
    for (const p of ends((id) => (id === 'left' ? around : board.get(id))) ?? []) {
      for (const value of p) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

test('every kind has corners around its box', () => {
  for (const element of everyKind) expect(selectionCorners(element)).toHaveLength(4);
});

test('text layout gives an editor the same box that is painted', () => {
  const layout = textLayout({ ...samples.rect, text: 'one two three four five' });
  expect(layout?.box.w).toBe(84);
  expect(layout?.lines.length).toBeGreaterThan(1);
  expect(textLayout(samples.stroke)).toBeUndefined();
});
