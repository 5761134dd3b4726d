import type { NewElement } from '@gesso/crdt-schema';
import { verticesOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../helpers/board.ts';

const id = (name: string): string => name.padEnd(12, '-');
const box = (name: string, x: number, y = 0): NewElement => ({
  id: id(name),
  kind: 'rect',
  x,
  y,
  width: 100,
  height: 60,
});

const arrowOn = (t: TestBoard) => {
  const arrow = t.all().find(({ kind }) => kind === 'arrow');
  if (arrow?.kind !== 'arrow') throw new Error('there is no arrow');
  return arrow;
};
const ends = (t: TestBoard) => verticesOf(arrowOn(t))?.map(({ x, y }) => [Math.round(x), Math.round(y)]);
const middle = [0.5, 0.5];

/** An arrow pulled from the middle of one box into another. */
const tied = () => board(box('a', 0), box('b', 300)).tool('arrow').press(50, 30).move(320, 45).release();

describe('an arrow', () => {
  test('pulled from shape to shape is tied to both, and stops with air before their edges', () => {
    const t = tied();
    expect(arrowOn(t).start).toEqual({ element: id('a'), at: middle });
    expect(arrowOn(t).end).toEqual({ element: id('b'), at: middle });
    expect(ends(t)).toEqual([
      [106, 30],
      [294, 30],
    ]);
  });

  test('ties two that are selected by Enter alone, from the one selected first', () => {
    const t = board(box('a', 0), box('b', 300), box('c', 600)).tool('select');
    t.editor.select([id('c'), id('a')]);
    t.key('a').key('enter');
    expect([arrowOn(t).start?.element, arrowOn(t).end?.element]).toEqual([id('c'), id('a')]);
  });

  test('aims at the middle of a side when it is dropped near it', () => {
    const t = board(box('a', 0), box('b', 300)).tool('arrow').press(50, 30).move(350, 66).release();
    expect(arrowOn(t).end?.at).toEqual([0.5, 1]);
  });

  test('is tied to nothing with Ctrl, and to the very point with Alt', () => {
    const free = board(box('b', 300)).tool('arrow').press(0, 200).move(330, 30, { mod: true }).release({ mod: true });
    expect(arrowOn(free).end).toBeUndefined();
    const exact = board(box('b', 300)).tool('arrow').press(0, 200).move(330, 30, { alt: true }).release({ alt: true });
    expect(arrowOn(exact).end).toEqual({ element: id('b'), at: [0.3, 0.5], exact: true });
    expect(ends(exact)?.[1]).toEqual([330, 30]);
  });

  test('points at the very place inside a picture, and at its side or middle near its edge', () => {
    const picture: NewElement = {
      ...{ id: id('p'), kind: 'image', x: 300, y: 0, width: 200, height: 100, asset: 'A'.repeat(43) },
    };
    const dropped = (x: number, y: number) => {
      const t = board(picture).tool('arrow').press(0, 200).move(x, y);
      const aim = t.editor.aim.value?.point;
      t.release();
      return { aim, end: arrowOn(t).end, tip: ends(t)?.[1] };
    };
    const inside = dropped(340, 60);
    expect(inside.end).toEqual({ element: id('p'), at: [0.2, 0.6], exact: true });
    expect(inside.tip).toEqual([340, 60]);
    expect(inside.aim).toMatchObject({ x: 340, y: 60 });
    expect(dropped(310, 50).end).toEqual({ element: id('p'), at: [0, 0.5] });
    expect(dropped(310, 20).end).toEqual({ element: id('p'), at: middle });
    expect(dropped(292, 20).end).toEqual({ element: id('p'), at: middle });
  });

  test('shows what it will be tied to, before and while it is pulled', () => {
    const t = board(box('a', 0)).tool('arrow');
    t.hover(50, 30);
    expect(t.editor.aim.value?.element.id).toBe(id('a'));
    t.hover(500, 500);
    expect(t.editor.aim.value).toBeUndefined();
    t.press(500, 500).move(60, 62);
    expect(t.editor.aim.value?.element.id).toBe(id('a'));
    t.release();
    expect(t.editor.aim.value).toBeUndefined();
  });

  test('comes along while a shape of it is dragged, and is not written', () => {
    const t = tied();
    const before = arrowOn(t);
    t.tool('select').press(350, 0).move(350, 200);
    const shown = t.editor.shownDrafts.value.at(-1)?.changed.get(before.id);
    expect(shown && verticesOf(shown)?.[1]?.y).toBeGreaterThan(150);
    expect(t.editor.draft.value.changed.has(before.id)).toBe(false);
    t.release();
    expect(ends(t)?.[1]?.[1]).toBeGreaterThan(150);
    t.undo();
    expect(arrowOn(t).points).toEqual(before.points);
  });

  test('dragged away by itself leaves both shapes', () => {
    const t = tied().tool('select').click(500, 500).press(200, 30).move(200, 130).release();
    expect(arrowOn(t).start).toBeUndefined();
    expect(arrowOn(t).end).toBeUndefined();
    expect(ends(t)).toEqual([
      [106, 130],
      [294, 130],
    ]);
  });

  test('dragged together with its shapes stays tied to them', () => {
    const t = tied();
    t.editor.setTool('select');
    t.editor.select(t.all().map((element) => element.id));
    t.press(50, 1).move(50, 101).release();
    expect(arrowOn(t).start?.element).toBe(id('a'));
    expect(ends(t)).toEqual([
      [106, 130],
      [294, 130],
    ]);
  });

  test('its end pulled off a shape is free, and tied again where it is dropped', () => {
    const t = tied().tool('select');
    t.editor.select([arrowOn(t).id]);
    t.press(294, 30).move(200, 300).release();
    expect(arrowOn(t).end).toBeUndefined();
    expect(arrowOn(t).start?.element).toBe(id('a'));
    t.press(200, 300).move(350, 40).release();
    expect(arrowOn(t).end?.element).toBe(id('b'));
  });

  test('bends where its middle is pulled, and is straight again when the bend is pulled back', () => {
    const t = board().tool('arrow').press(0, 0).move(200, 0).release().tool('select');
    t.editor.select([arrowOn(t).id]);
    t.press(100, 0).move(100, 80).release();
    expect(ends(t)).toEqual([
      [0, 0],
      [100, 80],
      [200, 0],
    ]);
    expect(arrowOn(t).route).toBe('curved');
    t.press(100, 80).move(100, 1).release();
    expect(ends(t)).toHaveLength(2);
  });

  test('is left as it is by a mere click between its points', () => {
    const t = board().tool('arrow').press(0, 0).move(200, 0).release().tool('select');
    t.editor.select([arrowOn(t).id]);
    const before = arrowOn(t);
    t.click(100, 0);
    expect(arrowOn(t)).toBe(before);
  });

  test('within one shape is a line on it, tied to nothing', () => {
    const t = board({ ...box('a', 0), width: 400, height: 300 } as NewElement);
    t.tool('arrow').press(150, 120).move(280, 190).release();
    expect(arrowOn(t).start).toBeUndefined();
    expect(arrowOn(t).end).toBeUndefined();
  });

  test('does not cling to the frame around it', () => {
    const frame: NewElement = { id: id('f'), kind: 'frame', x: -200, y: -200, width: 900, height: 600 };
    const t = board(frame, box('a', 0)).tool('arrow').press(50, 30).move(500, 250).release();
    expect(arrowOn(t).start?.element).toBe(id('a'));
    expect(arrowOn(t).end).toBeUndefined();
  });

  test('goes from click to click, and a click on its last point finishes it', () => {
    const t = board(box('b', 300)).tool('arrow').click(0, 0);
    t.hover(60, 40);
    expect(t.editor.draft.value.created).toHaveLength(1);
    t.click(100, 0).click(100, 200).click(350, 30).click(350, 30);
    expect(ends(t)).toHaveLength(4);
    expect(arrowOn(t).end?.element).toBe(id('b'));
    expect(t.editor.tool.value).toBe('select');
  });

  test('made click by click is closed by its first point, finished by Escape, Enter or another tool, and one click is none', () => {
    const closed = board().tool('line').click(0, 0).click(100, 0).click(100, 100).click(2, 2);
    expect(verticesOf(closed.only())?.at(-1)).toEqual({ x: 0, y: 0 });
    for (const key of ['escape', 'enter']) {
      expect(board().tool('line').click(0, 0).click(100, 0).key(key).all()).toHaveLength(1);
    }
    const other = board().tool('line').click(0, 0).click(100, 0).tool('rect');
    other.hover(10, 10);
    expect(other.all()).toHaveLength(1);
    expect(board().tool('line').click(0, 0).key('escape').all()).toHaveLength(0);
  });
});
