import { boxOf, turnedBounds, unionAll } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';
import { newRect as rect } from '../helpers/elements.ts';

const a = 'a'.padEnd(12, '-');
const b = 'b'.padEnd(12, '-');

describe('select tool, pressing', () => {
  test('takes the top-most element under the pointer', () => {
    const t = board(rect('a', 0, 0), rect('b', 50, 0))
      .tool('select')
      .click(75, 30);
    expect([...t.editor.selection.value]).toEqual([b]);
  });

  test('Shift adds and takes away', () => {
    const t = board(rect('a', 0, 0), rect('b', 300, 0))
      .tool('select')
      .click(50, 30)
      .click(350, 30, { shift: true });
    expect([...t.editor.selection.value].sort()).toEqual([a, b]);
    t.click(350, 30, { shift: true });
    expect([...t.editor.selection.value]).toEqual([a]);
  });

  for (const device of ['mouse', 'touch', 'pen'] as const)
    test(`one of several that are selected takes it alone, and a drag from there all of them: ${device}`, () => {
      const t = board(rect('a', 0, 0), rect('b', 300, 0)).tool('select');
      t.editor.select([a, b]);
      t.press(350, 30, { device }).move(350, 130, { device }).release({ device });
      expect(t.all().map(({ y }) => y)).toEqual([100, 100]);
      expect(t.editor.selection.value.size).toBe(2);
      t.press(350, 130, { device });
      expect(t.editor.selection.value.size).toBe(2);
      t.release({ device });
      expect([...t.editor.selection.value]).toEqual([b]);
    });

  test('one of several that are selected takes its group, also for who may only look', () => {
    for (const role of ['editor', 'viewer'] as const) {
      const t = board(rect('a', 0, 0, { groups: ['g'] }), rect('b', 300, 0, { groups: ['g'] }), rect('c', 600, 0));
      t.editor.select(t.all().map(({ id }) => id));
      t.editor.setRole(role);
      t.tool('select').click(50, 30);
      expect([...t.editor.selection.value].sort()).toEqual([a, b]);
    }
  });

  test('one of several that are selected twice opens its text', () => {
    const t = board(rect('a', 0, 0), rect('b', 300, 0)).tool('select');
    t.editor.select([a, b]);
    t.doubleClick(350, 30);
    expect(t.editor.editing.value).toBe(b);
  });

  test('an empty place drops the selection', () => {
    const t = board(rect('a', 0, 0))
      .tool('select')
      .click(50, 30)
      .click(500, 500);
    expect(t.editor.selection.value.size).toBe(0);
  });

  test('one of a group selects the group', () => {
    const t = board(rect('a', 0, 0, { groups: ['g'] }), rect('b', 300, 0, { groups: ['g'] }))
      .tool('select')
      .click(50, 30);
    expect(t.editor.selection.value.size).toBe(2);
  });
});

describe('select tool, a press that is taken back', () => {
  const presses = { 'on an element': [350, 30], 'on a locked one': [650, 30], 'on bare paper': [20, 500] } as const;
  for (const [where, [x, y]] of Object.entries(presses)) {
    for (const mayEdit of [true, false]) {
      test(`${where} leaves selected what was selected before${mayEdit ? '' : ', also for who may only look'}`, () => {
        const t = board(rect('a', 0, 0), rect('b', 300, 0), rect('c', 600, 0, { locked: true })).tool('select');
        t.click(50, 30);
        t.editor.setRole(mayEdit ? 'editor' : 'viewer');
        t.cancel(x, y);
        expect([...t.editor.selection.value]).toEqual([a]);
      });
    }
  }
});

