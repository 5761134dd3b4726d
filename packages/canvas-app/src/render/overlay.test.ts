import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../../test/helpers/board.ts';
import type { Peer } from '../editor/people.ts';
import { createOverlayPainter } from './overlay.ts';

const id = (name: string) => name.padEnd(12, '-');
const rect = (name: string, x: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y: 100, width: 100, height: 60, fill: '#dbe1fd' },
  ...more,
});

/** The leftmost place to which a line is painted over a board; undefined when none is. */
function leftmost({ editor }: TestBoard): number | undefined {
  const xs: number[] = [];
  const note = (x: number) => void xs.push(x);
  const noted: Record<string, unknown> = { moveTo: note, lineTo: note, rect: note, roundRect: note };
  const g = new Proxy(noted, { get: (target, name: string) => target[name] ?? (() => undefined), set: () => true });
  createOverlayPainter(editor, () => true).paint(g as unknown as CanvasRenderingContext2D, 1, false);
  return xs.length === 0 ? undefined : Math.min(...xs);
}

describe('over what a person has hidden nothing is painted', () => {
  test('when it is selected, moved and entered with its group', () => {
    const groups = ['g'];
    const t = board(rect('a', 100, { groups }), rect('b', 300, { groups }), rect('c', 500, { groups })).tool('select');
    t.click(350, 130);
    expect(leftmost(t)).toBeLessThan(100);
    t.editor.hide([id('a')]);
    t.key('escape').click(350, 130);
    expect(t.editor.selection.peek().size).toBe(3);
    expect(leftmost(t)).toBeGreaterThan(280);
    t.press(350, 130).move(370, 130);
    expect(leftmost(t)).toBeGreaterThan(280);
    t.release().doubleClick(370, 130);
    expect(t.editor.entered.peek()).toEqual(groups);
    expect(leftmost(t)).toBeGreaterThan(280);
  });

  test('when a peer has selected it', () => {
    const t = board(rect('a', 100));
    const peer: Peer = { id: 'p', client: 7, name: 'Ada', color: '#c00000', selection: [id('a')], idle: false };
    t.editor.setPeers([peer]);
    expect(leftmost(t)).toBeDefined();
    t.editor.hide([id('a')]);
    expect(leftmost(t)).toBeUndefined();
  });
});
