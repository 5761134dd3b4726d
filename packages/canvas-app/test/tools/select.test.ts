import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const rect = (id: string, x: number, y: number, more: object = {}): NewElement => ({
  id: id.padEnd(12, '-'),
  kind: 'rect',
  x,
  y,
  width: 100,
  height: 60,
  fill: '#dbe1fd',
  ...more,
});
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

  test('from inside a see-through selected shape moves it; a click there lets it go', () => {
    const t = board(rect('a', 0, 0, { fill: 'none', width: 300, height: 300 }));
    t.editor.select([a]);
    t.tool('select').press(150, 150).move(170, 150).release();
    expect(t.only()).toMatchObject({ x: 20 });
    t.click(150, 150);
    expect(t.editor.selection.value.size).toBe(0);
  });

  test('a locked element stays where it is', () => {
    const t = board(rect('a', 0, 0, { locked: true }))
      .tool('select')
      .press(50, 30)
      .move(250, 30)
      .release();
    expect(t.only()).toMatchObject({ x: 0, y: 0 });
  });

  test('an empty place selects what the rectangle touches; Shift adds', () => {
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
    t.editor.role.value = 'viewer';
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
