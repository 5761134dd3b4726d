import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const pointsOf = (element: { readonly kind: string }): number[] =>
  'points' in element ? [...(element.points as { xy: Float32Array }).xy] : [];

describe('the pen', () => {
  test('keeps every sample and makes one element and one undo step', () => {
    const t = board().tool('pen').press(10, 10).move(20, 30).move(40, 20).release();
    const stroke = t.only();
    expect(stroke).toMatchObject({ kind: 'stroke', x: 10, y: 10 });
    expect(pointsOf(stroke)).toEqual([0, 0, 10, 20, 30, 10]);
    expect(t.undo().all()).toEqual([]);
  });

  test('a tap is a dot', () => {
    const stroke = board().tool('pen').click(50, 60).only();
    expect(pointsOf(stroke)).toEqual([0, 0]);
  });

  test('draws nothing into the document before it is lifted, and Escape leaves no trace', () => {
    const t = board().tool('pen').press(10, 10).move(20, 30);
    expect(t.all()).toEqual([]);
    expect(t.editor.draft.value.created).toHaveLength(1);
    t.key('escape');
    expect(t.editor.draft.value.created).toEqual([]);
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('with Shift draws straight from where Shift went down', () => {
    const stroke = board()
      .tool('pen')
      .press(0, 0)
      .move(10, 10)
      .move(50, 10, { shift: true })
      .move(90, 10, { shift: true })
      .release({ shift: true })
      .only();
    expect(pointsOf(stroke)).toEqual([0, 0, 10, 10, 90, 10]);
  });

  test('stores pressure only when the device measured it', () => {
    const mouse = board().tool('pen').press(0, 0).move(9, 9).release().only();
    const pen = board()
      .tool('pen')
      .press(0, 0, { device: 'pen', pressure: 0.2 })
      .move(9, 9, { device: 'pen', pressure: 0.8 })
      .release({ device: 'pen', pressure: 0.8 })
      .only();
    expect(mouse).toMatchObject({ points: { xy: expect.anything() } });
    expect('points' in mouse && mouse.points.pressure).toBeUndefined();
    expect('points' in pen && [...(pen.points.pressure ?? [])]).toEqual([51, 204, 204].slice(0, 2));
  });

  test('at high zoom keeps more of the hand than a sixteenth of a unit', () => {
    const t = board().tool('pen');
    t.editor.camera.value = { x: 0, y: 0, zoom: 8 };
    const stroke = t.press(0, 0).move(1, 0).move(3, 1).release().only();
    expect(pointsOf(stroke)[2]).toBeCloseTo(1 / 8, 2);
    expect(pointsOf(stroke)[5]).toBeCloseTo(1 / 8, 2);
  });

  test('stays in the hand after drawing', () => {
    const t = board().tool('pen').press(0, 0).move(9, 9).release();
    expect(t.editor.tool.value).toBe('pen');
  });
});

describe('shape tools', () => {
  test.each([
    ['rect', 'rect'],
    ['ellipse', 'ellipse'],
    ['diamond', 'diamond'],
  ] as const)('%s is dragged out, selected, and select is next', (tool, kind) => {
    const t = board().tool(tool).press(10, 20).move(110, 80).release();
    expect(t.only()).toMatchObject({ kind, x: 10, y: 20, width: 100, height: 60 });
    expect([...t.editor.selection.value]).toEqual([t.only().id]);
    expect(t.editor.tool.value).toBe('select');
  });

  test('Shift makes it square, Alt grows it from the middle', () => {
    expect(
      board().tool('rect').press(10, 20).move(110, 80, { shift: true }).release({ shift: true }).only(),
    ).toMatchObject({ width: 100, height: 100 });
    expect(
      board().tool('rect').press(100, 100).move(150, 130, { alt: true }).release({ alt: true }).only(),
    ).toMatchObject({
      x: 50,
      y: 70,
      width: 100,
      height: 60,
    });
  });

  test('a click makes one of ordinary size around the pointer', () => {
    expect(board().tool('rect').click(500, 400).only()).toMatchObject({ x: 420, y: 350, width: 160, height: 100 });
  });

  test('a locked tool stays', () => {
    const t = board().key('q').tool('rect').press(10, 20).move(110, 80).release();
    expect(t.editor.tool.value).toBe('rect');
  });

  test('an arrow turns in steps of 15° with Shift, and a tiny one is nothing', () => {
    const arrow = board().tool('arrow').press(0, 0).move(100, 4, { shift: true }).release({ shift: true }).only();
    expect(arrow).toMatchObject({ kind: 'arrow', heads: ['none', 'arrow'] });
    expect(pointsOf(arrow)[3]).toBe(0);
    expect(board().tool('line').press(0, 0).move(1, 1).release().all()).toEqual([]);
  });
});

describe('the eraser', () => {
  const line = (y: number) => ({ kind: 'line', x: 0, y, points: { xy: new Float32Array([0, 0, 100, 0]) } }) as const;

  test('fades what it touches and deletes it in one step when lifted', () => {
    const t = board(line(0), line(20), line(200)).tool('eraser').press(50, -5).move(50, 30);
    expect(t.editor.draft.value.fading.size).toBe(2);
    expect(t.all()).toHaveLength(3);
    expect(t.release().all()).toHaveLength(1);
    expect(t.undo().all()).toHaveLength(3);
  });

  test('Alt takes marks back, Escape takes all back', () => {
    const t = board(line(0), line(20)).tool('eraser').press(50, -5).move(50, 30).move(50, 15, { alt: true });
    expect(t.editor.draft.value.fading.size).toBe(1);
    expect(t.key('escape').release().all()).toHaveLength(2);
  });

  test('leaves what is locked', () => {
    const t = board({ ...line(0), locked: true })
      .tool('eraser')
      .press(50, -5)
      .move(50, 5)
      .release();
    expect(t.all()).toHaveLength(1);
  });
});
