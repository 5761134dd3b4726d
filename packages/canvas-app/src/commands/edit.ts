import type { Element } from '@gesso/crdt-schema';
import { noDraft } from '../editor/draft.ts';
import { editInPlace, isEditedInPlace } from '../editor/edit-in-place.ts';
import type { Editor } from '../editor/editor.ts';
import { enterGroup, leaveGroup } from '../editor/enter-group.ts';
import { withHeld } from '../editor/held.ts';
import { movePatch } from '../editor/move-patch.ts';
import { tools } from '../tools/registry.ts';
import type { Command, CommandContext } from './command.ts';
import { canChangeSelection, hasFree } from './conditions.ts';
import { duplicate } from './duplicate.ts';
import { canPutDown, putDown } from './put-down.ts';

const isTyping = ({ editing }: Editor): boolean => editing.peek() !== undefined;
const hasElements = ({ editor }: CommandContext): boolean => editor.board.size > 0;

/** Whether a lasso is in hand. */
const hasLasso = ({ editor }: CommandContext): boolean =>
  editor.tool.peek() === 'select' && editor.selectMode.peek() === 'lasso';

/** What keys do with the tool in hand itself. */
const byKeys = ({ editor }: CommandContext) => tools[editor.tool.peek()].byKeys;

/** The first selected element that Enter may edit. */
const editable = ({ editor }: CommandContext): Element | undefined =>
  editor.selected().find((element) => isEditedInPlace(element) && !element.locked);

/** The first selected element that is selected as part of a group. */
const grouped = ({ editor }: CommandContext): Element | undefined =>
  editor.selected().find((element) => editor.innerGroups(element).length > 0);

/** Goes into the group of the first such element. Returns whether there is one. */
const enter = (context: CommandContext): boolean => {
  const member = grouped(context);
  return member !== undefined && enterGroup(context.editor, member);
};

/** Moves what is selected by board units; as long as one key is held, it is one step. */
const nudge = ({ editor, hold }: CommandContext, x: number, y: number): void => {
  const elements = withHeld(editor, editor.selected()).filter((element) => !element.locked);
  const moving = new Set(elements.map(({ id }) => id));
  editor.board.edit((writer) => {
    for (const element of elements) writer.patch(element.id, movePatch(element, { x, y }, moving));
  }, hold);
};

const directions = { Left: [-1, 0], Right: [1, 0], Up: [0, -1], Down: [0, 1] } as const;

/** Arrow keys move what is in hand, what is selected, or the paper when nothing is: CSS pixels for each board unit of a nudge. */
const panPerNudge = 40;

const nudges: Record<string, Command> = Object.fromEntries(
  Object.entries(directions).flatMap(([name, [x, y]]) =>
    [1, 10].map((by) => {
      const command: Command = {
        keys: [`${by === 1 ? '' : 'shift+'}arrow${name.toLowerCase()}`],
        group: 'edit',
        repeats: true,
        run(context) {
          const move = byKeys(context);
          if (move !== undefined) move(context.editor, { x: x * by, y: y * by });
          else if (canChangeSelection(context)) nudge(context, x * by, y * by);
          else context.editor.pan(-x * by * panPerNudge, -y * by * panPerNudge);
        },
      };
      return [`edit.nudge${name}${by === 1 ? '' : 'Far'}`, command];
    }),
  ),
);

export const editCommands: Record<string, Command> = {
  'edit.undo': {
    keys: ['mod+z'],
    group: 'edit',
    repeats: true,
    when: ({ editor }) => isTyping(editor) || editor.canUndo.peek() || editor.draft.peek() !== noDraft,
    run({ editor, shell }) {
      // What is being typed comes first, then what is under the pen.
      if (isTyping(editor) && shell.undoTyping('undo')) return;
      if (!shell.cancelGesture() && !editor.undo()) shell.tellOthersWentOn();
    },
  },
  'edit.redo': {
    keys: ['mod+shift+z', 'mod+y'],
    group: 'edit',
    repeats: true,
    when: ({ editor }) => isTyping(editor) || editor.canRedo.peek(),
    run({ editor, shell }) {
      if (isTyping(editor) && shell.undoTyping('redo')) return;
      if (!editor.redo()) shell.tellOthersWentOn();
    },
  },
  'edit.delete': {
    keys: ['delete', 'backspace'],
    group: 'edit',
    when: hasFree,
    run: ({ editor }) => editor.removeSelected(),
  },
  'edit.duplicate': {
    keys: ['mod+d'],
    group: 'edit',
    when: canChangeSelection,
    run: ({ editor }) => duplicate(editor),
  },
  'edit.lasso': {
    keys: ['shift+l'],
    group: 'edit',
    isOn: hasLasso,
    run(context) {
      context.editor.setPreference('selectMode', hasLasso(context) ? 'box' : 'lasso');
      context.editor.setTool('select');
    },
  },
  'edit.selectAll': {
    keys: ['mod+a'],
    group: 'edit',
    run({ editor }) {
      editor.setTool('select');
      editor.select(
        editor.board.all().flatMap((element) => (element.locked || !editor.isWithin(element) ? [] : element.id)),
      );
    },
  },
  'edit.next': {
    keys: ['alt+arrowdown', 'alt+arrowright'],
    group: 'edit',
    repeats: true,
    when: hasElements,
    run: ({ editor }) => editor.selectNext(1),
  },
  'edit.previous': {
    keys: ['alt+arrowup', 'alt+arrowleft'],
    group: 'edit',
    repeats: true,
    when: hasElements,
    run: ({ editor }) => editor.selectNext(-1),
  },
  'edit.text': {
    keys: ['enter'],
    group: 'edit',
    when: (context) =>
      byKeys(context) !== undefined ||
      context.editor.pendingLine.peek() !== undefined ||
      canPutDown(context.editor) ||
      grouped(context) !== undefined ||
      (canChangeSelection(context) && editable(context) !== undefined),
    run(context) {
      const act = byKeys(context);
      if (act !== undefined) return act(context.editor);
      const line = context.editor.pendingLine.peek();
      if (line !== undefined) return line.finish();
      if (canPutDown(context.editor)) return putDown(context.editor);
      if (enter(context)) return;
      const element = editable(context);
      if (element !== undefined) editInPlace(context.editor, element);
    },
  },
  'edit.enterGroup': {
    keys: [],
    group: 'edit',
    when: (context) => grouped(context) !== undefined,
    run: enter,
  },
  'edit.leaveGroup': {
    keys: ['shift+enter'],
    group: 'edit',
    when: ({ editor }) => editor.entered.peek().length > 0,
    run: ({ editor }) => void leaveGroup(editor),
  },
  'edit.escape': {
    keys: ['escape'],
    group: 'edit',
    run({ editor, shell }) {
      if (shell.cancelGesture()) return;
      // What crops may still be on its way.
      if (editor.cropping.peek() !== undefined) return editor.setCropping(undefined);
      const line = editor.pendingLine.peek();
      if (line !== undefined) return line.finish();
      if (leaveGroup(editor)) return;
      if (editor.selection.peek().size > 0) editor.select([]);
      else editor.setTool('select');
    },
  },
  ...nudges,
};
