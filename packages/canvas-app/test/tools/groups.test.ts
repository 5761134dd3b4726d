import type { NewElement } from '@gesso/crdt-schema';
import { memoryNetwork } from '@gesso/crdt-schema/testing';
import { shownBoard } from '@gesso/drawing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeNext } from '../../src/editor/make-next.ts';
import { takenBy } from '../../src/editor/taken-by.ts';
import { unitsOf } from '../../src/features/arrange/units.ts';
import { board, personAt, type TestBoard } from '../helpers/board.ts';

const id = (name: string) => name.padEnd(12, '-');
const rect = (name: string, x: number, groups: readonly string[], more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y: 100, width: 100, height: 60, fill: '#dbe1fd', groups },
  ...more,
});

/** Two in an inner group, one beside it in an outer one, one by itself. */
const elements = () => [
  rect('a', 100, ['in', 'out']),
  rect('b', 300, ['in', 'out']),
  rect('c', 500, ['out']),
  rect('d', 800, []),
];
const nested = () => board(...elements()).tool('select');

const selected = (t: TestBoard): string =>
  t.editor
    .selected()
    .map(({ id: one }) => one[0])
    .join('');
const entered = (t: TestBoard) => t.editor.entered.value;
const groupsOf = (t: TestBoard, name: string) => t.editor.board.get(id(name))?.groups;

/** A place on the board. */
type Spot = readonly [x: number, y: number];

const onA: Spot = [150, 130];
const onB: Spot = [350, 130];
const onC: Spot = [550, 130];
const onD: Spot = [850, 130];
const between: Spot = [250, 130];
const onPaper: Spot = [900, 600];

