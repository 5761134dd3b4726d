import type { NewElement } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { takenBy } from '../src/editor/taken-by.ts';
import { lasso } from '../src/gestures/lasso.ts';
import { type ClipboardTells, listenToClipboard } from '../src/input/clipboard.ts';
import { fromClipboardText } from '../src/input/read-clipboard.ts';
import { board, type TestBoard } from './helpers/board.ts';

const id = (name: string) => name.padEnd(12, '-');
const rect = (name: string, x: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y: 100, width: 100, height: 60, fill: '#dbe1fd' },
  ...more,
});
const selected = (t: TestBoard) => t.editor.selected().map(({ id: one }) => one[0]);

afterEach(() => void vi.unstubAllGlobals());

describe('what a person hides', () => {
  test('is neither pressed, marked, selected nor part of what is drawn', () => {
    const t = board(rect('a', 100), rect('b', 300)).tool('select');
    t.click(150, 130);
    t.editor.hide([id('a')]);
    expect(selected(t)).toEqual([]);
    expect(selected(t.click(150, 130))).toEqual([]);
    expect(selected(t.press(50, 50).move(450, 200).release())).toEqual(['b']);
    expect(selected(t.key('mod+a'))).toEqual(['b']);
    expect(selected(t.key('alt+arrowright'))).toEqual(['b']);
    expect(t.editor.index.all()?.x).toBeGreaterThan(250);
    // The board is as it was.
    expect(t.all()).toHaveLength(2);
    t.editor.showHidden();
    expect(selected(t.click(150, 130))).toEqual(['a']);
  });

  test('moves and goes with its group all the same', () => {
    const t = board(rect('a', 100, { groups: ['g'] }), rect('b', 300, { groups: ['g'] })).tool('select');
    t.editor.hide([id('a')]);
    t.press(350, 130).move(370, 130).release();
    expect(t.all().map(({ x }) => x)).toEqual([120, 320]);
    t.key('delete');
    expect(t.all()).toEqual([]);
  });

  test('stays hidden while it is changed, and is hidden before it has come', () => {
    const t = board(rect('a', 100));
    t.editor.hide([id('a'), id('c')]);
    t.editor.board.edit((writer) => {
      writer.patch(id('a'), { x: 500 });
      writer.add(rect('c', 700));
    });
    expect(t.editor.index.all()).toBeUndefined();
    expect(t.editor.showHidden().map(({ id: one }) => one[0])).toEqual(['a', 'c']);
    expect(t.editor.index.bounds(id('a'))?.x).toBeCloseTo(499);
    expect(t.editor.index.bounds(id('c'))).toBeDefined();
  });

  test('that is deleted and brought back meanwhile is hidden still', () => {
    const t = board(rect('a', 100));
    t.editor.hide([id('a')]);
    t.editor.board.edit((writer) => writer.remove(id('a')));
    t.undo();
    expect([t.all().length, t.editor.index.bounds(id('a'))]).toEqual([1, undefined]);
  });

  test('does not keep its group from being taken by a rectangle or a lasso', () => {
    const groups = ['g'];
    const t = board(rect('a', 100, { groups }), rect('b', 300, { groups }), rect('c', 500, { groups })).tool('select');
    t.editor.hide([id('a')]);
    const around = { x: 280, y: 80, w: 350, h: 120 };
    expect(takenBy(t.editor, around)).toEqual([id('b'), id('c')]);
    const corners = [
      [280, 80],
      [630, 80],
      [630, 200],
    ].map(([x = 0, y = 0]) => ({ x, y }));
    expect(lasso(t.editor, corners, { x: 280, y: 200 }).ids).toEqual([id('b'), id('c')]);
    // One that is seen and left out does.
    expect(takenBy(t.editor, { ...around, w: 150 })).toEqual([]);
  });

  test('is in no copy of its group, and not lost when that is cut', () => {
    const groups = ['g'];
    const hidden = () => {
      const t = board(rect('a', 100, { groups }), rect('b', 300, { groups })).tool('select');
      t.editor.hide([id('a')]);
      return t.click(350, 130);
    };
    const lefts = (t: TestBoard) => t.all().map(({ x }) => x);
    expect(lefts(hidden().key('mod+d'))).toEqual([100, 300, 316]);
    const drag = hidden().press(350, 130).move(350, 400, { alt: true });
    expect(drag.editor.draft.peek().created).toHaveLength(1);
    expect(lefts(drag.release({ alt: true }))).toEqual([100, 300, 300]);

    vi.stubGlobal('HTMLElement', class {});
    const put = (type: 'copy' | 'cut') => {
      const data = new Map<string, string>();
      const page = new EventTarget();
      const t = hidden();
      const stop = listenToClipboard(page as Window, t.editor, {} as ClipboardTells);
      const clipboardData = { setData: (name: string, text: string) => void data.set(name, text) };
      page.dispatchEvent(Object.assign(new Event(type), { clipboardData }));
      stop();
      return [t.all().length, fromClipboardText(data.get('text/plain') ?? '')?.elements.length];
    };
    expect(put('copy')).toEqual([2, 1]);
    expect(put('cut')).toEqual([0, 2]);
  });

  test('is no drawing to go back to', () => {
    const t = board(rect('a', 5_000), rect('b', 6_000));
    expect(t.editor.contentOutOfView.value).toBe(true);
    t.editor.hide([id('a')]);
    expect(t.editor.contentOutOfView.value).toBe(true);
    t.editor.hide([id('b')]);
    expect(t.editor.contentOutOfView.value).toBe(false);
    t.editor.showHidden();
    expect(t.editor.contentOutOfView.value).toBe(true);
  });

  test('is not in the frame by which its group is resized, and goes with it', () => {
    const groups = ['g'];
    const t = board(rect('a', 100, { groups }), rect('b', 300, { groups }), rect('c', 500, { groups })).tool('select');
    t.editor.hide([id('a')]);
    t.click(350, 130);
    expect(t.editor.selection.peek().size).toBe(3);
    expect(t.hover(600, 165)).toBe('nwse-resize');
    // The corner that stays is that of what is seen.
    t.press(605, 165).move(905, 225).release();
    expect(t.all().map(({ x }) => Math.round(x))).toEqual([-100, 300, 700]);
  });
});
