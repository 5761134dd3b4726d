import type { Element } from '@gesso/crdt-schema';
import { boxOf, intersects } from '@gesso/drawing';
import { beforeAll, describe, expect, test } from 'vitest';
import { commandWhileTyping } from '../../src/commands/keys.ts';
import { selectionFrame, selectionHandles } from '../../src/editor/handles.ts';
import { loadMakeNext } from '../../src/editor/make-next-loader.ts';
import { nextElement } from '../../src/features/next-element/index.ts';
import { board, type TestBoard } from '../helpers/board.ts';

beforeAll(loadMakeNext);

const id = (name: string): string => name.padEnd(12, '-');
const look = { text: 'one', color: '#bfd4ff', size: 22 } as const;
const note = { id: id('note'), kind: 'sticky', x: 100, y: 300, width: 160, height: 160, ...look } as const;
const box = {
  id: id('box'),
  kind: 'rect',
  x: 400,
  y: 300,
  width: 160,
  height: 80,
  text: 'box',
  fill: '#dbe1fd',
} as const;

const commands = nextElement.commands ?? {};
const run = (t: TestBoard, name: string) => {
  const context = { editor: t.editor, shell: {} as never };
  if (commands[name]?.when?.(context) !== false) commands[name]?.run(context);
};
const of = (t: TestBoard, kind: Element['kind']) => t.all().filter((element) => element.kind === kind);
const press = (key: string, more = {}) => ({
  ...{ key, code: key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...more,
});

describe('the next note', () => {
  test('lies beside the last, looks like it, and is open', () => {
    const t = board(note);
    t.editor.select([note.id]);
    run(t, 'next.note');
    const [, next] = of(t, 'sticky');
    expect(next).toMatchObject({ x: 280, y: 300, width: 160, height: 160, color: '#bfd4ff', size: 22, text: '' });
    expect(t.editor.editing.value).toBe(next?.id);
    expect([...t.editor.selection.value]).toEqual([next?.id]);
    expect(t.undo().all()).toHaveLength(1);
  });

  test('takes the first free place, also on a large backdrop, and twelve of them lie in a row without a gap', () => {
    const ground = { id: id('ground'), kind: 'rect', x: 0, y: 200, width: 6_000, height: 400 } as const;
    const other = { ...note, id: id('other'), x: 470 };
    const t = board(ground, note, other);
    t.editor.select([note.id]);
    for (let i = 0; i < 12; i += 1) run(t, 'next.note');
    const notes = of(t, 'sticky').filter((element) => element.id !== other.id);
    expect(notes.map(boxOf).filter((at) => intersects(at, boxOf(other as never)))).toEqual([]);
    expect(notes.map(({ x }) => x)).toEqual([100, 280, 640, 820, 1000, 1180, 1360, 1540, 1720, 1900, 2080, 2260, 2440]);
  });

  test('is the one before with Shift, made where there is none', () => {
    const t = board(note);
    t.editor.select([note.id]);
    run(t, 'next.note');
    run(t, 'next.noteBefore');
    expect(t.editor.editing.value).toBe(note.id);
    run(t, 'next.noteBefore');
    expect(of(t, 'sticky').map(({ x }) => x)).toEqual([100, 280, -80]);
  });

  test('comes by Tab and Ctrl+Enter while one types, and in a box both stay the text’s own', () => {
    const t = board(note, box);
    const context = { editor: t.editor, shell: {} as never };
    const found = (key: string, more = {}) => commandWhileTyping(press(key, more), commands, context);
    t.editor.setEditing(note.id);
    expect(found('Tab')).toBe(commands['next.note']);
    expect(found('Enter', { ctrlKey: true })).toBe(commands['next.note']);
    expect(found('Tab', { shiftKey: true })).toBe(commands['next.noteBefore']);
    expect(found('ArrowRight', { ctrlKey: true })).toBeUndefined();
    t.editor.setEditing(box.id);
    expect(found('Tab')).toBeUndefined();
    expect(found('Enter', { ctrlKey: true })).toBeUndefined();
  });

  test('is made beside what may be changed alone', () => {
    const t = board({ ...note, locked: true }, box);
    t.editor.select([note.id]);
    run(t, 'next.note');
    t.editor.select([note.id, box.id]);
    run(t, 'next.right');
    expect(t.all()).toHaveLength(2);
  });
});

describe('the next shape', () => {
  test.each([
    ['next.right', 640, 300],
    ['next.left', 160, 300],
    ['next.below', 400, 460],
    ['next.above', 400, 140],
  ])('%s is connected by an arrow that is tied to both, in one step', (name, x, y) => {
    const t = board(box);
    t.editor.select([box.id]);
    run(t, name);
    const [, next] = of(t, 'rect');
    expect(next).toMatchObject({ x, y, width: 160, height: 80, fill: '#dbe1fd', text: '' });
    expect(of(t, 'arrow')[0]).toMatchObject({ start: { element: box.id }, end: { element: next?.id } });
    expect([...t.editor.selection.value]).toEqual([next?.id]);
    expect(t.editor.editing.value).toBeUndefined();
    expect(t.undo().all()).toHaveLength(1);
  });

  test('branches where there is one already', () => {
    const t = board(box);
    for (let i = 0; i < 3; i += 1) {
      t.editor.select([box.id]);
      run(t, 'next.right');
    }
    expect(of(t, 'rect').map(({ x, y }) => [x, y])).toEqual([
      [400, 300],
      [640, 300],
      [640, 400],
      [640, 200],
    ]);
  });

  test('is as tall as the last was made, be that grown by its label', () => {
    const t = board({ ...box, width: 100, text: 'so many words that the box has to grow' });
    t.editor.select([box.id]);
    run(t, 'next.below');
    const [first, next] = of(t, 'rect');
    expect(next).toMatchObject({ height: 80 });
    expect(next?.y).toBeCloseTo((first && boxOf(first).y + boxOf(first).h + 80) ?? 0, 1);
  });
});

describe('the handles of the next one', () => {
  const gripOf = (t: TestBoard, name: string) => {
    const frame = selectionFrame(t.editor.selected());
    const grips = frame === undefined ? [] : selectionHandles(frame, t.editor.camera.peek(), false, t.editor).grips;
    return grips.find((grip) => grip.name === name)?.at;
  };

  test('stand at four sides of a note or a shape, and neither at a small nor at another thing', () => {
    const t = board(
      box,
      { ...box, id: id('small'), x: 0, width: 20 },
      { kind: 'text', id: id('text'), x: 0, y: 0, text: 'a' },
    );
    t.tool('select').editor.select([box.id]);
    for (const side of ['n', 'e', 's', 'w']) expect(gripOf(t, `next:${side}`)).toBeDefined();
    for (const name of ['small', 'text']) {
      t.editor.select([id(name)]);
      expect(gripOf(t, 'next:e')).toBeUndefined();
    }
  });

  test('cover no neighbor, which is pressed there itself; a line and the ground they stand on are covered', () => {
    const ground = { id: id('ground'), kind: 'rect', x: 0, y: 0, width: 1_000, height: 1_000 } as const;
    const neighbor = { ...box, id: id('neighbor'), x: 580 };
    const line = {
      id: id('line'),
      kind: 'line',
      x: 380,
      y: 340,
      points: { xy: new Float32Array([0, 0, -90, 0]) },
    } as const;
    const t = board(ground, box, neighbor, line);
    t.tool('select').editor.select([box.id]);
    expect(['n', 'e', 's', 'w'].filter((side) => gripOf(t, `next:${side}`) !== undefined)).toEqual(['n', 's', 'w']);
    t.click(590, 340);
    expect([...t.editor.selection.value]).toEqual([neighbor.id]);
    expect(t.all()).toHaveLength(4);
  });

  test('make it by a click, and draw an arrow from that side by a drag', () => {
    const t = board(box);
    t.tool('select').editor.select([box.id]);
    const { x, y } = gripOf(t, 'next:e') ?? { x: 0, y: 0 };
    expect(t.hover(x, y)).toBe('pointer');
    t.press(x, y).move(700, 600).release();
    expect(of(t, 'rect')).toHaveLength(1);
    expect(of(t, 'arrow')[0]).toMatchObject({ start: { element: box.id, at: [1, 0.5] } });
    t.editor.select([box.id]);
    t.click(x, y);
    expect(of(t, 'rect')).toHaveLength(2);
    expect(of(t, 'arrow')).toHaveLength(2);
  });

  test('leave nothing behind when the drag is taken back', () => {
    const t = board(box);
    t.tool('select').editor.select([box.id]);
    const { x, y } = gripOf(t, 'next:s') ?? { x: 0, y: 0 };
    t.press(x, y)
      .move(x, y + 100)
      .move(480, 380)
      .release();
    t.press(x, y)
      .move(x, y + 100)
      .key('escape');
    expect(t.all()).toHaveLength(1);
    expect(t.editor.pendingLine.value).toBeUndefined();
  });
});
