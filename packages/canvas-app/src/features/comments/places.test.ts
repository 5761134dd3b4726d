import type { CommentAnchor } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersAt, createSame, inside, placeOf, zoomApart } from './places.ts';

const window = { width: 1280, height: 800 };
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
    expect(clustersAt(pins, 1, window).map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']]);
    expect(clustersAt(pins, 0.1, window).map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    expect(clustersAt(pins, 2, window).map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);
  });

  test('leave out the one that is open', () => {
    expect(clustersAt(pins, 0.1, window, 'a').map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']]);
  });

  test('come apart at the zoom that is told, unless they are in one place', () => {
    const [cluster] = clustersAt(pins, 0.1, window);
    if (cluster === undefined) throw new Error('no cluster');
    expect(clustersAt(pins, zoomApart(cluster), window).length).toBeGreaterThan(1);
    const [same] = clustersAt([pins[0], { ...pins[0], id: 'z' }] as typeof pins, 1, window);
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
          const clusters = clustersAt(all, zoom, window);
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

  test('are as few as a view can show, however many there are, and none is lost', () => {
    const all = Array.from({ length: 3_000 }, (_, i) => ({ id: `${i}`, x: (i % 60) * 30, y: Math.floor(i / 60) * 30 }));
    for (const zoom of [0.05, 0.2, 0.5, 1, 4]) {
      const clusters = clustersAt(all, zoom, window);
      expect(clusters.flatMap(({ ids }) => ids)).toHaveLength(all.length);
      const view = { x: 0, y: 0, w: window.width / zoom, h: window.height / zoom };
      expect(inside(clusters, view).length).toBeLessThanOrEqual(80);
    }
    expect(clustersAt(all, 8, window)).toHaveLength(all.length);
  });

  test('are looked for in a box', () => {
    expect(inside(clustersAt(pins, 2, window), { x: 10, y: -1, w: 50, h: 2 }).map(({ ids }) => ids)).toEqual([['b']]);
  });

  test('leave a box without the one that is held, wherever that is', () => {
    const all = clustersAt(pins, 1, window, 'c');
    const box = { x: -1, y: -1, w: 2, h: 2 };
    expect(inside(all, box, 'c').map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']]);
    // Together with others it is none that is held.
    expect(inside(all, { ...box, x: 50 }, 'b')).toEqual([]);
  });

  test('are the same objects as before where nothing of them has changed, as far as they reach', () => {
    const same = createSame();
    const before = same(clustersAt(pins, 1, window));
    const again = same(clustersAt(pins, 1, window));
    expect(again[0]).toBe(before[0]);
    expect(again[1]).toBe(before[1]);
    const moved = same(clustersAt([pins[0], { id: 'b', x: 9, y: 4 }, pins[2]] as typeof pins, 1, window));
    expect(moved[0]).toEqual({ ids: ['a', 'b'], x: 0, y: 0, box: { x: 0, y: 0, w: 9, h: 4 } });
    expect(moved[1]).toBe(before[1]);
  });
});
