import { describe, expect, test, vi } from 'vitest';
import { centeredOn, type Place, placeMemory, placeOf, readPlace, showFirst } from './deep-link.ts';

const id = 'abcdefghij-_';

describe('a place in an address', () => {
  test.each([
    ['?at=10,-20,2', { type: 'point', x: 10, y: -20, zoom: 2 }],
    ['?at=10%2C-20.5', { type: 'point', x: 10, y: -20.5, zoom: 1 }],
    ['?at=0,0,1000', { type: 'point', x: 0, y: 0, zoom: 30 }],
    [`?theme=dark&at=${id}`, { type: 'element', id }],
  ])('%s', (search, place) => {
    expect(readPlace(search)).toEqual(place);
  });

  test.each(['', '?at=', '?at=1', '?at=a,b', '?at=1,NaN', '?at=1,1e99', '?at=1,2,0', '?at=1,2,3,4', '?at=<script>'])(
    'is none in %s',
    (search) => {
      expect(readPlace(search)).toBeUndefined();
    },
  );

  test('leads to the same middle on a screen of another size', () => {
    const [wide, tall] = [
      { width: 1_400, height: 900 },
      { width: 400, height: 800 },
    ];
    const place = readPlace(`?at=${placeOf({ x: 100, y: 50, zoom: 2 }, wide)}`);
    expect(place).toEqual({ type: 'point', x: 450, y: 275, zoom: 2 });
    expect(centeredOn({ x: 450, y: 275, zoom: 2 }, tall)).toEqual({ x: 350, y: 75, zoom: 2 });
  });
});

test('the last place is remembered to the last digit, and a forbidden storage only forgets', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
  };
  const camera = { x: 1 / 3, y: -7 / 9, zoom: 1.7 };
  placeMemory(storage, 'b').remember(camera, { width: 640, height: 480 });
  const place = placeMemory(storage, 'b').recall();
  expect(place?.type).toBe('point');
  if (place?.type === 'point') expect(centeredOn(place, { width: 640, height: 480 }).x).toBeCloseTo(camera.x, 12);
  expect(placeMemory(storage, 'c').recall()).toBeUndefined();
  const forbidden = {
    getItem: () => {
      throw new Error('no');
    },
    setItem: () => {
      throw new Error('no');
    },
  };
  expect(placeMemory(forbidden, 'b').recall()).toBeUndefined();
  expect(() => placeMemory(forbidden, 'b').remember(camera, { width: 1, height: 1 })).not.toThrow();
});

describe('what is shown first', () => {
  const point: Place = { type: 'point', x: 1, y: 2, zoom: 1 };
  const element: Place = { type: 'element', id };
  const open = async (given: {
    asked?: Place;
    left?: Place;
    touched?: boolean;
    showsTooLittle?: boolean;
    known?: boolean;
  }) => {
    const editor = {
      touched: { peek: () => given.touched ?? false },
      showsTooLittle: () => given.showsTooLittle ?? false,
      show: vi.fn((place: Place) => place.type === 'point' || given.known === true),
      zoomTo: vi.fn(),
    };
    const now = Promise.resolve();
    await showFirst(editor, { asked: given.asked, left: given.left, mounted: now, opened: now });
    return { shown: editor.show.mock.calls.map(([place]) => place), fitted: editor.zoomTo.mock.calls.length === 1 };
  };

  test('is what the link names, before the place that was left', async () => {
    expect(await open({ asked: element, left: point, known: true })).toEqual({ shown: [element], fitted: false });
    expect(await open({ left: point, showsTooLittle: true })).toEqual({ shown: [point], fitted: false });
  });

  test('is the drawing when too little would be in view, or the link names what is gone', async () => {
    expect(await open({ showsTooLittle: true })).toEqual({ shown: [], fitted: true });
    expect(await open({ asked: element, showsTooLittle: true })).toEqual({ shown: [element], fitted: true });
    expect(await open({})).toEqual({ shown: [], fitted: false });
  });

  test('is left alone for a person who draws already', async () => {
    expect(await open({ asked: element, showsTooLittle: true, touched: true, known: true })).toEqual({
      shown: [],
      fitted: false,
    });
  });
});