describe('select tool, dragging', () => {
  test('moves what was pressed, in one step', () => {
    const t = board(rect('a', 0, 0))
      .tool('select')
      .press(50, 30)
      .move(70, 80)
      .release();
    expect(t.only()).toMatchObject({ x: 20, y: 50 });
    expect(t.undo().only()).toMatchObject({ x: 0, y: 0 });
  });

  test('Shift keeps to one axis', () => {
    const t = board(rect('a', 0, 0))
      .tool('select')
      .press(50, 30)
      .move(70, 80, { shift: true })
      .release({ shift: true });
    expect(t.only()).toMatchObject({ x: 0, y: 50 });
  });

  test('Alt leaves the original and drops a copy', () => {
    const t = board(rect('a', 0, 0))
      .tool('select')
      .press(50, 30)
      .move(250, 30, { alt: true })
      .release({ alt: true });
    expect(t.all().map(({ x }) => x)).toEqual([0, 200]);
  });

  test('Escape puts everything back and leaves no undo step', () => {
    const t = board(rect('a', 0, 0))
      .tool('select')
      .press(50, 30)
      .move(250, 30)
      .key('escape');
    expect(t.only()).toMatchObject({ x: 0, y: 0 });
    expect(t.editor.draft.value.changed.size).toBe(0);
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('from inside a see-through selected shape moves it; a click there leaves it selected', () => {
    const t = board(rect('a', 0, 0, { fill: 'none', width: 300, height: 300 }));
    t.editor.select([a]);
    t.tool('select').press(150, 150).move(170, 150).release();
    expect(t.only()).toMatchObject({ x: 20 });
    t.click(150, 150);
    expect([...t.editor.selection.value]).toEqual([a]);
  });

  test('a locked element stays where it is', () => {
    const t = board(rect('a', 0, 0, { locked: true }))
      .tool('select')
      .press(50, 30)
      .move(250, 30)
      .release();
    expect(t.only()).toMatchObject({ x: 0, y: 0 });
  });

  test('an empty place selects what is in the rectangle; Shift adds', () => {
    const t = board(rect('a', 100, 100), rect('b', 300, 100))
      .tool('select')
      .press(50, 50)
      .move(220, 180)
      .release();
    expect([...t.editor.selection.value]).toEqual([a]);
    t.press(260, 50, { shift: true }).move(420, 180, { shift: true }).release({ shift: true });
    expect(t.editor.selection.value.size).toBe(2);
  });
});

describe('select tool, dragging a handle', () => {
  test('keeps the opposite corner still', () => {
    const t = board(rect('a', 100, 100));
    t.editor.select([a]);
    t.tool('select').press(205, 165).move(255, 195).release();
    expect(t.only()).toMatchObject({ x: 100, y: 100, width: 150, height: 90 });
    expect(t.undo().only()).toMatchObject({ width: 100, height: 60 });
  });

  test('Shift keeps the proportions', () => {
    const t = board(rect('a', 100, 100));
    t.editor.select([a]);
    t.tool('select').press(205, 165).move(305, 165, { shift: true }).release({ shift: true });
    const { width, height } = t.only() as unknown as { width: number; height: number };
    expect(width / height).toBeCloseTo(100 / 60, 1);
  });

  test('scales ink without touching its stored points, and undo brings them back exactly', () => {
    const xy = new Float32Array([0, 0, 50, 25, 100, 50]);
    const t = board({ kind: 'stroke', id: a, x: 100, y: 100, points: { xy } });
    t.editor.select([a]);
    const before = t.only();
    t.tool('select').press(205, 155).move(305, 205).release();
    const scaled = t.only();
    expect('points' in scaled && scaled.points.xy[4]).toBeCloseTo(200, 0);
    expect(t.undo().only()).toEqual(before);
  });

  test('pulls the end of a line and leaves the other where it is', () => {
    const t = board({ kind: 'line', id: a, x: 100, y: 100, points: { xy: new Float32Array([0, 0, 100, 0]) } });
    t.editor.select([a]);
    t.tool('select').press(200, 100).move(250, 160).release();
    const line = t.only();
    expect(line).toMatchObject({ x: 100, y: 100 });
    expect('points' in line && [...line.points.xy]).toEqual([0, 0, 150, 60]);
  });

  test('the round one turns; Shift in steps of 15°', () => {
    const t = board(rect('a', 100, 100));
    t.editor.select([a]);
    t.tool('select').press(150, 71).move(300, 131, { shift: true }).release({ shift: true });
    expect(t.only().rotation).toBeCloseTo(Math.PI / 2, 5);
  });
});

describe('several, resized', () => {
  const boxAround = (t: ReturnType<typeof board>) =>
    unionAll(t.all().map((element) => turnedBounds(boxOf(element), element.rotation))) ?? { x: 0, y: 0, w: 0, h: 0 };
  const plain = (id: string, x: number, y: number, more: object = {}) =>
    rect(id, x, y, { strokeWidth: 0, width: 100, height: 100, ...more });

  test.each([
    ['a quarter', Math.PI / 2, {}],
    ['thirty degrees', Math.PI / 6, {}],
    ['a note', Math.PI / 6, { kind: 'sticky', fill: undefined }],
  ])('of which one is turned by %s, stay in their new frame', (_name, rotation, more) => {
    const t = board(plain('a', 100, 200, { width: 200, rotation, ...more }), plain('b', 400, 200));
    t.editor.select([a, b]);
    const before = boxAround(t);
    const middle = before.y + before.h / 2;
    const right = before.x + before.w + 5;
    t.tool('select')
      .press(right, middle)
      .move(right + 200, middle)
      .release();
    const after = boxAround(t);
    const k = (before.w + 200) / before.w;
    expect(after.x).toBeCloseTo(before.x, 0);
    expect(after.w).toBeCloseTo(before.w * k, 0);
    expect(after.h).toBeCloseTo(before.h * k, 0);
    expect(after.y + after.h / 2).toBeCloseTo(middle, 0);
  });

  test('of which none is turned are stretched as they are pulled', () => {
    const t = board(plain('a', 100, 200), plain('b', 300, 200));
    t.editor.select([a, b]);
    t.tool('select').press(405, 250).move(605, 250).release();
    expect(boxAround(t)).toMatchObject({ x: 100, y: 200, w: 500, h: 100 });
  });

  test('pulled through to the other side are mirrored, each where it belongs', () => {
    const t = board(plain('a', 100, 200, { width: 50 }), plain('b', 300, 200));
    t.editor.select([a, b]);
    t.tool('select').press(405, 250).move(-195, 250).release();
    expect(t.all()).toMatchObject([
      { x: 50, width: 50 },
      { x: -200, width: 100 },
    ]);
  });

  test('ink pulled through to the other side is mirrored', () => {
    const t = board({
      kind: 'stroke',
      id: a,
      x: 100,
      y: 100,
      points: { xy: new Float32Array([0, 0, 40, 10, 100, 100]) },
    });
    t.editor.select([a]);
    t.tool('select').press(205, 150).move(5, 150, { shift: true }).release({ shift: true });
    const [mirrored] = t.all();
    const xs = mirrored && 'points' in mirrored ? [...mirrored.points.xy].filter((_, i) => i % 2 === 0) : [];
    expect(xs.map((x) => Math.round(x + (mirrored?.x ?? 0)))).toEqual([100, 60, 0]);
  });
});

describe('what is locked', () => {
  const big = () => rect('a', 0, 0, { width: 900, height: 600, locked: true });

  test('lets a rectangle be dragged around what lies on it, a click select it, and a double click write on it', () => {
    const t = board(big(), rect('b', 200, 200), rect('c', 400, 200)).tool('select');
    t.press(150, 150).move(600, 400).release();
    expect(t.editor.selection.value.size).toBe(2);
    t.click(700, 500);
    expect([...t.editor.selection.value]).toEqual([a]);
    t.doubleClick(700, 500);
    expect(t.editor.newText.value?.kind).toBe('text');
  });

  test('with a label is not written over by a double click', () => {
    const t = board({
      kind: 'rect',
      x: 0,
      y: 0,
      width: 200,
      height: 100,
      fill: '#dbe1fd',
      text: 'Title',
      locked: true,
    });
    t.tool('select').doubleClick(100, 50);
    expect(t.editor.newText.value).toBeUndefined();
    expect(t.editor.editing.value).toBeUndefined();
  });

  test('by a colleague while it is dragged, turned or resized stays where it is', () => {
    const grips: readonly (readonly [number, number])[] = [
      [100, 50],
      [200, 100],
      [100, -24],
    ];
    for (const from of grips) {
      const t = board({ kind: 'rect', x: 0, y: 0, width: 200, height: 100, fill: '#dbe1fd' });
      const [id = ''] = t.all().map((element) => element.id);
      t.tool('select').editor.select([id]);
      t.press(...from).move(300, 300);
      t.editor.board.edit((writer) => writer.patch(id, { locked: true }));
      t.release();
      expect(t.all()).toMatchObject([{ x: 0, y: 0, width: 200, height: 100, rotation: 0 }]);
    }
  });

  test('has no handles: neither a cursor for them nor a press', () => {
    const t = board(rect('a', 100, 100, { locked: true })).tool('select');
    t.editor.select([a]);
    expect(t.hover(205, 165)).toBe('default');
    t.press(205, 165).move(300, 300).release();
    expect(t.only()).toMatchObject({ width: 100, height: 60 });
  });

  test('is locked in one step and unlocked in one', () => {
    const t = board(rect('a', 100, 100))
      .tool('select')
      .click(150, 130);
    t.key('arrowright').key('mod+shift+l').key('mod+shift+l');
    expect(t.only().locked).toBe(false);
    expect(t.undo().only().locked).toBe(true);
    expect(t.undo().only()).toMatchObject({ locked: false, x: 101 });
    expect(t.undo().only()).toMatchObject({ x: 100 });
  });

  test('shows no cursor for moving', () => {
    const t = board(big()).tool('select');
    expect(t.hover(700, 500)).toBe('default');
    t.editor.select([a]);
    expect(t.hover(700, 500)).toBe('default');
  });

  test('is neither written into nor grouped', () => {
    const t = board(big(), rect('b', 200, 200));
    t.editor.select([a]);
    t.key('enter');
    t.editor.select([a, b]);
    t.key('mod+g');
    expect(t.editor.editing.value).toBeUndefined();
    expect(t.all().map(({ id, groups }) => [id, groups])).toEqual([
      [a, []],
      [b, []],
    ]);
  });
});

describe('select tool, double click', () => {
  test('opens the label of a shape, also of a see-through one', () => {
    const t = board(rect('a', 100, 100, { fill: 'none' }))
      .tool('select')
      .doubleClick(150, 130);
    expect(t.editor.editing.value).toBe(a);
  });

  test('on an empty place starts a text that exists only once it has a letter', () => {
    const t = board().tool('select').doubleClick(300, 300);
    expect(t.editor.newText.value?.kind).toBe('text');
    expect(t.all()).toEqual([]);
  });
});

describe('a viewer', () => {
  test('can select and look, and changes nothing with any tool or key', () => {
    const t = board(rect('a', 0, 0));
    t.editor.setRole('viewer');
    t.tool('select').press(50, 30).move(250, 30).release();
    t.tool('pen').press(300, 300).move(400, 400).release();
    t.tool('eraser').press(50, 30).move(60, 30).release();
    t.editor.select([a]);
    for (const chord of ['delete', 'mod+d', 'arrowleft', ']', 'mod+g', 'mod+shift+l']) t.key(chord);
    t.tool('select').doubleClick(50, 30);
    expect(t.only()).toMatchObject({ x: 0, y: 0, kind: 'rect' });
    expect(t.editor.editing.value).toBeUndefined();
  });
});
