import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

// Dots lie 24 board units apart at 100 %.
const rect = { id: 'aaaaaaaaaaaa', kind: 'rect', x: 100, y: 100, width: 100, height: 60, fill: '#dbe1fd' } as const;

const onGrid = (...elements: readonly NewElement[]) => {
  const t = board(...elements).tool('select');
  t.editor.setPreference('snapGrid', true);
  return t;
};

describe('by the grid', () => {
  test('a shape is dragged out from dot to dot, and freely with Ctrl', () => {
    const t = onGrid().tool('rect');
    t.press(49, 47).move(80, 80).move(119, 121).release();
    expect(t.only()).toMatchObject({ x: 48, y: 48, width: 72, height: 72 });
    const free = onGrid().tool('rect');
    free.press(49, 47, { mod: true }).move(80, 80, { mod: true }).move(119, 121, { mod: true }).release({ mod: true });
    expect(free.only()).toMatchObject({ x: 49, y: 47, width: 70, height: 74 });
  });

  test('a short drag makes what is a step wide and high', () => {
    const t = onGrid().tool('rect');
    t.press(49, 47).move(53, 51).move(55, 51).release();
    expect(t.only()).toMatchObject({ x: 48, y: 48, width: 24, height: 24 });
    const thin = onGrid().tool('rect');
    thin.press(49, 47).move(100, 44).move(168, 42).release();
    expect(thin.only()).toMatchObject({ x: 48, y: 24, width: 120, height: 24 });
  });

  test('a click puts the corner of what it makes on a dot', () => {
    const t = onGrid().tool('sticky');
    t.click(300, 300);
    expect([t.only().x % 24, t.only().y % 24]).toEqual([0, 0]);
  });

  test('what is dragged lies with its corner on a dot, along one axis with Shift', () => {
    const t = onGrid(rect);
    t.press(150, 130).move(160, 140).move(175, 150).release();
    expect(t.only()).toMatchObject({ x: 120, y: 120 });
    t.press(150, 150).move(160, 150).move(200, 155, { shift: true }).release({ shift: true });
    expect(t.only()).toMatchObject({ x: 168, y: 120 });
  });

  test('a handle is pulled to a dot, the other side stays', () => {
    const t = onGrid(rect).click(150, 130);
    t.press(200, 160).move(210, 170).move(235, 200).release();
    expect(t.only()).toMatchObject({ x: 100, y: 100, width: 140, height: 92 });
  });

  test('a line goes from dot to dot, and an arrow to what it is tied to', () => {
    const t = onGrid().tool('line');
    t.press(50, 50).move(100, 100).move(190, 100).release();
    expect(t.only()).toMatchObject({ x: 48, y: 48 });
    expect([...(t.only() as { points: { xy: Float32Array } }).points.xy]).toEqual([0, 0, 144, 48]);
    const tied = onGrid(rect).tool('arrow');
    tied.press(300, 300).move(250, 200).move(150, 130).release();
    expect(tied.all().find(({ kind }) => kind === 'arrow')).toMatchObject({
      x: 312,
      y: 312,
      end: { element: rect.id },
    });
  });

  test('a line made click by click ends by a second click on its last point, far from a dot as that may be', () => {
    const t = onGrid().tool('line');
    t.click(100, 100).click(204, 204).click(204, 204);
    expect([...(t.only() as { points: { xy: Float32Array } }).points.xy]).toEqual([0, 0, 120, 120]);
  });

  test('Ctrl lets go of everything, whether one falls into line with others or not', () => {
    const t = onGrid(rect, { ...rect, id: 'bbbbbbbbbbbb', x: 300, y: 103 });
    t.editor.setPreference('snap', false);
    const mod = { mod: true };
    t.press(150, 130).move(160, 140, mod).move(155, 136, mod).release(mod);
    expect(t.editor.board.get(rect.id)).toMatchObject({ x: 105, y: 106 });
  });

  test('is that of the dots which are seen at the zoom', () => {
    const t = onGrid().tool('rect');
    t.editor.setCamera({ x: 0, y: 0, zoom: 4 });
    t.press(20, 20).move(60, 60).move(95, 95).release();
    expect(t.only()).toMatchObject({ x: 6, y: 6, width: 18, height: 18 });
  });
});
