import { type Element, newElementId } from '@gesso/crdt-schema';
import { boundsOf, intersects, unionAll } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { Command, CommandContext } from './command.ts';
import { canChangeSelection } from './conditions.ts';

/** What is selected and not locked. */
const free = (editor: Editor): readonly Element[] => editor.selected().filter(({ locked }) => !locked);

const canArrange = (context: CommandContext): boolean => canChangeSelection(context) && free(context.editor).length > 0;

/** Puts the selection, its own order kept, between two neighbors in the painting order. */
const placeBetween = (editor: Editor, below: string | undefined, above: string | undefined): void => {
  const elements = free(editor);
  const keys = editor.board.orderBetween(below, above, elements.length);
  editor.board.edit((writer) => {
    elements.forEach(({ id }, i) => {
      const z = keys[i];
      if (z !== undefined) writer.patch(id, { z });
    });
  });
};

/** Everything that stays where it is, bottom first. */
const others = (editor: Editor): Element[] => {
  const moved = new Set(free(editor).map(({ id }) => id));
  return editor.board.all().filter(({ id }) => !moved.has(id));
};

/**
 * One step in the painting order that can be seen: past the next element that overlaps the selection, or past the next of
 * all when none does.
 */
const stepBy = (editor: Editor, step: 1 | -1): void => {
  const rest = others(editor);
  const mine = free(editor);
  const edge = step > 0 ? mine.at(-1) : mine[0];
  const box = unionAll(mine.map(boundsOf));
  if (edge === undefined || box === undefined) return;
  const over = (element: Element): boolean => intersects(boundsOf(element), box);
  const above = rest.findIndex(({ z }) => z > edge.z);
  const gap = above < 0 ? rest.length : above;
  const seen =
    step > 0
      ? rest.findIndex((element, i) => i >= gap && over(element))
      : rest.slice(0, gap).map(over).lastIndexOf(true);
  const passed = seen < 0 ? (step > 0 ? gap : gap - 1) : seen;
  if (passed < 0 || passed >= rest.length) return;
  const at = step > 0 ? passed + 1 : passed;
  placeBetween(editor, rest[at - 1]?.z, rest[at]?.z);
};

const setLocked = (editor: Editor, locked: boolean): void => {
  const elements = editor.selected();
  editor.board.edit((writer) => {
    for (const { id } of elements) writer.patch(id, { locked });
  });
};

export const arrangeCommands: Record<string, Command> = {
  'arrange.front': {
    label: 'Bring to front',
    keys: [']'],
    group: 'arrange',
    when: canArrange,
    run: ({ editor }) => placeBetween(editor, others(editor).at(-1)?.z, undefined),
  },
  'arrange.back': {
    label: 'Send to back',
    keys: ['['],
    group: 'arrange',
    when: canArrange,
    run: ({ editor }) => placeBetween(editor, undefined, others(editor)[0]?.z),
  },
  'arrange.forward': {
    label: 'Bring forward',
    keys: ['mod+]'],
    group: 'arrange',
    when: canArrange,
    run: ({ editor }) => stepBy(editor, 1),
  },
  'arrange.backward': {
    label: 'Send backward',
    keys: ['mod+['],
    group: 'arrange',
    when: canArrange,
    run: ({ editor }) => stepBy(editor, -1),
  },
  'arrange.group': {
    label: 'Group',
    keys: ['mod+g'],
    group: 'arrange',
    when: ({ editor }) => editor.canEdit.peek() && free(editor).length > 1,
    run({ editor }) {
      const group = newElementId();
      const elements = free(editor);
      editor.board.edit((writer) => {
        for (const { id, groups } of elements) writer.patch(id, { groups: [...groups, group] });
      });
    },
  },
  'arrange.ungroup': {
    label: 'Ungroup',
    keys: ['mod+shift+g'],
    group: 'arrange',
    when: (context) => canArrange(context) && free(context.editor).some(({ groups }) => groups.length > 0),
    run({ editor }) {
      const elements = free(editor);
      editor.board.edit((writer) => {
        for (const { id, groups } of elements) writer.patch(id, { groups: groups.slice(0, -1) });
      });
    },
  },
  'arrange.lock': {
    label: 'Lock or unlock',
    keys: ['mod+shift+l'],
    group: 'arrange',
    when: canChangeSelection,
    run: ({ editor }) => setLocked(editor, !editor.selected().every(({ locked }) => locked)),
  },
};
