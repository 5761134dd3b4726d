import { boxOf } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { applyStyle } from '../src/editor/apply-style.ts';
import { styleView } from '../src/editor/selection-style.ts';
import { board } from './helpers/board.ts';

const rect = (name: string, locked = false) => ({
  ...{ id: name.padEnd(12, '-'), kind: 'rect' as const, x: 0, y: 0, width: 100, height: 60 },
  locked,
});
const all = [rect('a').id, rect('b').id];

describe('the style of what is selected', () => {
  test('is offered for what can be changed, and not for what is locked', () => {
    const t = board(rect('a', true), { ...rect('b'), opacity: 50 });
    t.tool('select').editor.select([rect('a').id]);
    expect(styleView(t.editor)).toBeUndefined();
    t.editor.select(all);
    expect(styleView(t.editor)?.values.opacity).toBe(50);
  });

  test('changes in one step for as long as a key is held, and in a step for each press', () => {
    const t = board(rect('a'));
    t.tool('select').editor.select([rect('a').id]);
    const hold = {};
    for (const opacity of [90, 80, 70]) applyStyle(t.editor, { opacity }, { hold });
    applyStyle(t.editor, { opacity: 60 }, { hold: {} });
    t.editor.undo();
    expect(t.all()[0]?.opacity).toBe(70);
    t.editor.undo();
    expect(t.all()[0]?.opacity).toBe(100);
  });

  test('is one of notes alone, and what is picked there is remembered for the next note', () => {
    const note = { id: 'note--------', kind: 'sticky' as const, x: 300, y: 0 };
    const t = board(rect('a'), note);
    t.tool('select').editor.select([note.id]);
    expect([...(styleView(t.editor)?.kinds ?? [])]).toEqual(['sticky']);
    applyStyle(t.editor, { color: '#c9ecb4' });
    expect(t.editor.styleFor('sticky').color).toBe('#c9ecb4');
    expect(t.editor.styleFor('rect').color).toBe('#24272c');
    t.editor.select([rect('a').id, note.id]);
    expect(styleView(t.editor)?.kinds.size).toBe(2);
  });

  test('is of what is seen: what is hidden of a group neither counts nor changes', () => {
    const t = board({ ...rect('a'), opacity: 50 }, { ...rect('b'), opacity: 80 });
    t.tool('select').editor.hide([rect('b').id]);
    t.editor.select(all);
    expect(styleView(t.editor)?.values.opacity).toBe(50);
    applyStyle(t.editor, { opacity: 20 });
    expect(t.all().map(({ opacity }) => opacity)).toEqual([20, 80]);
  });

  test('that aligns a text otherwise leaves it where it is', () => {
    const text = { id: 'text--------', kind: 'text' as const, x: 300, y: 0, text: 'two\nlines of it', most: 480 };
    const t = board(text);
    t.tool('select').editor.select([text.id]);
    const before = boxOf(t.only());
    for (const align of ['center', 'right', 'left'] as const) {
      applyStyle(t.editor, { align });
      expect(boxOf(t.only()).x).toBeCloseTo(before.x, 1);
    }
  });

  test('of a highlighter is its own: what is drawn with it is yellow, and the pen keeps its ink', () => {
    const t = board();
    t.tool('pen');
    applyStyle(t.editor, { color: '#c0273a' }, { makes: 'stroke' });
    applyStyle(t.editor, { brush: 'highlighter' }, { makes: 'stroke' });
    t.press(0, 0).move(80, 0).release();
    applyStyle(t.editor, { brush: 'pen' }, { makes: 'stroke' });
    t.press(0, 50).move(80, 50).release();
    expect(t.all().map((element) => 'color' in element && element.color)).toEqual(['#ffe14d', '#c0273a']);
  });
});
