import { effect } from '@preact/signals-core';
import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import { loadMakeNext, makeLater, withMakeNext } from '../../editor/make-next-loader.ts';
import { isNote, nextFrom, type Side } from '../../editor/next-element.ts';
import type { App } from '../../ui/app-context.ts';
import { openField } from '../../ui/open-field.ts';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';

function start({ editor, shell, byHand }: App): Stop {
  makeLater({
    byHand,
    failed: () => shell.tell(say('app.notLoaded'), 'error'),
    hold(isHeld) {
      const open = openField.peek();
      if (open !== undefined) open.field.readOnly = isHeld;
    },
  });
  const { selection, editing } = editor;
  return effect(() => {
    if (selection.value.size > 0 || editing.value !== undefined) loadMakeNext().catch(() => undefined);
  });
}

const noteIn = ({ editor }: CommandContext) => {
  const from = nextFrom(editor);
  return from !== undefined && isNote(from) ? from : undefined;
};

/** Makes the next element at a side of the one that is selected. */
const at = (side: Side, key: string): Command => ({
  keys: [`mod+${key}`],
  group: 'edit',
  when: ({ editor }) => nextFrom(editor) !== undefined,
  run({ editor }) {
    const from = nextFrom(editor);
    if (from !== undefined) withMakeNext(({ makeNext }) => makeNext(editor, from, side));
  },
});

const commands: Commands = {
  'next.note': {
    keys: ['tab', 'mod+enter'],
    group: 'edit',
    whileTyping: true,
    when: (context) => noteIn(context) !== undefined,
    run(context) {
      const from = noteIn(context);
      if (from !== undefined) withMakeNext(({ makeNext }) => makeNext(context.editor, from, 'e'));
    },
  },
  'next.noteBefore': {
    keys: ['shift+tab'],
    group: 'edit',
    whileTyping: true,
    when: (context) => noteIn(context) !== undefined,
    run(context) {
      const from = noteIn(context);
      if (from !== undefined) withMakeNext(({ goBefore }) => goBefore(context.editor, from));
    },
  },
  'next.right': at('e', 'arrowright'),
  'next.left': at('w', 'arrowleft'),
  'next.below': at('s', 'arrowdown'),
  'next.above': at('n', 'arrowup'),
};

/** The next note or shape by key; the handles that make it by hand are those of the selection. */
export const nextElement: Feature = { commands, start, preload: loadMakeNext };
