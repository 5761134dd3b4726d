import { describe, expect, test } from 'vitest';
import { applyStyle, styleView } from '../src/editor/selection-style.ts';
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
    for (const opacity of [90, 80, 70]) applyStyle(t.editor, { opacity }, hold);
    applyStyle(t.editor, { opacity: 60 }, {});
    t.editor.undo();
    expect(t.all()[0]?.opacity).toBe(70);
    t.editor.undo();
    expect(t.all()[0]?.opacity).toBe(100);
  });
});
