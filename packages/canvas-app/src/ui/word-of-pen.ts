import { say } from '../words/later.ts';
import type { App } from './app-context.ts';

/** Tells a person once that their fingers no longer draw, and how they do again. */
export function tellOfPen({ editor, shell, commands, context }: App): void {
  if (editor.fingersDraw.peek() !== 'untold' || !editor.canEdit.peek()) return;
  editor.setPreference('fingersDraw', 'no');
  shell.tell(say('pen.seen'), 'info', {
    label: say('pen.letFingersDraw'),
    run() {
      if (editor.penMode.peek() === 'alone') commands['view.fingersDraw']?.run(context);
    },
  });
}
