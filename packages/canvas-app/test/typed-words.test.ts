import { describe, expect, test } from 'vitest';
import type { Command } from '../src/commands/command.ts';
import { createWordWatch, type TypedKey } from '../src/commands/typed-words.ts';
import { board, type TestBoard } from './helpers/board.ts';

const rect = { id: 'rect--------', kind: 'rect', x: 0, y: 0, width: 100, height: 60 } as const;

const press = (key: string, timeStamp: number): TypedKey => ({
  key,
  timeStamp,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: key !== key.toLowerCase(),
  repeat: false,
});

/** A board on which a box is selected, and its watch over what is typed. */
function typingOn(t: TestBoard, selected = true) {
  t.tool('select');
  if (selected) t.editor.select([rect.id]);
  const shell = {
    openPanel() {},
    cancelGesture: () => false,
    undoTyping: () => false,
    tell() {},
    offering: () => undefined,
  };
  const watch = createWordWatch({
    editor: t.editor,
    shell: { ...shell, tellOthersWentOn() {}, cycleTheme() {}, goTo() {} },
  });
  const type = (key: string, time: number, command?: Command, id = 'tool.arrow') => {
    if (watch.takes(press(key, time), command && id)) return true;
    watch.note(press(key, time), command);
    command?.run({ editor: t.editor, shell: { ...shell, tellOthersWentOn() {}, cycleTheme() {}, goTo() {} } });
    return false;
  };
  return { type, watch };
}

const tool = (id: 'arrow' | 'text'): Command => ({
  keys: [],
  group: 'tools',
  run: ({ editor }) => editor.setTool(id),
});

describe('letters typed while a box is selected', () => {
  test('are its label when they follow each other as one types', () => {
    const t = board(rect);
    const { type } = typingOn(t);
    expect(type('a', 0, tool('arrow'))).toBe(false);
    expect(t.editor.tool.value).toBe('arrow');
    expect(type('t', 120, tool('text'))).toBe(true);
    expect(t.editor.tool.value).toBe('select');
    expect(t.editor.editing.value).toBe(rect.id);
    expect(t.editor.typedBefore()).toBe('at');
  });

  test('are commands when they come one by one, or when something was pressed between', () => {
    const t = board(rect);
    const { type, watch } = typingOn(t);
    type('a', 0, tool('arrow'));
    expect(type('t', 900, tool('text'))).toBe(false);
    expect(t.editor.editing.value).toBeUndefined();
    typingOn(t);
    type('a', 1_000, tool('arrow'));
    watch.forget();
    expect(type('t', 1_100, tool('text'))).toBe(false);
  });

  test('are two commands when Shift is held for both, and a word when only its first is a capital', () => {
    const t = board(rect);
    const { type } = typingOn(t);
    let flips = 0;
    const flip: Command = { keys: [], group: 'arrange', run: () => void flips++ };
    type('H', 0, flip, 'arrange.flipX');
    expect(type('V', 250, flip, 'arrange.flipY')).toBe(false);
    expect([flips, t.editor.editing.value]).toEqual([2, undefined]);
    type('H', 2_000, flip, 'arrange.flipX');
    expect(type('i', 2_100)).toBe(true);
    expect(t.editor.typedBefore()).toBe('Hi');
  });

  test('switch back what the first of them has switched', () => {
    const t = board(rect);
    let shown = false;
    const map: Command = {
      keys: ['m'],
      group: 'view',
      run: () => {
        shown = !shown;
      },
    };
    const { type } = typingOn(t);
    type('m', 0, map);
    expect(shown).toBe(true);
    expect(type('y', 100, tool('text'))).toBe(true);
    expect(shown).toBe(false);
  });

  test('are its label from the first on when they command nothing', () => {
    const t = board(rect);
    const { type } = typingOn(t);
    expect(type('x', 0)).toBe(true);
    expect(t.editor.typedBefore()).toBe('x');
  });

  test('are commands when nothing, or what cannot be written on, is selected', () => {
    const { type } = typingOn(board(rect), false);
    type('a', 0, tool('arrow'));
    expect(type('t', 100, tool('text'))).toBe(false);
    const locked = board({ ...rect, locked: true });
    const other = typingOn(locked);
    other.type('a', 0);
    expect(other.type('t', 100)).toBe(false);
  });
});

describe('letters typed after a box was drawn', () => {
  const drawn = (between?: (typing: ReturnType<typeof typingOn>, t: TestBoard) => void) => {
    const t = board();
    const typing = typingOn(t, false);
    typing.watch.forget();
    t.tool('rect').press(100, 100).move(300, 200).release();
    between?.(typing, t);
    return { ...typing, t };
  };

  test('are its label, however slowly they come', () => {
    const { t, type } = drawn();
    type('Shift', 0);
    expect(type('A', 10, tool('arrow'))).toBe(true);
    expect(t.editor.editing.value).toBe(t.only().id);
    expect(t.editor.typedBefore()).toBe('A');
  });

  test('are commands again once something else was done, and the key of its tool draws the next one', () => {
    const pressed = drawn(({ watch }) => watch.forget());
    expect(pressed.type('a', 0, tool('arrow'))).toBe(false);
    const moved = drawn(({ type }) => type('ArrowLeft', 0));
    expect(moved.type('a', 900, tool('arrow'))).toBe(false);
    const written = drawn((_typing, t) => {
      t.editor.board.edit((writer) => writer.patch(t.only().id, { text: 'Done' }));
    });
    expect(written.type('a', 900, tool('arrow'))).toBe(false);
    const again = drawn();
    expect(again.type('r', 0, tool('arrow'), 'tool.rect')).toBe(false);
  });
});
