import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const box = (x: number, y: number, more: Partial<NewElement> = {}): NewElement =>
  ({ kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd', ...more }) as NewElement;

const selected = ({ editor }: ReturnType<typeof board>): number => editor.selection.peek().size;

describe('a lasso', () => {
  test('is taken in hand by its key and put down by it', () => {
    const t = board().tool('pen');
    t.key('shift+l');
    expect([t.editor.tool.peek(), t.editor.selectMode.peek()]).toEqual(['select', 'lasso']);
    t.key('shift+l');
    expect([t.editor.tool.peek(), t.editor.selectMode.peek()]).toEqual(['select', 'box']);
    t.key('shift+l').tool('pen').key('shift+l');
    expect([t.editor.tool.peek(), t.editor.selectMode.peek()]).toEqual(['select', 'lasso']);
  });

  test('takes what it goes around without a key, and a rectangle with Alt', async () => {
    const t = board(box(100, 100), box(300, 100)).key('shift+l');
    const around = (alt: boolean) => {
      t.press(80, 80, { alt });
      for (const [x, y] of [
        [250, 80],
        [250, 200],
        [80, 200],
      ] as const)
        t.move(x, y, { alt });
      return selected(t.release({ alt }));
    };
    // What takes them comes with the first drag: this file has a worker of its own.
    expect(around(false)).toBe(0);
    await import('../../src/gestures/on-drag.ts');
    expect(around(false)).toBe(1);
    expect(around(true)).toBe(0);
  });
});
