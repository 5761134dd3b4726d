import type { Element, NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const line = (y: number) => ({
  kind: 'stroke' as const,
  x: 0,
  y,
  brush: 'marker' as const,
  width: 2,
  points: { xy: new Float32Array([0, 0, 100, 0, 200, 0]) },
});

const erasedRangesOf = (element: Element | undefined) => (element?.kind === 'stroke' ? element.cuts : undefined);

const erasing = (...elements: readonly NewElement[]) => {
  const t = board(...elements).tool('eraser');
  t.editor.setPreference('eraserMode', 'part');
  return t;
};

describe('the eraser that takes parts', () => {
  test('takes the ink that lies under it, at once on the screen and in one step when lifted', () => {
    const t = erasing(line(0), line(40)).press(100, -20).move(100, 60);
    const shown = [...t.editor.draft.value.changed.values()];
    expect(shown.map((element) => erasedRangesOf(element)?.length)).toEqual([2, 2]);
    expect(t.all().map(erasedRangesOf)).toEqual([undefined, undefined]);
    t.release();
    expect(t.all()).toHaveLength(2);
    for (const element of t.all()) {
      const [from = 0, to = 0] = erasedRangesOf(element) ?? [];
      expect(from).toBeCloseTo(1 - 0.0975, 2);
      expect(to).toBeCloseTo(1 + 0.0975, 2);
    }
    expect(t.editor.draft.value.changed.size).toBe(0);
    t.undo();
    expect(t.all().map(erasedRangesOf)).toEqual([undefined, undefined]);
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('removes what it has erased whole, also when only crumbs would be left', () => {
    const t = erasing(line(0)).press(-5, 0).move(199, 0).release();
    expect(t.all()).toEqual([]);
    expect(t.undo().all()).toHaveLength(1);
  });

  test('finishes what was begun: the rest erased later removes the stroke', () => {
    const t = erasing(line(0)).press(-5, 0).move(100, 0).release();
    expect(t.all()).toHaveLength(1);
    t.press(90, 0).move(205, 0).release();
    expect(t.all()).toEqual([]);
    expect(erasedRangesOf(t.undo().only())).toHaveLength(2);
  });

  test('gives back with Alt, and all of it with Escape', () => {
    const t = erasing(line(0)).press(0, 0).move(100, 0).move(0, 0, { alt: true });
    expect(t.editor.draft.value.changed.size).toBe(0);
    t.move(100, 0).key('escape').release();
    expect(erasedRangesOf(t.only())).toBeUndefined();
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('leaves what is locked and what is no ink', () => {
    const rect = { kind: 'rect', x: 50, y: -20, width: 60, height: 40, fill: '#ffffff' } as const;
    const t = erasing({ ...line(0), locked: true }, rect)
      .press(60, -10)
      .move(100, 10)
      .release();
    expect(t.all()).toHaveLength(2);
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('keeps what a colleague erases meanwhile', () => {
    const t = erasing(line(0)).press(0, 0).move(20, 0);
    t.editor.board.load((writer) => writer.patch(t.only().id, { cut: [1, 1.5] }));
    t.release();
    expect(erasedRangesOf(t.only())).toHaveLength(4);
    expect(erasedRangesOf(t.undo().only())).toEqual([1, 1.5]);
  });

  test('leaves a hole that goes with a duplicate and with what is pasted', () => {
    const t = erasing(line(0)).press(100, -20).move(100, 20).release().key('mod+a').key('mod+d');
    const [one, two] = t.all().map(erasedRangesOf);
    expect(one).toHaveLength(2);
    expect(two).toEqual(one);
  });

  test('is had by pressing its key again', () => {
    const t = board().tool('pen').key('e');
    expect(t.editor.eraserMode.value).toBe('whole');
    expect(t.key('e').editor.eraserMode.value).toBe('part');
    expect(t.key('p').key('e').editor.eraserMode.value).toBe('part');
  });
});
