import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../helpers/board.ts';

const box = (x: number, y: number, more: Partial<NewElement> = {}): NewElement =>
  ({ kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd', ...more }) as NewElement;

const selected = ({ editor }: ReturnType<typeof board>): number => editor.selection.peek().size;

describe('a finger', () => {
  test('takes what is 20 px away, which a mouse does not', () => {
    const t = board(box(100, 100)).tool('select');
    expect(selected(t.click(218, 130))).toBe(0);
    expect(selected(t.click(218, 130, { device: 'touch' }))).toBe(1);
    expect(selected(t.click(230, 130, { device: 'touch' }))).toBe(0);
  });

  test('takes what is under it before what is near, no matter which lies on top', () => {
    const t = board(box(100, 100, { width: 300 }), box(410, 100)).tool('select');
    t.click(395, 130, { device: 'touch' });
    expect(t.editor.selected().map(({ x }) => x)).toEqual([100]);
  });

  test('ties an arrow from 20 px away', () => {
    for (const [device, tied] of [
      ['mouse', false],
      ['touch', true],
    ] as const) {
      const t = board(box(300, 100)).tool('arrow');
      t.press(100, 130, { device }).move(200, 130, { device }).move(280, 130, { device }).release({ device });
      const arrow = t.all().find(({ kind }) => kind === 'arrow');
      expect(arrow !== undefined && 'end' in arrow && arrow.end !== undefined).toBe(tied);
    }
  });
});
