import { describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../../../test/helpers/board.ts';
import { allCommands as commands } from '../../../test/helpers/features.ts';
import type { Shell } from '../../commands/command.ts';
import { ownReasons } from '../../commands/reasons.ts';
import type { KeyValue } from '../../storage.ts';
import catalogue from '../../words/en.json' with { type: 'json' };
import { findCommands } from './find.ts';
import { recentCommands, rememberCommand } from './recent.ts';

const find = ({ editor }: TestBoard, query: string, recent: readonly string[] = []) =>
  findCommands(commands, { editor, shell: { offering: () => undefined } as Partial<Shell> as Shell }, query, recent);

const rect = { kind: 'rect', x: 0, y: 0, width: 100, height: 60 } as const;

describe('all commands', () => {
  test('are found by the words people have for them', () => {
    const expected = [
      ['arrow head', 'tool.arrow'],
      ['post-it', 'tool.sticky'],
      ['photo', 'board.picture'],
      ['image', 'board.picture'],
      ['save', 'board.export'],
      ['download', 'board.export'],
      ['colour', 'tool.pen'],
      ['circle', 'tool.ellipse'],
      ['mirror', 'arrange.flipX'],
      ['MÍRROR', 'arrange.flipX'],
      ['bigger', 'view.zoomIn'],
      ['bigger', 'arrange.measures'],
      ['smaller', 'view.zoomOut'],
      ['magnify', 'view.zoomIn'],
      ['come here', 'people.call'],
      ['go there', 'board.accept'],
      ['locked', 'arrange.lock'],
      ['unlock', 'edit.unlockAll'],
      ['copy style', 'arrange.copyStyle'],
      ['straighten', 'arrange.tidy'],
      ['straighten', 'arrange.alignLeft'],
      ['night', 'view.theme'],
      ['save as', 'board.export'],
      ['print', 'board.export'],
      ['jump', 'frame.next'],
      ['go to', 'view.find'],
      ['size', 'arrange.measures'],
      ['resize', 'arrange.measures'],
      ['rotate', 'arrange.measures'],
      ['turn', 'arrange.measures'],
      ['upside down', 'arrange.flipY'],
      ['color', 'edit.pickColor'],
      ['delete all', 'edit.delete'],
      ['delete everything', 'edit.selectAll'],
      ['back', 'edit.undo'],
      ['again', 'edit.redo'],
      ['whole board', 'view.peek'],
      ['see everything', 'view.fit'],
      ['point', 'tool.laser'],
      ['invite', 'board.share'],
    ] as const;
    for (const [query, id] of expected) expect(find(board(), query).map((found) => found.id)).toContain(id);
  });

  test('come by their names before they come by other words', () => {
    expect(find(board(rect), 'picture')[0]?.id).toBe('board.picture');
    expect(find(board(rect), 'export')[0]?.id).toBe('board.export');
  });

  test('say why they cannot run now, after those that can', () => {
    const reasonIn = (t: TestBoard, id: string) => find(t, '').find((found) => found.id === id)?.reason;
    const { viewOnly, nothingSelected, notThis } = catalogue.palette.reason;
    const t = board(rect);
    expect(reasonIn(t, 'edit.delete')).toBe(nothingSelected);
    expect(reasonIn(t, 'table.rowAbove')).toBe('Select a table first');
    expect(reasonIn(t, 'edit.undo')).toBe(catalogue.palette.reason.nothingToUndo);
    t.editor.select(t.all().map(({ id }) => id));
    expect(reasonIn(t, 'arrange.alignLeft')).toBe('Select two or more');
    expect(reasonIn(t, 'arrange.ungroup')).toBe(catalogue.palette.reason.noGroup);
    expect(reasonIn(t, 'text.tick')).toBe(notThis);
    expect(reasonIn(t, 'edit.delete')).toBeUndefined();
    const reasons = find(t, '').map(({ reason }) => reason === undefined);
    expect(reasons.lastIndexOf(true)).toBeLessThan(reasons.indexOf(false));
    t.editor.setRole('viewer');
    expect(reasonIn(t, 'edit.delete')).toBe(viewOnly);
  });

  test('say that something is locked where they could run without', () => {
    const locked = catalogue.palette.reason.locked;
    const t = board({ ...rect, locked: true, text: 'Tea' }, { ...rect, x: 300 });
    const [held = '', free = ''] = t.all().map(({ id }) => id);
    t.tool('select');
    const reasonsOf = (ids: readonly string[]) => {
      t.editor.select(ids);
      const found = find(t, '');
      return (id: string) => found.find((one) => one.id === id)?.reason;
    };
    const alone = reasonsOf([held]);
    const stopped =
      'edit.delete edit.cut edit.link edit.text edit.pickColor next.right text.bold arrange.flipX arrange.front arrange.pasteStyle';
    for (const id of stopped.split(' ')) expect(alone(id), id).toBe(locked);
    const able = 'edit.duplicate edit.copy edit.hide edit.unlockAll arrange.lock arrange.copyStyle arrange.measures';
    for (const id of able.split(' ')) expect(alone(id), id).toBeUndefined();
    // Nor would they run if it were not locked.
    expect(alone('arrange.alignLeft')).toBe(catalogue.palette.reason.twoOrMore);
    expect(alone('table.rowAbove')).toBe(catalogue.palette.reason.noTable);
    const both = reasonsOf([held, free]);
    expect(both('arrange.alignLeft')).toBe(locked);
    expect(both('arrange.group')).toBe(locked);
    expect(both('arrange.distributeX')).toBe(catalogue.palette.reason.threeOrMore);
    expect(both('edit.delete')).toBeUndefined();
    t.editor.setRole('viewer');
    expect(reasonsOf([held])('edit.delete')).toBe(catalogue.palette.reason.viewOnly);
  });

  test('begin with those used last, the newest first, without a query', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    } as KeyValue;
    for (const id of ['view.grid', 'view.theme', 'view.grid']) rememberCommand(storage, id);
    const recent = recentCommands(storage);
    expect(recent).toEqual(['view.grid', 'view.theme']);
    expect(
      find(board(), '', recent)
        .slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(recent);
    for (let i = 0; i < 9; i += 1) rememberCommand(storage, `tool.${i}`);
    expect(recentCommands(storage)).toHaveLength(5);
  });

  test('have other words only for commands that there are', () => {
    for (const [area, words] of Object.entries(catalogue.synonyms))
      for (const id of Object.keys(words)) expect(commands[`${area}.${id}`], id).toBeDefined();
    for (const start of Object.keys(ownReasons))
      expect(
        Object.keys(commands).some((id) => id.startsWith(start)),
        start,
      ).toBe(true);
  });
});
