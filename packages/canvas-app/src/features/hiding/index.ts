import { effect } from '@preact/signals-core';
import { h } from 'preact';
import type { Commands } from '../../commands/command.ts';
import { withHeld } from '../../editor/held.ts';
import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';
import { hiddenMemory } from './kept.ts';

const commands: Commands = {
  'edit.hide': {
    keys: ['mod+shift+h'],
    group: 'edit',
    when: ({ editor }) => editor.selection.peek().size > 0,
    run: ({ editor }) => editor.hide(withHeld(editor, editor.selected()).map(({ id }) => id)),
  },
  'edit.showHidden': {
    keys: [],
    group: 'edit',
    when: ({ editor }) => [...editor.hidden.peek()].some((id) => editor.board.get(id) !== undefined),
    run({ editor }) {
      const shown = editor.showHidden();
      editor.setTool('select');
      editor.select(shown.map(({ id }) => id));
    },
  },
};

const Chip = onDemand(async () => (await import('./Chip.tsx')).Chip);

const Over = () => (useApp().editor.hidden.value.size === 0 ? null : h(Chip, {}));

/** Takes out of a person's own sight what is in their way; nobody else sees less. */
export const hiding: Feature = {
  commands,
  islands: { over: Over },
  preload: Chip.load,
  start: ({ editor, session }) =>
    session.onBoard((id) => {
      const memory = hiddenMemory(session.storage, id);
      editor.hide(memory.recall());
      return effect(() => memory.remember(editor.hidden.value));
    }),
};
