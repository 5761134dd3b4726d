import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { order, type Place } from './order.ts';

const idOf = (name: string) => name.padEnd(12, '-');

const boxes = (...list: readonly { readonly name: string; readonly x?: number; readonly locked?: boolean }[]) =>
  board(
    ...list.map(({ name, x = 0, locked = false }) => ({
      ...{ id: idOf(name), kind: 'rect' as const, x, y: 0, width: 10, height: 10, locked },
    })),
  );

/** The names, bottom first, once some have been put elsewhere. */
const after = (t: ReturnType<typeof board>, place: Place, ...names: readonly string[]): readonly string[] => {
  order({ editor: t.editor, elements: names.flatMap((name) => t.editor.board.get(idOf(name)) ?? []) }, place);
  return t.all().map(({ id }) => id.replaceAll('-', ''));
};

const three = () => boxes({ name: 'a' }, { name: 'b' }, { name: 'c' });

describe('the painting order', () => {
  test('has a front and a back, and a step to each', () => {
    expect(after(three(), 'front', 'a')).toEqual(['b', 'c', 'a']);
    expect(after(three(), 'back', 'c')).toEqual(['c', 'a', 'b']);
    expect(after(three(), 'forward', 'a')).toEqual(['b', 'a', 'c']);
    expect(after(three(), 'backward', 'c')).toEqual(['a', 'c', 'b']);
    expect(after(three(), 'forward', 'c')).toEqual(['a', 'b', 'c']);
    expect(after(three(), 'front', 'a', 'b')).toEqual(['c', 'a', 'b']);
  });

  test('is changed by steps that can be seen', () => {
    const far = Array.from({ length: 5 }, (_, i) => ({ name: `f${i}`, x: 1_000 + 50 * i }));
    const t = boxes({ name: 'a' }, ...far, { name: 'b', x: 5 });
    expect(after(t, 'forward', 'a')).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'b', 'a']);
    expect(after(t, 'backward', 'a')).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'a', 'b']);
    expect(after(t, 'forward', 'f1')).toEqual(['f0', 'f2', 'f1', 'f3', 'f4', 'a', 'b']);
  });

  test('keeps what is locked where it is', () => {
    const t = boxes({ name: 'a', locked: true }, { name: 'b' });
    for (const place of ['front', 'back', 'forward', 'backward'] as const)
      expect(after(t, place, 'a')).toEqual(['a', 'b']);
    expect(t.editor.canUndo.value).toBe(false);
  });
});
