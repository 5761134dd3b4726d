import { newElementId } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import type { Command, CommandContext } from './command.ts';

const canChange = ({ editor }: CommandContext): boolean => editor.selection.peek().size > 0 && editor.canEdit.peek();

/** Puts the selection, its own order kept, between two neighbours in the painting order. */
const placeBetween = (editor: Editor, below: string | undefined, above: string | undefined): void => {
  const elements = editor.selected();
  const keys = editor.board.orderBetween(below, above, elements.length);
  editor.board.edit((writer) => {
    elements.forEach(({ id }, i) => {
      const z = keys[i];
      if (z !== undefined) writer.patch(id, { z });
    });
  });
};

/** Order keys of everything not selected, bottom first. */
const others = (editor: Editor): string[] =>
  editor.board.all().flatMap(({ id, z }) => (editor.selection.peek().has(id) ? [] : z));

const stepBy = (editor: Editor, step: 1 | -1): void => {
  const keys = others(editor);
  const edge = step > 0 ? editor.selected().at(-1) : editor.selected()[0];
  if (edge === undefined) return;
  const above = keys.findIndex((z) => z > edge.z);
  const at = (above < 0 ? keys.length : above) + step;
  if (at < 0 || at > keys.length) return;
  placeBetween(editor, keys[at - 1], keys[at]);
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
    when: canChange,
    run: ({ editor }) => placeBetween(editor, others(editor).at(-1), undefined),
  },
  'arrange.back': {
    label: 'Send to back',
    keys: ['['],
    group: 'arrange',
    when: canChange,
    run: ({ editor }) => placeBetween(editor, undefined, others(editor)[0]),
  },
  'arrange.forward': {
    label: 'Bring forward',
    keys: ['mod+]'],
    group: 'arrange',
    when: canChange,
    run: ({ editor }) => stepBy(editor, 1),
  },
  'arrange.backward': {
    label: 'Send backward',
    keys: ['mod+['],
    group: 'arrange',
    when: canChange,
    run: ({ editor }) => stepBy(editor, -1),
  },
  'arrange.group': {
    label: 'Group',
    keys: ['mod+g'],
    group: 'arrange',
    when: (context) => canChange(context) && context.editor.selection.peek().size > 1,
    run({ editor }) {
      const group = newElementId();
      const elements = editor.selected();
      editor.board.edit((writer) => {
        for (const { id, groups } of elements) writer.patch(id, { groups: [...groups, group] });
      });
    },
  },
  'arrange.ungroup': {
    label: 'Ungroup',
    keys: ['mod+shift+g'],
    group: 'arrange',
    when: (context) => canChange(context) && context.editor.selected().some(({ groups }) => groups.length > 0),
    run({ editor }) {
      const elements = editor.selected();
      editor.board.edit((writer) => {
        for (const { id, groups } of elements) writer.patch(id, { groups: groups.slice(0, -1) });
      });
    },
  },
  'arrange.lock': {
    label: 'Lock or unlock',
    keys: ['mod+shift+l'],
    group: 'arrange',
    when: canChange,
    run: ({ editor }) => setLocked(editor, !editor.selected().every(({ locked }) => locked)),
  },
};
