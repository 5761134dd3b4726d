import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { limits } from '../limits.ts';
import { newElementArbitrary, seededRandom } from '../testing.ts';
import { fromPlain, parsePatch, toPlain } from './element-json.ts';

const newBoard = () => openBoard(new Y.Doc(), { random: seededRandom(3) });

describe('plain elements', () => {
  test('go through JSON and back to the same element', () => {
    fc.assert(
      fc.property(newElementArbitrary, (given) => {
        const board = newBoard();
        const element = board.get(board.edit((w) => w.add(given)));
        if (element === undefined) throw new Error('not stored');
        const json = JSON.stringify(toPlain(element));
        const again = newBoard();
        const copy = again.get(again.edit((w) => w.add(fromPlain(JSON.parse(json)))));
        // The time channel is not part of plain points.
        if ('points' in element && element.points.time !== undefined) return;
        expect(copy).toEqual(element);
      }),
      { numRuns: 500 },
    );
  });

  test('hold points as lists, with pressure from 0 to 1 when it is real', () => {
    const board = newBoard();
    const xy = Float32Array.of(0, 0, 1.5, -2);
    const plainOf = (pressure?: Uint8Array) => {
      const id = board.edit((w) => w.add({ kind: 'stroke', x: 0, y: 0, points: { xy, pressure } }));
      const element = board.get(id);
      return element && toPlain(element).points;
    };
    expect(plainOf()).toEqual([
      [0, 0],
      [1.5, -2],
    ]);
    expect(plainOf(Uint8Array.of(0, 255))).toEqual([
      [0, 0, 0],
      [1.5, -2, 1],
    ]);
  });

  test('have no undefined properties and nothing of the board’s own', () => {
    const board = newBoard();
    const id = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, groups: ['g'] }));
    const element = board.get(id);
    if (element === undefined) throw new Error('not stored');
    const plain = toPlain(element);
    expect(Object.values(plain)).not.toContain(undefined);
    expect(plain['groups']).not.toBe(element.groups);
  });

  test('need only their kind and place', () => {
    expect(fromPlain({ kind: 'rect', x: 1, y: 2 })).toEqual({ kind: 'rect', x: 1, y: 2 });
    expect(fromPlain({ kind: 'text', x: 1, y: 2, width: null, link: null, whatever: 5, text: 'hi' })).toEqual({
      kind: 'text',
      x: 1,
      y: 2,
      text: 'hi',
    });
  });

  test.each([
    ['element', 5],
    ['kind', { x: 1, y: 2 }],
    ['kind', { kind: 'unknown', x: 1, y: 2 }],
    ['rect.x', { kind: 'rect', y: 2 }],
    ['rect.y', { kind: 'rect', x: 1, y: '2' }],
    ['rect.color', { kind: 'rect', x: 1, y: 2, color: 'red' }],
    ['rect.width', { kind: 'rect', x: 1, y: 2, width: Number.NaN }],
    ['rect.width', { kind: 'rect', x: 1, y: 2, width: null }],
    ['rect.id', { kind: 'rect', x: 1, y: 2, id: 'x' }],
    ['stroke.points', { kind: 'stroke', x: 1, y: 2 }],
    ['stroke.points', { kind: 'stroke', x: 1, y: 2, points: [] }],
    ['stroke.points[1]', { kind: 'stroke', x: 1, y: 2, points: [[0, 0], [1]] }],
    ['image.asset', { kind: 'image', x: 1, y: 2, width: 3, height: 3 }],
    ['image.height', { kind: 'image', x: 1, y: 2, width: 3, asset: 'x'.repeat(43) }],
    ['arrow.start', { kind: 'arrow', x: 1, y: 2, points: [[0, 0]], start: { element: 'x' } }],
  ])('say %s is wrong in %j', (detail, value) => {
    expect(() => fromPlain(value)).toThrow(expect.objectContaining({ code: 'MALFORMED', detail }));
  });

  test('have no more points than a stroke may have', () => {
    const points = Array.from({ length: limits.strokePoints + 1 }, (_, i) => [i, i]);
    expect(() => fromPlain({ kind: 'stroke', x: 0, y: 0, points })).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });

  test('are read or refused, never anything else', () => {
    const value = fc.record(
      {
        kind: fc.constantFrom('rect', 'stroke', 'text', 'image', 'arrow', 'frame', 'x'),
        x: fc.anything(),
        y: fc.constant(0),
        points: fc.anything(),
        width: fc.anything(),
        color: fc.anything(),
        heads: fc.anything(),
        start: fc.anything(),
        crop: fc.anything(),
      },
      { requiredKeys: ['kind'] },
    );
    fc.assert(
      fc.property(value, (given) => {
        try {
          fromPlain(given);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure' });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('plain patches', () => {
  test('keep what the kind has, null where something is taken away', () => {
    expect(
      parsePatch('rect', { x: 1, fill: 'none', frame: null, points: [[0, 0]], id: 'x', kind: 'text', what: 1 }),
    ).toEqual({ x: 1, fill: 'none', frame: null });
    expect(parsePatch('stroke', { scale: [2, 0.5], width: 3 })).toEqual({ scale: [2, 0.5], width: 3 });
    expect(
      parsePatch('line', {
        points: [
          [0, 0],
          [5, 5],
        ],
      }),
    ).toEqual({ points: { xy: Float32Array.of(0, 0, 5, 5) } });
    expect(parsePatch('text', { width: null })).toEqual({ width: null });
  });

  test.each([
    ['patch', 'rect', []],
    ['rect.opacity', 'rect', { opacity: 'half' }],
    ['stroke.scale', 'stroke', { scale: [1] }],
    ['line.points[0]', 'line', { points: [5] }],
  ] as const)('say %s is wrong', (detail, kind, value) => {
    expect(() => parsePatch(kind, value)).toThrow(expect.objectContaining({ code: 'MALFORMED', detail }));
  });
});
