import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { selectAlike, selectOthers } from './alike.ts';

const element = (name: string, kind: 'rect' | 'ellipse' | 'sticky', more: object = {}) =>
  ({ id: name.padEnd(12, '-'), kind, x: 0, y: 0, width: 10, height: 10, ...more }) as NewElement;

const selected = (t: ReturnType<typeof board>): readonly string[] =>
  t.editor.selected().map(({ id }) => id.replaceAll('-', ''));

const chosen = (t: ReturnType<typeof board>, ...names: readonly string[]) => {
  t.editor.select(names.map((name) => name.padEnd(12, '-')));
  return { editor: t.editor, elements: t.editor.selected() };
};

const mixed = () =>
  board(
    element('a', 'rect'),
    element('b', 'rect', { form: 'cloud' }),
    element('c', 'rect'),
    element('d', 'sticky'),
    element('e', 'rect', { locked: true }),
    element('f', 'rect', { groups: ['g'] }),
    element('h', 'rect', { groups: ['g'] }),
    element('i', 'sticky'),
  );

describe('all that is like what is selected', () => {
  test('is of its kind and its form, neither locked nor part of a group', () => {
    const t = mixed();
    selectAlike(chosen(t, 'a'));
    expect(selected(t)).toEqual(['a', 'c']);
    selectAlike(chosen(t, 'b'));
    expect(selected(t)).toEqual(['b']);
    selectAlike(chosen(t, 'b', 'd'));
    expect(selected(t)).toEqual(['b', 'd', 'i']);
  });

  test('is looked for in the group that is entered', () => {
    const t = mixed();
    t.editor.select(['f'.padEnd(12, '-')], ['g']);
    selectAlike({ editor: t.editor, elements: t.editor.selected() });
    expect(selected(t)).toEqual(['f', 'h']);
    expect(t.editor.entered.value).toEqual(['g']);
  });
});

test('everything else is what is not selected and not locked, whole groups included', () => {
  const t = mixed();
  selectOthers(chosen(t, 'a', 'b'));
  expect(selected(t)).toEqual(['c', 'd', 'f', 'h', 'i']);
});