describe('a group', () => {
  test('is entered by double clicks, level by level, to the text of what is in it', () => {
    const t = nested();
    expect(selected(t.click(...onA))).toBe('abc');
    expect(selected(t.doubleClick(...onA))).toBe('ab');
    expect(selected(t.doubleClick(...onA))).toBe('a');
    expect(t.editor.editing.value).toBeUndefined();
    expect(entered(t)).toEqual(['in', 'out']);
    t.doubleClick(...onA);
    expect(t.editor.editing.value).toBe(id('a'));
  });

  test('is entered by a finger and by one who may only look', () => {
    const t = nested();
    t.editor.setRole('viewer');
    expect(selected(t.doubleClick(...onC, { device: 'touch' }))).toBe('c');
    t.doubleClick(...onC, { device: 'touch' });
    expect(t.editor.editing.value).toBeUndefined();
  });

  test('that is entered is selected member by member, and dragged so', () => {
    const t = nested().doubleClick(...onA);
    expect(selected(t.click(...onC))).toBe('c');
    expect(selected(t.click(...onB))).toBe('ab');
    expect(selected(t.click(...onC, { shift: true }))).toBe('abc');
    expect(selected(t.click(...onB, { shift: true }))).toBe('c');
    t.press(...onC)
      .move(570, 130)
      .release();
    expect(t.all().map(({ x }) => x)).toEqual([100, 300, 520, 800]);
    expect(entered(t)).toEqual(['out']);
  });

  test('is left by a press elsewhere, no further than needed', () => {
    const t = nested()
      .doubleClick(...onA)
      .doubleClick(...onA);
    expect(selected(t.click(...onC))).toBe('c');
    expect(entered(t)).toEqual(['out']);
    expect(selected(t.click(...onD))).toBe('d');
    expect(entered(t)).toEqual([]);
    t.doubleClick(...onA).doubleClick(...onA);
    // Bare paper within the outer group, then beyond it.
    expect(selected(t.click(450, 130))).toBe('');
    expect(entered(t)).toEqual(['out']);
    t.click(900, 600);
    expect(entered(t)).toEqual([]);
  });

  test('is entered again after a press elsewhere that is taken back', () => {
    const t = nested()
      .doubleClick(...onA)
      .doubleClick(...onA);
    for (const place of [onC, onD, onPaper] as const) {
      t.cancel(...place);
      expect([selected(t), entered(t)]).toEqual(['a', ['in', 'out']]);
    }
  });

  test('keeps a selection rectangle that begins in it to itself', () => {
    const small = rect('e', 420, [], { y: 110, width: 30, height: 20 });
    const t = board(...elements(), small)
      .tool('select')
      .doubleClick(...onA);
    expect(selected(t.press(460, 105).move(250, 170).release())).toBe('ab');
    expect(entered(t)).toEqual(['out']);
    t.press(950, 90).move(470, 170).release();
    expect([selected(t), entered(t)]).toEqual(['abcd', []]);
  });

  test('is taken by a rectangle around all of it, or one that touches any of it', () => {
    const locked = rect('e', 600, ['out'], { locked: true });
    const t = board(...elements(), locked).tool('select');
    expect(selected(t.press(50, 50).move(450, 200).release())).toBe('');
    // What is locked is not asked.
    expect(selected(t.press(50, 50).move(602, 200).release())).toBe('abce');
    expect(selected(t.press(150, 300).move(50, 50).release())).toBe('abce');
    t.click(...onPaper).doubleClick(...onC);
    const within = (x: number) => takenBy(t.editor, { x, y: 80, w: 620 - x, h: 120 }).map(([one]) => one);
    expect([within(50), within(220), within(480)]).toEqual([['a', 'b', 'c'], ['c'], ['c']]);
  });

  test('has what is made in it by a tool, as one step, and not what is made elsewhere', () => {
    const t = nested().doubleClick(...onA);
    const last = () => t.all().at(-1);
    t.tool('rect').press(220, 110).move(280, 150).release();
    expect([last()?.groups, entered(t), t.editor.selected()]).toEqual([['out'], ['out'], [last()]]);
    t.undo();
    expect(t.all()).toHaveLength(4);
    t.doubleClick(...onA).doubleClick(...onA);
    t.tool('pen').press(220, 120).move(260, 140).release();
    expect(last()?.groups).toEqual(['in', 'out']);
    t.tool('arrow').press(420, 120).move(450, 150).release();
    // Beyond the inner group, within the outer one.
    expect([last()?.groups, entered(t)]).toEqual([['out'], ['out']]);
    t.tool('text').click(282, 110);
    expect(t.editor.newText.value?.groups).toEqual(['out']);
    t.editor.setEditing(undefined);
    t.tool('rect').press(220, 400).move(280, 450).release();
    expect([last()?.groups, entered(t)]).toEqual([[], []]);
  });

  test('has the next element that is made from one in it', () => {
    const t = nested().doubleClick(...onC);
    const member = t.editor.selected()[0];
    makeNext(t.editor, member as Parameters<typeof makeNext>[1], 's');
    expect(
      t
        .all()
        .slice(-2)
        .map(({ groups }) => groups),
    ).toEqual([['out'], ['out']]);
    expect(entered(t)).toEqual(['out']);
  });

  test('is left by Escape and Shift and Enter, entered by Enter, without a mouse', () => {
    const t = nested();
    t.editor.select([id('a')]);
    expect(selected(t.key('enter'))).toBe('ab');
    expect(selected(t.key('enter'))).toBe('a');
    expect(selected(t.key('alt+arrowright'))).toBe('b');
    expect(selected(t.key('alt+arrowright'))).toBe('a');
    expect(selected(t.key('mod+a'))).toBe('ab');
    expect(selected(t.key('escape'))).toBe('ab');
    expect(entered(t)).toEqual(['out']);
    expect(selected(t.key('shift+enter'))).toBe('abc');
    expect(selected(t.key('escape'))).toBe('');
    t.key('shift+enter');
    expect(entered(t)).toEqual([]);
  });

  test('is made and dissolved inside the one that is entered', () => {
    const t = nested().doubleClick(...onA);
    t.click(...onB).click(...onC, { shift: true });
    t.key('mod+g');
    expect(groupsOf(t, 'c')).toEqual([expect.any(String), 'out']);
    expect(groupsOf(t, 'a')).toEqual(['in', groupsOf(t, 'c')?.[0], 'out']);
    expect(selected(t.click(...onA))).toBe('abc');
    t.key('mod+shift+g');
    expect(groupsOf(t, 'a')).toEqual(['in', 'out']);
    expect(groupsOf(t, 'c')).toEqual(['out']);
    t.editor.select([id('c')]);
    // A member alone is no group to dissolve.
    t.key('mod+shift+g');
    expect(groupsOf(t, 'c')).toEqual(['out']);
  });

  test('has copies that are made in it, with groups of their own inside', () => {
    const t = nested().doubleClick(...onA);
    t.key('mod+d');
    const [first, second] = t.editor.selected();
    expect(first?.groups.slice(1)).toEqual(['out']);
    expect(first?.groups[0]).not.toBe('in');
    expect(second?.groups).toEqual(first?.groups);
    t.key('escape');
    expect(t.editor.selection.value.size).toBe(5);
  });

  test('whose members are arranged moves them one by one', () => {
    const t = nested();
    expect(unitsOf(t.editor, t.all())).toHaveLength(2);
    t.doubleClick(...onA);
    expect(unitsOf(t.editor, t.all().slice(0, 3))).toHaveLength(2);
    t.doubleClick(...onA);
    expect(unitsOf(t.editor, t.all().slice(0, 2))).toHaveLength(2);
  });

  test('is not entered on bare paper between its members', () => {
    const t = nested().doubleClick(...between);
    expect(entered(t)).toEqual([]);
    expect(t.editor.newText.value?.kind).toBe('text');
  });
});

