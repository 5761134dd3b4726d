import { createBoardDoc, type Element, type NewElement, openBoard } from '@gesso/crdt-schema';
import { type ShownBoard, shownBoard } from '@gesso/drawing';
import { signal } from '@preact/signals-core';
import type { Command, Shell } from '../../src/commands/command.ts';
import { chordsOf, chordTable } from '../../src/commands/keys.ts';
import { commands } from '../../src/commands/table.ts';
import { toBoard } from '../../src/editor/camera.ts';
import { createEditor, type Editor } from '../../src/editor/editor.ts';
import { hidingOn } from '../../src/editor/hiding.ts';
import type { PointerInput } from '../../src/editor/pointer.ts';
import { openPreferences } from '../../src/editor/preferences.ts';
import { createSpatialIndex } from '../../src/editor/spatial-index.ts';
import type { ToolId } from '../../src/editor/tool-id.ts';
import type { Gesture } from '../../src/gestures/gesture.ts';
import { toolTarget } from '../../src/tools/dispatch.ts';

/** Keys held and device used while pressing. */
interface How {
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly mod?: boolean;
  readonly device?: PointerInput['device'];
  readonly pressure?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** Where the browser expects the pointer 8 ms later, CSS px. */
  readonly predicted?: readonly [number, number];
}

/** A person at a board without a browser: `board({...}).tool('rect').press(0, 0).move(50, 50).release()`. */
export interface TestBoard {
  readonly editor: Editor;
  tool(id: ToolId): TestBoard;
  press(x: number, y: number, how?: How): TestBoard;
  move(x: number, y: number, how?: How): TestBoard;
  release(how?: How): TestBoard;
  click(x: number, y: number, how?: How): TestBoard;
  /** A press that is taken back, as by a second finger. */
  cancel(x: number, y: number): TestBoard;
  /** The cursor over a place. */
  hover(x: number, y: number): string;
  doubleClick(x: number, y: number, how?: How): TestBoard;
  /** A chord such as `mod+z`; presses with one `hold` are one key that is held. */
  key(chord: string, hold?: object): TestBoard;
  /** A command of any table, where it can be done. */
  run(command: Command, hold?: object): TestBoard;
  all(): readonly Element[];
  /** The only element. Throws when there are none or several. */
  only(): Element;
  undo(): TestBoard;
}

/** A person at a board of their own. */
export const board = (...elements: readonly NewElement[]): TestBoard => {
  const document = shownBoard(openBoard(createBoardDoc()));
  if (elements.length > 0) document.load((writer) => writer.addAll(elements));
  return personAt(document);
};

/** A person at a board that others may change as well. */
export const personAt = (document: ShownBoard): TestBoard => {
  const { seen, hiding } = hidingOn(document);
  const editor = createEditor({
    board: document,
    index: createSpatialIndex(seen),
    hiding,
    preferences: openPreferences(undefined),
    systemTheme: signal('light' as const),
  });
  editor.setViewport({ width: 1000, height: 800 });
  const target = toolTarget(editor);
  let gesture: Gesture | undefined;
  let last = { x: 0, y: 0 };

  const nothing = () => undefined;
  const shell: Shell = {
    openPanel: nothing,
    cancelGesture() {
      if (gesture === undefined) return false;
      if (gesture.back?.() === true) return true;
      gesture.cancel();
      gesture = undefined;
      return true;
    },
    undoTyping: () => false,
    tell: nothing,
    offering: nothing,
    tellOthersWentOn: nothing,
    cycleTheme: nothing,
    goTo: nothing,
  };

  const input = (x: number, y: number, how: How = {}): PointerInput => {
    last = { x, y };
    const place = (px: number, py: number) => toBoard(editor.camera.peek(), { x: px, y: py });
    const time = how.time ?? 0;
    const sample = { at: place(x, y), pressure: how.pressure, time };
    const { predicted } = how;
    return {
      ...sample,
      screen: { x, y },
      device: how.device ?? 'mouse',
      shift: how.shift ?? false,
      alt: how.alt ?? false,
      mod: how.mod ?? false,
      samples: [sample],
      ...(predicted ? { predicted: [{ ...sample, at: place(...predicted), time: time + 8 }] } : {}),
    };
  };

  const self: TestBoard = {
    editor,
    tool(id) {
      editor.setTool(id);
      return self;
    },
    press(x, y, how) {
      gesture = target.press(input(x, y, how), false);
      return self;
    },
    move(x, y, how) {
      gesture?.move(input(x, y, how));
      return self;
    },
    release(how) {
      gesture?.end(input(last.x, last.y, how));
      gesture = undefined;
      return self;
    },
    hover: (x, y) => target.hover(input(x, y)),
    click: (x, y, how) => self.press(x, y, how).release(how),
    cancel(x, y) {
      self.press(x, y, { device: 'touch' });
      gesture?.cancel();
      gesture = undefined;
      return self;
    },
    doubleClick(x, y, how) {
      self.click(x, y, how).click(x, y, how);
      target.doublePress(input(x, y, how));
      return self;
    },
    key(chord, hold = {}) {
      const parts = chord.split('+');
      const press = {
        key: parts.at(-1) ?? '',
        code: '',
        ctrlKey: parts.includes('mod'),
        metaKey: false,
        shiftKey: parts.includes('shift'),
        altKey: parts.includes('alt'),
      };
      const id = chordsOf(press).flatMap((name) => chordTable(commands).get(name) ?? [])[0] ?? '';
      const command = commands[id];
      return command === undefined ? self : self.run(command, hold);
    },
    run(command, hold = {}) {
      const context = { editor, shell, hold };
      if (command.when?.(context) !== false) command.run(context);
      return self;
    },
    all: () => document.all(),
    only() {
      const [element] = document.all();
      if (element === undefined || document.size !== 1) throw new Error(`there are ${document.size} elements`);
      return element;
    },
    undo: () => self.key('mod+z'),
  };
  return self;
};
