import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { board, type TestBoard } from '../../test/helpers/board.ts';
import { allCommands } from '../../test/helpers/features.ts';
import type { Shell } from '../commands/command.ts';
import { applyStyle } from '../editor/apply-style.ts';
import { commandsByHand } from '../report-failures.ts';
import catalogue from '../words/en.json' with { type: 'json' };
import { wordsOfCommand } from './done-words.ts';
import { followDone } from './follow-done.ts';
import { createShellState } from './shell.ts';

const rect = { kind: 'rect', x: 0, y: 0, width: 100, height: 60 } as const;
const other = { ...rect, x: 300 } as const;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A person who hears what they do. */
function listening(t: TestBoard) {
  const { editor } = t;
  const shellState = createShellState();
  const nothing = () => undefined;
  const shell: Shell = {
    openPanel: nothing,
    cancelGesture: () => false,
    undoTyping: () => false,
    tell: shellState.tell,
    offering: shellState.offering,
    tellOthersWentOn: () => shellState.tell(catalogue.refusal.othersWentOn),
    cycleTheme: nothing,
    newBoard: nothing,
  };
  const context = { editor, shell };
  const commands = commandsByHand(
    allCommands,
    (run) => run(),
    (id) => editor.setDone({ id }),
  );
  const said: string[] = [];
  followDone({ editor, commands, context, shell: shellState }, (words) => said.push(words));
  return {
    said,
    context,
    shell: shellState,
    run(id: string, times = 1) {
      for (let i = 0; i < times; i += 1) commands[id]?.run(context);
    },
    /** All keys rest. */
    rest: () => vi.advanceTimersByTime(2_000),
    selectAll: () => editor.select(t.all().map(({ id }) => id)),
  };
}

describe('what a person does by a command is said to them', () => {
  test('in a sentence of its own, else by its name, and again when it is done again', async () => {
    const { run, said, selectAll } = listening(board(rect, other));
    selectAll();
    for (const id of ['arrange.front', 'arrange.front', 'arrange.flipX', 'arrange.alignLeft', 'tool.rect']) run(id);
    expect(said).toEqual(['Brought to front', 'Brought to front', 'Flipped horizontally', 'Aligned left', 'Rectangle']);
    run('view.grid');
    run('view.grid');
    run('edit.undo');
    expect(said.slice(-3)).toEqual(['Dot grid: off', 'Dot grid: on', 'Undone']);
  });

  test('not where its panel opens, nor where what is selected says it', () => {
    const { run, said, selectAll } = listening(board(rect, other));
    selectAll();
    for (const id of ['board.palette', 'arrange.measures', 'edit.selectAll', 'arrange.group', 'arrange.lock']) run(id);
    expect(said).toEqual([]);
    run('arrange.lock');
    expect(said).toEqual(['Unlocked']);
  });

  test('once for keys that are pressed again and again, when they rest', () => {
    const { run, said, rest, selectAll } = listening(board(rect));
    selectAll();
    run('edit.nudgeRight', 10);
    run('edit.nudgeDownFar', 2);
    expect(said).toEqual([]);
    rest();
    expect(said).toEqual(['Moved 10 right, 20 down']);
    run('edit.nudgeLeft');
    run('board.palette');
    rest();
    run('edit.nudgeLeft');
    run('edit.nudgeRight');
    rest();
    run('view.zoomIn', 2);
    rest();
    expect(said.slice(1)).toEqual(['Moved 1 left', 'Back where it was', 'Zoom 200 %']);
  });

  test('not where arrow keys move the paper; and what is locked does not move', () => {
    const { run, said, rest, selectAll } = listening(board({ ...rect, locked: true }));
    run('edit.nudgeRight');
    rest();
    expect(said).toEqual([]);
    selectAll();
    run('edit.nudgeRight');
    rest();
    expect(said).toEqual([catalogue.palette.reason.locked]);
  });

  test('where a key does nothing, only if that is for a lock', () => {
    const t = board({ ...rect, locked: true });
    const { said, selectAll } = listening(t);
    t.editor.setDone({ id: 'edit.delete', isRefused: true });
    expect(said).toEqual([]);
    selectAll();
    t.editor.setDone({ id: 'next.note', isRefused: true });
    t.editor.setDone({ id: 'edit.delete', isRefused: true });
    expect(said).toEqual([catalogue.palette.reason.locked]);
  });

  test('not besides a message, which is read as well', async () => {
    const t = board(rect);
    const { run, said, shell, selectAll } = listening(t);
    selectAll();
    shell.tell('Not now', 'error');
    run('arrange.pasteStyle');
    expect(said).toEqual([]);
    await Promise.resolve();
    run('arrange.copyStyle');
    expect(said).toEqual(['Style copied']);
  });

  test('that all who arrange, format or change anything are heard', () => {
    const { context } = listening(board(rect));
    const silent = Object.entries(allCommands).flatMap(([id, command]) =>
      ['arrange', 'text', 'tools'].includes(command.group) && wordsOfCommand(id, command, context) === '' ? [id] : [],
    );
    // A panel opens, a field has the focus, or what is selected says it.
    expect(silent.sort()).toEqual(['arrange.group', 'arrange.measures', 'board.picture', 'frame.around', 'text.link']);
  });
});

describe('a style that is chosen is said', () => {
  test.each([
    [{ color: '#e03131' }, /^Color: /],
    [{ fill: 'none' }, /^Fill: No fill$/],
    [{ strokeWidth: 8 }, /^Line: Extra bold$/],
    [{ form: 'ellipse' }, /^Shape: Ellipse$/],
    [{ heads: ['none', 'arrow'] }, /^Heads: None, Arrow$/],
    [{ radius: 12 }, /^Corners: Rounded corners$/],
    [{ size: 31 }, /^Size: 31$/],
  ] as const)('%o', (change, words) => {
    const t = board(rect);
    const { said, selectAll } = listening(t);
    selectAll();
    applyStyle(t.editor, change);
    applyStyle(t.editor, change, { hold: {} });
    expect(said).toEqual([expect.stringMatching(words)]);
  });
});

describe('the laser by keys', () => {
  test('tells once how its light is led, and says what it lies on', async () => {
    const t = board({ ...rect, x: 470, y: 380, text: 'Tea', fill: '#ffffff' });
    const { run, said, rest, shell } = listening(t);
    t.editor.setRole('viewer');
    run('tool.laser');
    expect(shell.toasts.value.map(({ message }) => message)).toEqual([catalogue.done.laserHint]);
    await Promise.resolve();
    run('edit.text');
    rest();
    run('edit.nudgeRightFar', 3);
    rest();
    run('edit.text');
    rest();
    expect(said).toEqual([
      'Laser pointer',
      'The light is on Rectangle, “Tea”',
      'The light is on bare paper',
      'The light is out',
    ]);
    run('tool.laser');
    expect(shell.toasts.value).toEqual([]);
  });
});
