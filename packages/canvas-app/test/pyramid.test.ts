import type { Element } from '@gesso/crdt-schema';
import { boundsOf, containsPoint, intersects, overlap } from '@gesso/drawing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpatialIndex } from '../src/editor/spatial-index.ts';
import { boardElements } from '../src/render/layers/board-source.ts';
import type { PyramidTools, Source } from '../src/render/tiles/paint-jobs.ts';
import type { View } from '../src/render/tiles/plan.ts';
import { createPyramid } from '../src/render/tiles/pyramid.ts';
import { createRaster } from '../src/render/tiles/raster.ts';
import type { RemoteRasterizer } from '../src/render/tiles/remote-rasterizer.ts';
import { tileSize } from '../src/render/tiles/tile-address.ts';
import { fakeBoard, square } from './helpers/elements.ts';

/** Something painted into a picture; without a color it is clear again. Pixels. */
interface Mark {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly color: string;
}

/** A picture that remembers what was painted in which order. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly marks: Mark[];
}

/** Paints rectangles in flat colors; each takes a millisecond. */
const fakeTools = () => {
  let clock = 0;
  let painted = 0;
  const tools: PyramidTools<Picture> = {
    canvas() {
      const picture: Picture = { width: tileSize, height: tileSize, marks: [] };
      let dx = 0;
      let dy = 0;
      let scale = 1;
      let box = { x: 0, y: 0, w: 0, h: 0 };
      const target: Record<string, unknown> = {
        restore: () => {
          dx = dy = 0;
          scale = 1;
        },
        translate: (x: number, y: number) => {
          dx += x;
          dy += y;
        },
        scale: (k: number) => {
          scale = k;
        },
        rect: (x: number, y: number, w: number, h: number) => {
          box = { x: x * scale + dx, y: y * scale + dy, w: w * scale, h: h * scale };
        },
        fill: () => {
          clock += 1;
          painted += 1;
          picture.marks.push({ ...box, color: String(target['fillStyle']) });
        },
      };
      // `paintElement` saves and restores around each element; only the outermost pair belongs to the tile.
      let depth = 0;
      const reset = target['restore'] as () => void;
      target['save'] = () => {
        depth++;
      };
      target['restore'] = () => {
        if (--depth === 0) reset();
      };
      const g = new Proxy(target, { get: (t, key) => Reflect.get(t, key) ?? (() => {}) });
      return { picture, g: g as never, flush: () => {} };
    },
    free: () => {},
    patch(tile, rect, patch) {
      tile.marks.push({ ...rect, color: '' });
      for (const mark of patch?.marks ?? []) {
        const clipped = overlap({ ...mark, x: mark.x + rect.x, y: mark.y + rect.y }, rect);
        if (clipped) tile.marks.push({ ...clipped, color: mark.color });
      }
      return tile;
    },
    now: () => clock,
  };
  const tick = (ms: number) => {
    clock += ms;
  };
  return { tools, painted: () => painted, tick, now: () => clock };
};

const view: View = { box: { x: 0, y: 0, w: 1000, h: 500 }, level: 0, base: 1 };
const look = { theme: 'light' } as const;

/** Paints at once, from the board as it is then, and hands the pictures over when the test says so. */
const fakeFar = (source: Source, tools: PyramidTools<Picture>) => {
  const answers: (() => void)[] = [];
  const far: RemoteRasterizer<Picture> = {
    get ready() {
      return answers.length < 3;
    },
    can: () => true,
    start(job, done) {
      const elements = source.elementsIn(job.box);
      let picture: Picture | undefined;
      const raster = createRaster(tools);
      if (elements.length > 0) {
        raster.start({ ...job, elements }, (painted) => {
          picture = painted;
        });
        raster.work(Number.POSITIVE_INFINITY);
      }
      const answer = () => done(picture);
      answers.push(answer);
      return () => void answers.splice(answers.indexOf(answer), 1);
    },
  };
  return { far, arrive: () => answers.shift()?.() };
};

const setUp = (...elements: Element[]) => {
  const fake = fakeTools();
  const source = fakeBoard(...elements);
  const index = createSpatialIndex(source.board);
  const hidden = new Set<string>();
  const painted = boardElements({ board: source.board, index }, (id) => hidden.has(id));
  const pyramid = createPyramid<Picture>(painted, fake.tools);
  const afar = fakeFar(painted, fake.tools);
  index.onChange(({ damage }) => pyramid.damage(damage));
  let frame = 0;
  const finish = (v = view) => {
    for (let i = 0; i < 10_000 && !pyramid.idle(v); i++) pyramid.work(v, look, fake.now() + 50, ++frame);
  };
  /** Color shown at a board point, in the view's own level. */
  const colorAt = (x: number, y: number, v = view): string => {
    for (const { address, parts } of pyramid.show(v, frame)) {
      const left = address.column * tileSize;
      const top = address.row * tileSize;
      if (x < left || x >= left + tileSize || y < top || y >= top + tileSize) continue;
      const marks = parts[0]?.tile.picture?.marks ?? [];
      return marks.findLast((mark) => containsPoint(mark, { x: x - left, y: y - top }))?.color ?? '';
    }
    return '';
  };
  return { ...fake, ...source, ...afar, index, hidden, pyramid, finish, colorAt };
};

