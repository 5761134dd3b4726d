import type { NewElement } from '@gesso/crdt-schema';
import { clipOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../helpers/board.ts';

const id = (name: string): string => name.padEnd(12, '-');
const box = (name: string, x: number, y: number): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd' },
});
const frame: NewElement = { id: id('f'), kind: 'frame', x: 0, y: 0, width: 400, height: 300, name: 'Plan' };
const placeOf = (t: TestBoard, name: string) => {
  const { x, y } = t.editor.board.get(id(name)) ?? { x: Number.NaN, y: Number.NaN };
  return [x, y];
};

describe('the frame tool', () => {
  test('makes a frame below what it is dragged over, which it holds from then on, and asks for its name', () => {
    const t = board(box('a', 100, 100))
      .tool('frame')
      .press(50, 50)
      .move(450, 350)
      .release();
    const [bottom] = t.all();
    expect(bottom?.kind).toBe('frame');
    expect(t.editor.board.get(id('a'))?.frame).toBe(bottom?.id);
    expect(t.editor.renaming.value).toBe(bottom?.id);
    expect(bottom && 'name' in bottom && bottom.name).toBe('Frame 1');
    t.undo();
    expect(t.all()).toHaveLength(1);
    expect(t.editor.board.get(id('a'))?.frame).toBeUndefined();
  });
});

describe('a frame', () => {
  test('takes its content along when it is dragged, in one step', () => {
    const t = board(frame, { ...box('a', 100, 100), frame: id('f') } as NewElement).tool('select');
    t.press(200, 0).move(250, 40).release();
    expect(placeOf(t, 'f')).toEqual([50, 40]);
    expect(placeOf(t, 'a')).toEqual([150, 140]);
    expect(t.editor.board.get(id('a'))?.frame).toBe(id('f'));
    t.undo();
    expect(placeOf(t, 'a')).toEqual([100, 100]);
  });

  test('glows while something is dragged into it, and shows what leaves it as a whole', () => {
    const t = board(frame, box('a', 600, 100))
      .tool('select')
      .press(650, 130)
      .move(300, 130);
    expect(t.editor.aim.value?.element.id).toBe(id('f'));
    t.release();
    expect(t.editor.aim.value).toBeUndefined();
    expect(t.editor.board.get(id('a'))?.frame).toBe(id('f'));
    t.press(300, 130).move(380, 130);
    const dragged = t.editor.shownDrafts.value
      .map(({ changed }) => changed.get(id('a')))
      .filter((one) => one !== undefined);
    expect(dragged.at(-1) && clipOf(dragged.at(-1) as never)).toBeUndefined();
    t.move(650, 130).release();
    expect(t.editor.board.get(id('a'))?.frame).toBeUndefined();
  });

  test('is copied with its content', () => {
    const t = board(frame, { ...box('a', 100, 100), frame: id('f') } as NewElement).tool('select');
    t.editor.select([id('f')]);
    t.key('mod+d');
    const copies = t.all().filter((element) => ![id('f'), id('a')].includes(element.id));
    expect(copies.map(({ kind }) => kind).sort()).toEqual(['frame', 'rect']);
    const copy = copies.find(({ kind }) => kind === 'frame');
    expect(copies.find(({ kind }) => kind === 'rect')?.frame).toBe(copy?.id);
  });

  test('is given a name by Enter and by a double click', () => {
    const t = board(frame).tool('select');
    t.editor.select([id('f')]);
    t.key('enter');
    expect(t.editor.renaming.value).toBe(id('f'));
    t.editor.setRenaming(undefined);
    t.doubleClick(200, 0);
    expect(t.editor.renaming.value).toBe(id('f'));
  });
});
