import type { ElementId } from '@gesso/crdt-schema';
import { boundsOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { type Draft, noDraft } from '../src/editor/draft.ts';
import { createActiveElements } from '../src/render/layers/active-elements.ts';
import { fakeBoard, square } from './helpers/elements.ts';

/** Tiles that are repainted only when the test says so, and remember what they were painted with. */
const setUp = (...start: ReturnType<typeof square>[]) => {
  const source = fakeBoard(...start);
  const { board } = source;
  const onTiles = new Map(start.map((element) => [element.id, element]));
  let stale = false;
  const active = createActiveElements({
    get: (id) => board.get(id),
    bounds: (id) => {
      const element = board.get(id);
      return element && boundsOf(element);
    },
    damage: () => {
      stale = true;
    },
    isCurrent: () => !stale,
    isDone: () => !stale,
  });
  source.board.onChange(({ added }) => {
    stale = true;
    active.landed(added.map(({ id }) => id));
  });
  return {
    ...source,
    active,
    /** One frame: what the tiles and the layer above show together, by id. */
    frame(draft: Draft, options: { repaint: boolean; editing?: ElementId }) {
      active.sync([noDraft, draft], options.editing);
      if (options.repaint) {
        onTiles.clear();
        for (const element of board.all()) if (!active.hides(element.id)) onTiles.set(element.id, element);
        stale = false;
      }
      active.dropLanded();
      return {
        tiles: [...onTiles.keys()],
        live: active.active().map(({ element, alpha }) => (alpha === 1 ? element.id : `${element.id} faded`)),
      };
    },
  };
};

const created = (id: string): Draft => ({ ...noDraft, created: [square(id, 0, 0)] });
const changed = (id: string, x: number): Draft => ({ ...noDraft, changed: new Map([[id, square(id, x, 0)]]) });

describe('what is above the tiles', () => {
  test('a stroke is there in every frame from pen down until its tiles have it', () => {
    const t = setUp();
    expect(t.frame(created('live'), { repaint: true })).toEqual({ tiles: [], live: ['live'] });
    t.put(square('stored', 0, 0));
    expect(t.frame(noDraft, { repaint: false })).toEqual({ tiles: [], live: ['stored'] });
    expect(t.frame(noDraft, { repaint: false })).toEqual({ tiles: [], live: ['stored'] });
    expect(t.frame(noDraft, { repaint: true })).toEqual({ tiles: ['stored'], live: [] });
  });

  test('and so is one that keeps its id', () => {
    const t = setUp();
    t.frame(created('a'), { repaint: true });
    t.put(square('a', 0, 0));
    expect(t.frame(noDraft, { repaint: false }).live).toEqual(['a']);
    expect(t.frame(noDraft, { repaint: true })).toEqual({ tiles: ['a'], live: [] });
  });

  test('a cancelled stroke is gone at once', () => {
    const t = setUp();
    t.frame(created('live'), { repaint: true });
    expect(t.frame(noDraft, { repaint: false })).toEqual({ tiles: [], live: [] });
  });

  test('what is dragged leaves the tiles, and comes back to them before it leaves the hand', () => {
    const t = setUp(square('a', 0, 0), square('b', 50, 0));
    expect(t.frame(changed('a', 5), { repaint: true })).toEqual({ tiles: ['b'], live: ['a'] });
    t.put(square('a', 9, 0));
    expect(t.frame(noDraft, { repaint: false })).toEqual({ tiles: ['b'], live: ['a'] });
    expect(t.active.active()[0]?.element.x).toBe(9);
    expect(t.frame(noDraft, { repaint: true })).toEqual({ tiles: ['a', 'b'], live: [] });
  });

  test('a cancelled drag shows the element where it was', () => {
    const t = setUp(square('a', 0, 0));
    t.frame(changed('a', 5), { repaint: true });
    t.frame(noDraft, { repaint: false });
    expect(t.active.active()[0]?.element.x).toBe(0);
  });

  test('what is about to be erased fades, and does not come back when it is erased', () => {
    const t = setUp(square('a', 0, 0));
    const fading: Draft = { ...noDraft, fading: new Set(['a']) };
    expect(t.frame(fading, { repaint: true })).toEqual({ tiles: [], live: ['a faded'] });
    t.remove('a');
    expect(t.frame(noDraft, { repaint: false })).toEqual({ tiles: [], live: [] });
  });

  test('text that is being edited is above, without its text', () => {
    const t = setUp(square('a', 0, 0));
    expect(t.frame(noDraft, { repaint: true, editing: 'a' })).toEqual({ tiles: [], live: ['a'] });
    expect(t.active.active()[0]?.withoutText).toBe(true);
  });

  test('an import may appear tile by tile', () => {
    const t = setUp();
    t.put(...Array.from({ length: 1000 }, (_, i) => square(`e${i}`, i, 0)));
    expect(t.frame(noDraft, { repaint: false }).live).toEqual([]);
  });

  test('is painted in the order of the board', () => {
    const t = setUp(square('low', 0, 0, 'a1'), square('high', 0, 0, 'a2'));
    const both: Draft = {
      ...noDraft,
      changed: new Map([
        ['high', square('high', 1, 0, 'a2')],
        ['low', square('low', 1, 0, 'a1')],
      ]),
    };
    expect(t.frame(both, { repaint: true }).live).toEqual(['low', 'high']);
  });
});
