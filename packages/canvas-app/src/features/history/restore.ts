import { type BoardDoc, restoreVersion } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';

/** Makes the board what a document is, tells it by a sentence and offers to take that back until something else is done here. */
export function restore({ editor, shell, byHand }: App, doc: BoardDoc, sentence: string): void {
  const { board } = editor;
  const difference = byHand(() => restoreVersion(board, doc));
  if (difference === undefined) return;
  const { added, changed, gone } = difference;
  if (added.length + changed.length + gone.length === 0) {
    shell.tell(say('history.same'));
    return;
  }
  const stop = board.onChange(({ origin }) => {
    if (origin !== 'local' && origin !== 'undo') return;
    // Undo would take back that instead.
    stop();
    shell.dismiss(offer);
  });
  const offer = shell.tell(sentence, 'info', {
    label: say('command.edit.undo'),
    run: () => void editor.undo(),
  });
}
