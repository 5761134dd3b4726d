import { describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../../../test/helpers/board.ts';
import { allCommands as commands } from '../../../test/helpers/features.ts';
import type { Shell } from '../../commands/command.ts';
import { labelOf, sections, shownIn, shownSections, submenus } from './sections.ts';

const rect = (name: string, more: object = {}) =>
  ({ id: name.padEnd(12, '-'), kind: 'rect', x: 0, y: 0, width: 100, height: 60, ...more }) as const;

const contextOf = ({ editor }: TestBoard) => ({ editor, shell: {} as Shell });
const idsOf = (t: TestBoard) =>
  shownSections(commands, contextOf(t)).flatMap(({ ids, more }) => [
    ...ids,
    ...more.flatMap((name) => shownIn(name, commands, contextOf(t))),
  ]);
const rowsOf = (t: TestBoard): number =>
  shownSections(commands, contextOf(t))
    .map(({ ids, icons, more }) => (icons ? Math.ceil(ids.length / 6) : ids.length + more.length))
    .reduce((all, rows) => all + rows, 0);

const withSelected = (...elements: readonly ReturnType<typeof rect>[]): TestBoard => {
  const t = board(...elements);
  t.editor.select(elements.map(({ id }) => id));
  return t;
};

describe('the context menu', () => {
  test('names commands that there are, none of them twice in one place', () => {
    for (const id of [...sections.flatMap(({ ids }) => ids), ...Object.values(submenus).flat()])
      expect(commands[id], id).toBeDefined();
    for (const t of [board(), withSelected(rect('a')), withSelected(rect('a'), rect('b'))])
      expect(new Set(idsOf(t)).size).toBe(idsOf(t).length);
  });

  test('of one element has no row to line up by, and nothing of pictures, frames and tables', () => {
    const ids = idsOf(withSelected(rect('a')));
    expect(ids).toContain('edit.duplicate');
    expect(ids).toContain('edit.delete');
    expect(ids.filter((id) => /align|^picture|^table|present|ungroup/.test(id))).toEqual([]);
  });

  test('of several has the row, with what needs three in its place all the same', () => {
    const t = withSelected(rect('a'), rect('b', { x: 300 }));
    const row = shownSections(commands, contextOf(t)).find(({ icons }) => icons === 'align');
    expect(row?.ids).toHaveLength(11);
    expect(commands['arrange.distributeX']?.when?.(contextOf(t))).toBe(false);
  });

  test('has no more rows than a window of 720 pixels has room for', () => {
    const t = withSelected(rect('a'), rect('b', { x: 300 }));
    for (const other of [board(), withSelected(rect('a')), t]) expect(rowsOf(other)).toBeLessThanOrEqual(20);
  });

  test('of what is locked begins with unlocking and offers nothing that would change it', () => {
    const t = withSelected(rect('a', { locked: true }));
    expect(idsOf(t)[0]).toBe('arrange.lock');
    expect(labelOf('arrange.lock', contextOf(t))).toBe('Unlock');
    expect(idsOf(t).filter((id) => /delete|cut|front|flip|text/.test(id))).toEqual([]);
  });

  test('of a group goes into it, and out of it from there, for one who may only look as well', () => {
    const t = withSelected(rect('a', { groups: ['g'] }), rect('b', { groups: ['g'] }));
    t.editor.setRole('viewer');
    expect(idsOf(t)).toContain('edit.enterGroup');
    expect(idsOf(t)).not.toContain('edit.leaveGroup');
    t.editor.select([rect('a').id], ['g']);
    expect(idsOf(t)).not.toContain('edit.enterGroup');
    expect(idsOf(t)).toContain('edit.leaveGroup');
    t.editor.select([]);
    expect(idsOf(t)).toContain('edit.leaveGroup');
  });

  test('of one who may only look changes nothing', () => {
    const t = withSelected(rect('a'));
    t.editor.setRole('viewer');
    expect(idsOf(t)).toEqual([
      ...['edit.copy', 'edit.hide', 'view.fitSelection', 'edit.author', 'board.copyPng', 'view.copyElement'],
      ...['edit.toLibrary', 'edit.selectSame', 'edit.selectInverse'],
    ]);
    t.editor.select([]);
    expect(idsOf(t).filter((id) => /paste|selectAll|unlock/.test(id))).toEqual([]);
    expect(idsOf(t)).toContain('view.fit');
  });

  test('of the paper offers to unlock everything where anything is locked', () => {
    expect(idsOf(board(rect('a')))).not.toContain('edit.unlockAll');
    expect(idsOf(board(rect('a', { locked: true })))).toContain('edit.unlockAll');
  });
});