/** Two people at one board, who hear of each other when they settle. */
const two = (list: readonly NewElement[], seed = 1) => {
  const network = memoryNetwork(2, seed);
  const people = network.peers.map((peer) => personAt(shownBoard(peer.board)).tool('select'));
  const [ada, ben] = people as [TestBoard, TestBoard];
  ada.editor.board.edit((writer) => writer.addAll([...list]));
  network.settle();
  return { ada, ben, settle: network.settle, close: network.close };
};

describe('a group that a colleague', () => {
  test('dissolves is left, and what is selected in it stays so', () => {
    const { ada, ben, settle } = two(elements());
    ada.doubleClick(...onA).doubleClick(...onA);
    ben.doubleClick(...onA).key('mod+shift+g');
    settle();
    expect([selected(ada), entered(ada)]).toEqual(['a', ['out']]);
    ben.key('escape').key('mod+shift+g');
    settle();
    expect([selected(ada), entered(ada)]).toEqual(['a', []]);
    expect(selected(ada.click(...onA))).toBe('a');
  });

  test('deletes is left, and its undo brings it back as a group', () => {
    const { ada, ben, settle } = two(elements());
    ada.doubleClick(...onA);
    ben.click(...onA).key('delete');
    settle();
    expect([selected(ada), entered(ada)]).toEqual(['', []]);
    ben.undo();
    settle();
    expect(selected(ada.click(...onA))).toBe('abc');
  });

  test('puts into another one is left into that', () => {
    const { ada, ben, settle } = two(elements());
    ada.doubleClick(...onC);
    ben.key('mod+a').key('mod+g');
    settle();
    expect([selected(ada), entered(ada)]).toEqual(['c', ['out']]);
    expect(selected(ada.key('escape'))).toBe('abcd');
  });

  test('sends in a list that names it twice is entered and left all the same', () => {
    const { ada } = two([rect('a', 100, ['x', 'y', 'x']), rect('b', 300, ['y', 'x', 'y'])]);
    for (let i = 0; i < 8; i++) ada.doubleClick(...onA);
    for (let i = 0; i < 8; i++) ada.key('escape');
    expect([selected(ada), entered(ada)]).toEqual(['', []]);
  });
});

test('two people who enter, draw, group, dissolve, copy, delete and take back across each other see the same in the end', () => {
  const person = fc.integer({ min: 0, max: 1 });
  const place = fc.constantFrom(onA, onB, onC, onD, between);
  const chord = fc.constantFrom('mod+g', 'mod+shift+g', 'escape', 'enter', 'mod+a', 'mod+d', 'delete', 'mod+z');
  const step = fc.oneof(
    fc.tuple(fc.constant('click' as const), person, place),
    fc.tuple(fc.constant('add' as const), person, place),
    fc.tuple(fc.constant('double' as const), person, place),
    fc.tuple(fc.constant('draw' as const), person, place),
    fc.tuple(fc.constant('key' as const), person, chord),
    fc.tuple(fc.constant('settle' as const), person, fc.constant('' as const)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 1_000 }), (steps, seed) => {
      const { ada, ben, settle, close } = two(elements(), seed);
      for (const [what, who, where] of steps) {
        const t = who === 0 ? ada : ben;
        t.editor.setEditing(undefined);
        t.tool('select');
        if (what === 'settle') settle();
        else if (what === 'key') t.key(where);
        else if (what === 'draw')
          t.tool('rect')
            .press(...where)
            .move(where[0] + 90, 170)
            .release();
        else if (what === 'double') t.doubleClick(...where);
        else t.click(...where, { shift: what === 'add' });
      }
      settle();
      const plain = (t: TestBoard) => t.all().map((element) => [element.id, element.z, [...element.groups]]);
      expect(plain(ben)).toEqual(plain(ada));
      for (const t of [ada, ben]) {
        const groups = new Set(t.all().flatMap((element) => element.groups));
        expect(entered(t).filter((group) => !groups.has(group))).toEqual([]);
        for (const element of t.editor.selected()) expect(t.editor.board.get(element.id)).toBe(element);
        for (let i = 0; i <= 32; i++) t.key('escape');
        expect(entered(t)).toEqual([]);
      }
      close();
    }),
    { seed: 20261127, numRuns: 100 },
  );
});
