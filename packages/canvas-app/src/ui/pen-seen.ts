import { useEffect } from 'preact/hooks';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';

/** Tells a person once that their fingers no longer draw, when a pen is seen first, and how they do again. */
export const useWordOfPen = (): void => {
  const { editor, shell, commands, context } = useApp();
  const mode = editor.penMode.value;
  useEffect(() => {
    if (mode !== 'alone' || editor.fingersDraw.peek() !== 'untold' || !editor.canEdit.peek()) return;
    editor.setPreference('fingersDraw', 'no');
    shell.tell(say('app.penSeen'), 'info', {
      label: say('app.letFingersDraw'),
      run() {
        if (editor.penMode.peek() === 'alone') commands['view.fingersDraw']?.run(context);
      },
    });
  }, [mode, editor, shell, commands, context]);
};
