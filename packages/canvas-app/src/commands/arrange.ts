import { type Element, newElementId } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import type { Command } from './command.ts';
import { canChangeSelection, hasFree } from './conditions.ts';

/** What is selected and not locked. */
const free = (editor: Editor): readonly Element[] => editor.selected().filter(({ locked }) => !locked);

const setLocked = (editor: Editor, locked: boolean): void => {
  const elements = editor.selected();
  editor.board.edit((writer) => {
    for (const { id } of elements) writer.patch(id, { locked });
  });
};

export const arrangeCommands: Record<string, Command> = {
  'arrange.group': {
    keys: ['mod+g'],
    group: 'arrange',
    when: (context) => hasFree(context, 2),
    run({ editor }) {
      const group = newElementId();
      const elements = free(editor);
      editor.board.edit((writer) => {
        for (const element of elements) {
          const inner = editor.innerGroups(element);
          writer.patch(element.id, { groups: [...inner, group, ...element.groups.slice(inner.length)] });
        }
      });
    },
  },
  'arrange.ungroup': {
    keys: ['mod+shift+g'],
    group: 'arrange',
    when: ({ editor }) =>
      editor.canEdit.peek() && free(editor).some((element) => editor.innerGroups(element).length > 0),
    run({ editor }) {
      const elements = free(editor);
      editor.board.edit((writer) => {
        for (const element of elements) {
          const { length } = editor.innerGroups(element);
          writer.patch(element.id, { groups: element.groups.filter((_group, i) => i !== length - 1) });
        }
      });
    },
  },
  'arrange.lock': {
    keys: ['mod+shift+l'],
    group: 'arrange',
    when: canChangeSelection,
    run: ({ editor }) => setLocked(editor, !editor.selected().every(({ locked }) => locked)),
  },
};
