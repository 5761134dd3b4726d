import type { CommentAnchor } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf, inside, placeOf, zoomApart } from './places.ts';

const onElement = { x: 10, y: 20, element: 'rect--------', dx: 30, dy: 40 } as CommentAnchor;
const box = { x: 100, y: 100, w: 50, h: 60 };

describe('where an anchor is', () => {
  test('is its place on the paper', () => {
    expect(
      placeOf(
        { x: 1, y: 2 },
        () => undefined,
        () => undefined,
      ),
    ).toEqual({ x: 1, y: 2 });
  });

  test('is on its element, wherever that is', () => {
    expect(
      placeOf(
        onElement,
        () => ({ x: 100, y: 100 }),
        () => box,
      ),
    ).toEqual({ x: 130, y: 140 });
  });

  test('is at the edge of an element that has become smaller', () => {
    expect(
      placeOf(
        onElement,
        () => ({ x: 100, y: 100 }),
        () => ({ ...box, w: 10, h: 10 }),
      ),
    ).toEqual({ x: 110, y: 110 });
  });

  test('is where it was when its element is gone, and nowhere when that is hidden', () => {
    expect(
      placeOf(
        onElement,
        () => undefined,
        () => undefined,
      ),
    ).toEqual({ x: 10, y: 20 });
    expect(
      placeOf(
        onElement,
        () => ({ x: 0, y: 0 }),
        () => undefined,
      ),
    ).toBeUndefined();
  });
});

describe('pins that stand together', () => {
  const pins = [
    { id: 'a', x: 0, y: 0 },
    { id: 'b', x: 15, y: 0 },
    { id: 'c', x: 100, y: 0 },
  ];

  test('are one from afar, and apart from near', () => {
    expect(clustersOf(pins, 1).map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']]);
    expect(clustersOf(pins, 0.1).map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    expect(clustersOf(pins, 2).map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);
  });

  test('leave out the one that is open', () => {
    expect(clustersOf(pins, 0.1, 'a').map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']]);
  });

  test('come apart at the zoom that is told, unless they are in one place', () => {
    const [cluster] = clustersOf(pins, 0.1);
    if (cluster === undefined) throw new Error('no cluster');
    expect(clustersOf(pins, zoomApart(cluster)).length).toBeGreaterThan(1);
    const [same] = clustersOf([pins[0], { ...pins[0], id: 'z' }] as typeof pins, 1);
    expect(same && zoomApart(same)).toBe(Number.POSITIVE_INFINITY);
  });

  const place = fc.double({ min: -1e7, max: 1e7, noNaN: true });
  test('are each in one cluster and none is lost, none further from it than it is wide', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: place, y: place }), { maxLength: 40 }),
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        (spots, zoom) => {
          const all = spots.map((spot, i) => ({ ...spot, id: `${i}` }));
          const clusters = clustersOf(all, zoom);
          expect(clusters.flatMap(({ ids }) => ids).sort()).toEqual(all.map(({ id }) => id).sort());
          for (const { ids, x, y } of clusters)
            for (const id of ids) {
              const pin = all[Number(id)];
              expect(pin && Math.hypot(pin.x - x, pin.y - y) * zoom).toBeLessThan(22.001);
            }
        },
      ),
    );
  });

  test('are looked for in a box', () => {
    expect(inside(clustersOf(pins, 2), { x: 10, y: -1, w: 50, h: 2 }).map(({ ids }) => ids)).toEqual([['b']]);
  });
});
