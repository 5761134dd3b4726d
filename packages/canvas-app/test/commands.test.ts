import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../src/commands/command.ts';
import { chordLabel, chordsOf, chordTable, normalChord } from '../src/commands/keys.ts';
import { commands as ownCommands } from '../src/commands/table.ts';
import { nextStop } from '../src/commands/view.ts';
import { sections, submenus } from '../src/features/context-menu/sections.ts';
import { inMenu } from '../src/ui/MenuPanel.tsx';
import { offered, wordsOf } from '../src/words/languages.ts';
import { sayCommand, useWords } from '../src/words/say.ts';
import { board } from './helpers/board.ts';
import { allCommands as commands, features } from './helpers/features.ts';

const press = (key: string, code: string, held: object = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('the command table', () => {
  test('has no id twice', () => {
    const ids = [ownCommands, ...features.map((feature) => feature.commands ?? {})].flatMap(Object.keys);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  test('has no chord twice', () => {
    const chords = Object.values(commands).flatMap(({ keys }) => keys.map(normalChord));
    expect(chords.filter((chord, i) => chords.indexOf(chord) !== i)).toEqual([]);
  });

  test('opens nothing by a letter alone: what is opened would take the rest of a word that is typed on a shape', () => {
    const t = board({ id: 'rect--------', kind: 'rect', x: 0, y: 0, width: 10, height: 10 });
    const opened: string[] = [];
    const does = new Map<string | symbol, unknown>([['openPanel', (panel: string) => opened.push(panel)]]);
    const shell = new Proxy({}, { get: (_, name) => does.get(name) ?? (() => false) }) as CommandContext['shell'];
    for (const { keys, run } of Object.values(commands).filter(({ keys }) => keys.some((key) => /^[a-z]$/.test(key)))) {
      t.editor.select(['rect--------']);
      run({ editor: t.editor, shell });
      expect(opened, keys.join()).toEqual([]);
    }
  });

  test.each(offered)('has a word for every command in %s, and no two of a group alike', async (language) => {
    useWords((await wordsOf(language)) ?? {});
    const groups = Map.groupBy(Object.entries(commands), ([, { group }]) => group);
    for (const [group, members] of groups) {
      const words = members.map(([id]) => sayCommand(id).trim());
      // What has no word is called by its id.
      expect(words.filter((word) => word === '' || word in commands)).toEqual([]);
      expect(
        words.filter((word, i) => words.indexOf(word) !== i),
        group,
      ).toEqual([]);
    }
    useWords({});
  });
});

/** What stands in the sources of the interface as a button. */
const sources = import.meta.glob('../src/{ui,features}/**/*.tsx', { query: '?raw', import: 'default', eager: true });
const source = Object.values(sources).join('\n');

/** What is done by hand as well, without a button: dragging, pressing elsewhere or with the right button, the handles, the keys of a text. */
const byHand =
  /^(?:edit\.nudge|edit\.(?:escape|menu|next|previous|text)$|next\.|frame\.(?:next|previous)$|board\.accept$|text\.)/;

describe('every command', () => {
  test('is reached by a pointer: in a menu, by a button, or by what the hand does', () => {
    const inMenus = new Set<string>([
      ...sections.flatMap(({ ids }) => ids),
      ...Object.values(submenus).flat(),
      ...inMenu,
    ]);
    const isButton = (id: string) => source.includes(`'${id}'`) || source.includes(`"${id}"`);
    // Tools stand in the toolbar, the rows and columns of a table in its bar.
    const isDrawnFromList = (id: string) => /^(?:tool|table)\./.test(id);
    const lost = Object.keys(commands).filter(
      (id) => !inMenus.has(id) && !isButton(id) && !isDrawnFromList(id) && !byHand.test(id),
    );
    expect(lost).toEqual([]);
  });

  test('is reached without one: by a key, or by its name among all commands', () => {
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(['board.palette', 'edit.menu']));
    expect(commands['board.palette']?.keys).not.toEqual([]);
  });
});

describe('chords', () => {
  const idOf = (...args: Parameters<typeof press>) =>
    chordsOf(press(...args)).flatMap((chord) => chordTable(commands).get(chord) ?? [])[0];

  test('letters go by what they type, digits and brackets by where they are', () => {
    expect(idOf('r', 'KeyR')).toBe('tool.rect');
    expect(idOf('R', 'KeyR')).toBe('tool.rect');
    expect(idOf('!', 'Digit1', { shiftKey: true })).toBe('view.fit');
    expect(idOf('ü', 'BracketLeft')).toBe('arrange.back');
    expect(idOf('?', 'Slash', { shiftKey: true })).toBe('board.help');
    expect(idOf('ß', 'Minus', { ctrlKey: true })).toBe('view.zoomOut');
    expect(idOf('к', 'KeyR')).toBe('tool.rect');
  });

  test('a Latin letter never means the key that lies in its place elsewhere', () => {
    // Dvorak: the key of a US R types p, that of a US T types y, and that of a US bracket types a slash.
    expect(idOf('p', 'KeyR')).toBe('tool.pen');
    expect(idOf('y', 'KeyT')).toBeUndefined();
    expect(idOf('w', 'Comma', { ctrlKey: true })).toBeUndefined();
    expect(idOf('y', 'KeyT', { ctrlKey: true })).toBe('edit.redo');
  });

  test('Ctrl and Cmd are one key; the order of held keys does not matter', () => {
    expect(idOf('z', 'KeyZ', { metaKey: true })).toBe('edit.undo');
    expect(idOf('Z', 'KeyZ', { ctrlKey: true, shiftKey: true })).toBe('edit.redo');
    expect(idOf('C', 'KeyC', { shiftKey: true, altKey: true })).toBe('board.copyPng');
  });

  test('are shown as the person’s keyboard names them', () => {
    expect(chordLabel('mod+shift+z', false)).toBe('Ctrl Shift Z');
    expect(chordLabel('mod+shift+z', true)).toBe('⌘⇧Z');
    expect(chordLabel('pagedown', false)).toBe('PgDn');
    expect(chordLabel('mod++', false)).toBe('Ctrl +');
  });
});

describe('arranging', () => {
  const three = () =>
    board(
      ...['a', 'b', 'c'].map((id) => ({
        id: id.padEnd(12, '-'),
        kind: 'rect' as const,
        x: 0,
        y: 0,
        width: 10,
        height: 10,
      })),
    );
  const select = (t: ReturnType<typeof three>, ...ids: string[]) => {
    t.editor.select(ids.map((id) => id.padEnd(12, '-')));
    return t;
  };

  test('groups are selected together until they are ungrouped', () => {
    const t = select(three(), 'a', 'b').key('mod+g');
    t.editor.select(['a'.padEnd(12, '-')]);
    expect(t.editor.selection.value.size).toBe(2);
    t.key('mod+shift+g');
    t.editor.select(['a'.padEnd(12, '-')]);
    expect(t.editor.selection.value.size).toBe(1);
  });

  test('what is locked is neither deleted nor nudged, and can be unlocked', () => {
    const t = select(three(), 'a').key('mod+shift+l').key('delete').key('arrowright');
    expect(t.all()).toHaveLength(3);
    expect(t.all()[0]).toMatchObject({ x: 0, locked: true });
    expect(t.key('mod+shift+l').key('delete').all()).toHaveLength(2);
  });

  test('a key that is held moves in one step, and what was done before can still be undone', () => {
    const t = select(three(), 'a');
    const hold = {};
    for (let i = 0; i < 250; i++) t.key('arrowright', hold);
    expect(t.all()[0]).toMatchObject({ x: 250 });
    t.key('arrowright').key('arrowright');
    expect(t.undo().all()[0]).toMatchObject({ x: 251 });
    expect(t.undo().all()[0]).toMatchObject({ x: 250 });
    expect(t.undo().all()[0]).toMatchObject({ x: 0 });
    expect(t.editor.canUndo.value).toBe(false);
  });

  test('duplicates lie beside their originals and are selected', () => {
    const t = select(three(), 'a').key('mod+d');
    expect(t.all()).toHaveLength(4);
    expect(t.editor.selected()).toMatchObject([{ x: 16, y: 16 }]);
  });
});

describe('zooming', () => {
  test('goes from stop to stop and ends at the ends', () => {
    expect(nextStop(1, 1)).toBe(1.5);
    expect(nextStop(1, -1)).toBe(0.75);
    expect(nextStop(0.9, 1)).toBe(1);
    expect(nextStop(30, 1)).toBe(30);
    expect(nextStop(0.05, -1)).toBe(0.05);
  });

  test('keeps the middle of the view, and fit shows everything', () => {
    const t = board({ kind: 'rect', x: 5_000, y: 5_000, width: 400, height: 200 });
    t.key('mod+=');
    const { x, y, zoom } = t.editor.camera.value;
    expect([x + 500 / zoom, y + 400 / zoom]).toEqual([500, 400]);
    t.key('shift+1');
    const view = t.editor.viewBox();
    expect(view.x).toBeLessThan(5_000);
    expect(view.x + view.w).toBeGreaterThan(5_400);
  });
});