const colored = (id: string, x: number, y: number, fill: string, z = 'a0'): Element => ({
  ...square(id, x, y, z, 64),
  ...{ fill },
});

describe('the tile pyramid', () => {
  test('paints what is in view first, then what is around it, and then rests', () => {
    const t = setUp(colored('a', 0, 0, '#111111'), colored('far', 600, 600, '#222222'));
    expect(t.pyramid.due(view)).toBe(2);
    t.pyramid.work(view, look, 1.5, 1);
    expect(t.colorAt(40, 40)).toBe('#111111');
    expect(t.pyramid.due(view)).toBe(0);
    t.finish();
    expect(t.pyramid.idle(view)).toBe(true);
  });

  test('stops when the time is over and goes on in the next frame', () => {
    const many = Array.from({ length: 100 }, (_, i) => colored(`e${i}`, (i % 10) * 40, 0, '#111111'));
    const t = setUp(...many);
    t.pyramid.work(view, look, t.now() + 3, 1);
    expect(t.painted()).toBeLessThan(100);
    expect(t.pyramid.due(view)).toBeGreaterThan(0);
    t.finish();
    expect(t.pyramid.due(view)).toBe(0);
  });

  test('repaints only what an edit touched', () => {
    const crowd = Array.from({ length: 50 }, (_, i) => colored(`e${i}`, 300, 300, '#111111'));
    const t = setUp(...crowd, colored('a', 0, 0, '#222222'));
    t.finish();
    const before = t.painted();
    t.put(colored('a', 0, 0, '#333333'));
    expect(t.pyramid.due(view)).toBe(1);
    expect(t.pyramid.isCurrent({ x: 0, y: 0, w: 64, h: 64 }, view)).toBe(false);
    expect(t.pyramid.isCurrent({ x: 300, y: 300, w: 64, h: 64 }, view)).toBe(true);
    t.pyramid.work(view, look, t.now() + 50, 99);
    expect(t.colorAt(30, 30)).toBe('#333333');
    expect(t.pyramid.isCurrent({ x: 0, y: 0, w: 64, h: 64 }, view)).toBe(true);
    t.finish();
    expect(t.painted() - before).toBeLessThan(10);
  });

  test('an edit while its tile is being painted is not lost', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      colored(`e${i}`, 0, 0, '#111111', `a${String(i).padStart(3, '0')}`),
    );
    const t = setUp(...many);
    t.pyramid.work(view, look, t.now() + 2, 1);
    t.put(colored('e59', 0, 0, '#999999', 'a059'));
    t.finish();
    expect(t.colorAt(30, 30)).toBe('#999999');
  });

  test('shows a coarser or finer picture until the right one is there', () => {
    const t = setUp(colored('a', 0, 0, '#111111'));
    t.finish();
    const closer: View = { box: { x: 0, y: 0, w: 500, h: 250 }, level: 1, base: 1 };
    const [shown] = t.pyramid.show(closer, 1);
    expect(shown?.parts[0]?.tile.address).toEqual({ level: 0, column: 0, row: 0 });
    expect(shown?.parts[0]?.from).toEqual({ x: 0, y: 0, w: 256, h: 256 });
    const farther: View = { box: { x: 0, y: 0, w: 900, h: 900 }, level: -1, base: 1 };
    expect(t.pyramid.show(farther, 1)[0]?.parts[0]?.to.size).toBe(0.5);
  });

  test('leaves out what is hidden', () => {
    const t = setUp(colored('a', 0, 0, '#111111'));
    t.hidden.add('a');
    t.finish();
    expect(t.colorAt(30, 30)).toBe('');
  });

  test('forgets the oldest first, and never what is in view', () => {
    const row = Array.from({ length: 20 }, (_, i) => colored(`e${i}`, i * 512, 0, '#111111'));
    const t = setUp(...row);
    const at = (x: number): View => ({ box: { x, y: 0, w: 500, h: 500 }, level: 0, base: 1 });
    for (let i = 0; i < 20; i++) {
      t.pyramid.work(at(i * 512), look, t.now() + 1000, i);
      t.pyramid.show(at(i * 512), i);
    }
    t.pyramid.trim(4 * tileSize * tileSize * 4, 19);
    expect(t.pyramid.due(at(19 * 512))).toBe(0);
    expect(t.pyramid.due(at(0))).toBe(1);
  });

  test('after any edits, in any order of painting, it shows what a full repaint shows', () => {
    const edit = fc.record({
      id: fc.integer({ min: 0, max: 5 }).map((n) => `e${n}`),
      x: fc.integer({ min: -50, max: 1000 }),
      y: fc.integer({ min: -50, max: 500 }),
      fill: fc.constantFrom('#111111', '#222222', '#333333'),
      work: fc.integer({ min: 0, max: 3 }),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
        const t = setUp();
        let frame = 0;
        for (const { id, x, y, fill, work, gone } of edits) {
          if (gone) t.remove(id);
          else t.put(colored(id, x, y, fill));
          if (work > 0) t.pyramid.work(view, look, t.now() + work, ++frame);
          t.tick(1);
        }
        t.finish();
        const fresh = setUp(...t.board.all());
        fresh.finish();
        for (let y = 8.5; y < 500; y += 17) {
          for (let x = 8.5; x < 1000; x += 17) {
            if (t.colorAt(x, y) !== fresh.colorAt(x, y))
              expect([x, y, t.colorAt(x, y)]).toEqual([x, y, fresh.colorAt(x, y)]);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('while a worker paints, what is damaged meanwhile is painted again, and nothing is asked for twice', () => {
    const t = setUp(colored('a', 0, 0, '#111111'));
    t.pyramid.setRemote(t.far);
    t.pyramid.work(view, look, t.now() + 50, 1);
    expect(t.pyramid.due(view)).toBe(1);
    expect(t.pyramid.wantsWork(view)).toBe(false);
    t.put(colored('a', 0, 0, '#222222'));
    t.arrive();
    expect(t.colorAt(30, 30)).toBe('#111111');
    expect(t.pyramid.isCurrent({ x: 0, y: 0, w: 64, h: 64 }, view)).toBe(false);
    t.pyramid.work(view, look, t.now() + 50, 2);
    expect(t.colorAt(30, 30)).toBe('#222222');
    expect(t.pyramid.due(view)).toBe(0);
  });

  test('without the one who painted, everything is painted here', () => {
    const t = setUp(colored('a', 0, 0, '#111111'));
    t.pyramid.setRemote(t.far);
    t.pyramid.work(view, look, t.now() + 50, 1);
    t.pyramid.setRemote(undefined);
    t.finish();
    expect(t.colorAt(30, 30)).toBe('#111111');
    t.arrive();
    expect(t.colorAt(30, 30)).toBe('#111111');
  });

  test('after any edits, with pictures from afar whenever they come, it shows what a full repaint shows', () => {
    const edit = fc.record({
      id: fc.integer({ min: 0, max: 60 }).map((n) => `e${n}`),
      x: fc.integer({ min: -50, max: 1000 }),
      y: fc.integer({ min: -50, max: 500 }),
      fill: fc.constantFrom('#111111', '#222222', '#333333'),
      work: fc.integer({ min: 0, max: 3 }),
      arrivals: fc.integer({ min: 0, max: 3 }),
      // Elsewhere and back: what was under way is given up.
      away: fc.boolean(),
      gone: fc.boolean(),
      hide: fc.boolean(),
    });
    const elsewhere: View = { ...view, box: { x: 300, y: 200, w: 1000, h: 500 }, level: 1 };
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const crowd = Array.from({ length: 60 }, (_, i) => colored(`e${i}`, (i % 12) * 80, i * 8, '#444444'));
        const t = setUp(...crowd);
        t.pyramid.setRemote(t.far);
        let frame = 0;
        for (const { id, x, y, fill, work, arrivals, away, gone, hide } of edits) {
          if (hide) {
            const box = t.index.bounds(id);
            if (!t.hidden.delete(id)) t.hidden.add(id);
            if (box) t.pyramid.damage([box]);
          } else if (gone) t.remove(id);
          else t.put(colored(id, x, y, fill));
          t.pyramid.work(away ? elsewhere : view, look, t.now() + work, ++frame);
          for (let i = 0; i < arrivals; i++) t.arrive();
          t.tick(1);
        }
        for (let i = 0; i < 1_000 && !t.pyramid.idle(view); i++) {
          t.pyramid.work(view, look, t.now() + 50, ++frame);
          t.arrive();
        }
        const fresh = setUp(...t.board.all());
        for (const id of t.hidden) fresh.hidden.add(id);
        fresh.finish();
        for (let y = 8.5; y < 500; y += 17) {
          for (let x = 8.5; x < 1000; x += 17) {
            if (t.colorAt(x, y) !== fresh.colorAt(x, y))
              expect([x, y, t.colorAt(x, y)]).toEqual([x, y, fresh.colorAt(x, y)]);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the elements of a box come in painting order, however many there are', () => {
    const order = (i: number) => `a${String(999 - i)}`;
    const many = Array.from({ length: 700 }, (_, i) => square(`e${i}`, i % 30, 0, order(i)));
    const { board } = fakeBoard(...many);
    const index = createSpatialIndex(board);
    for (const w of [5, 100]) {
      const found = boardElements({ board, index }, (id) => id === 'e3').elementsIn({ x: 0, y: 0, w, h: 5 });
      const zs = found.map((e) => e.z);
      expect(zs).toEqual([...zs].sort());
      expect(found.every((e) => intersects(boundsOf(e), { x: 0, y: 0, w, h: 5 }))).toBe(true);
      expect(found.some((e) => e.id === 'e3')).toBe(false);
    }
  });
});
